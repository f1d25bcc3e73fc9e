// No device of the kit is left without a word: a sheet explains it, or a sentence does.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { advertisementDecoders } from "../../../bridge/decoders/registry.ts";
import { anyBoard, boardKinds } from "../../../bridge/devices/gatt/board-kinds.ts";
import { modelWords } from "../../../dashboard/src/features/device/models.ts";

const sheets = new URL("../../../sheets/", import.meta.url);
const explained = new Set(
  readdirSync(sheets, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/sheet.yaml`, sheets)))
    .flatMap(({ name }): string[] => {
      const { matches } = parse(readFileSync(new URL(`${name}/sheet.yaml`, sheets), "utf8")) as {
        matches?: { models?: string[] };
      };
      return matches?.models ?? [];
    }),
);
const serial = ["em4100-reader", "pn532", "nexmosphere-controller", "gps-receiver", "keyboard-reader"];
const others = [
  "phone",
  "code-pages",
  "visit-notebook",
  "rule-composer",
  "rotating-address",
  "serial-unknown",
];
const known = [...advertisementDecoders, ...boardKinds, anyBoard].map(({ model }) => model);

test("sheets explain the first devices of the kit", () => {
  expect([...explained]).toEqual(expect.arrayContaining(["ibeacon", "labo-rfid", "firmata-board"]));
});

const models = new Set([...known, ...serial, ...others]);
test.each([...models].filter((model) => !explained.has(model)))("%s", (model) => {
  for (const text of Object.values(modelWords(model) ?? { fr: "", en: "" })) {
    expect(text.length).toBeGreaterThan(30);
    expect(text).toMatch(/[.!?]$/);
  }
});

test("a model nobody described, whatever its name", () => {
  for (const model of ["carte-de-lune", "toString", "__proto__", ""])
    expect(modelWords(model)).toBeUndefined();
});
