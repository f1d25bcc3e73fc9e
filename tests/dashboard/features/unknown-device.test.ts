import { describe, expect, it } from "vitest";
import type { CandidateField, Framing } from "#contract/inspection.ts";
import {
  fieldPlace,
  frameCells,
  lacksSheet,
  shownFraming,
  textOf,
} from "../../../dashboard/src/features/device/unknown-model.ts";
import { board } from "../fixtures.ts";

const field = (offset: number, length: number): CandidateField => ({
  offset,
  length,
  kind: "constant",
  type: "bytes",
  score: 1,
  value: "",
  why: { fr: "", en: "" },
  guesses: [],
  others: [],
});
const framing = (id: string): Framing => ({
  id,
  kind: "fixed",
  score: 0.9,
  what: { fr: "", en: "" },
  count: 0,
  coverage: 1,
  frames: [],
  frameLength: 3,
  fields: [],
});

describe("the page of an unknown device", () => {
  it("keeps to the framing a person chose as long as the bench finds it", () => {
    const inspection = { bytes: 1, speeds: [], framings: [framing("a"), framing("b")] };
    expect(shownFraming(inspection, "b")?.id).toBe("b");
    expect(shownFraming(inspection, "gone")?.id).toBe("a");
    expect(shownFraming(inspection, undefined)?.id).toBe("a");
    expect(shownFraming({ ...inspection, framings: [] }, "b")).toBeUndefined();
  });

  it("gives each byte its field, and none to a frame of another length", () => {
    const fields = [field(0, 2), field(2, 1)];
    expect(frameCells("aa5501", fields, 3).map(({ field: index }) => index)).toEqual([0, 0, 1]);
    expect(frameCells("aa55", fields, 3).map(({ field: index }) => index)).toEqual([undefined, undefined]);
    expect(frameCells("", fields, 3)).toEqual([]);
  });

  it("shows bytes as text and places as people count them", () => {
    expect(textOf("41000a7a")).toBe("A··z");
    expect([fieldPlace(field(4, 1)), fieldPlace(field(4, 2))]).toEqual(["4", "4–5"]);
  });

  it("offers a sheet where none is the device's own", () => {
    const sheets = [{ id: "f4", models: [board.model] }];
    expect(lacksSheet(board, undefined, sheets)).toBe(true);
    expect(lacksSheet(board, { sheet: "f4", by: "match" }, sheets)).toBe(false);
    expect(lacksSheet({ ...board, model: "serial-unknown" }, { sheet: "f4", by: "match" }, sheets)).toBe(
      true,
    );
    expect(lacksSheet(board, { sheet: "m01", by: "hand" }, sheets)).toBe(false);
    expect(lacksSheet(board, { sheet: "gone", by: "match" }, sheets)).toBe(true);
  });
});
