import { describe, expect, it } from "vitest";
import { csvText, presetOf } from "#contract/csv.ts";

describe("tables as text", () => {
  it("come in two forms: point and comma, decimal comma and semicolon", () => {
    const rows = [
      ["t_s", "note"],
      [{ value: 0.5, decimals: 3 }, -48.2],
    ];
    expect(csvText("comma", rows)).toBe("t_s,note\r\n0.500,-48.2\r\n");
    expect(csvText("semicolon", rows)).toBe("\ufefft_s;note\r\n0,500;-48,2\r\n");
  });
  it("never hand a formula to a spreadsheet, nor break on quotes and separators", () => {
    expect(csvText("comma", [["=1+1", 'a "b", c', undefined]])).toBe('\'=1+1,"a ""b"", c",\r\n');
  });
  it("follow the reader’s language", () => {
    expect([presetOf("fr"), presetOf("en")]).toEqual(["semicolon", "comma"]);
  });
});
