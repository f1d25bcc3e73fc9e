import { describe, expect, it } from "vitest";
import { matchSheet } from "../../../bridge/bench/pairing.ts";

const sheets = [
  { id: "f1-balise", models: ["ibeacon"], profiles: ["ble-beacon" as const] },
  { id: "f2-rfid", models: ["labo-rfid"], profiles: ["rfid-hf" as const] },
  { id: "f7-capteur", models: ["ruuvitag"], profiles: [] },
];

describe("the sheet of a device", () => {
  it("is the one that names its model, before the one of its kind", () => {
    expect(matchSheet({ model: "ruuvitag", profile: "ble-beacon" }, sheets)).toEqual({
      sheet: "f7-capteur",
      by: "match",
    });
    expect(matchSheet({ model: "eddystone", profile: "ble-beacon" }, sheets)).toEqual({
      sheet: "f1-balise",
      by: "match",
    });
  });

  it("is the one a person chose, as long as that sheet exists", () => {
    const device = { model: "labo-rfid", profile: "rfid-hf" } as const;
    expect(matchSheet(device, sheets, "f1-balise")).toEqual({ sheet: "f1-balise", by: "hand" });
    expect(matchSheet(device, sheets, "f9-gone")).toEqual({ sheet: "f2-rfid", by: "match" });
  });

  it("is none when no sheet speaks of it", () => {
    expect(matchSheet({ model: "uno", profile: "board-serial" }, sheets)).toBeUndefined();
  });
});
