import { describe, expect, it } from "vitest";
import { createDialect } from "../../../bridge/mqtt/dialect.ts";

const refusal = (code: number | string) => Object.assign(new Error("refused"), { code });

describe("the MQTT a broker speaks", () => {
  it.each([1, 132])("is 3.1.1 at once, and for good, when it refuses version 5 with code %i", (code) => {
    const dialect = createDialect(5);
    expect(dialect.version).toBe(5);
    expect(dialect.failed(refusal(code))).toBe(true);
    expect(dialect.version).toBe(4);
    expect(dialect.failed(refusal(code))).toBe(false);
    expect(dialect.version).toBe(4);
  });

  it("is tried in turns when the broker only hangs up", () => {
    const dialect = createDialect(5);
    const tried = [1, 2, 3].map(() => {
      expect(dialect.failed(undefined)).toBe(false);
      return dialect.version;
    });
    expect(tried).toEqual([4, 5, 4]);
  });

  it.each(["ECONNREFUSED", 135])("is not doubted for another reason: %s", (code) => {
    const dialect = createDialect(5);
    expect(dialect.failed(refusal(code))).toBe(false);
    expect(dialect.version).toBe(5);
  });

  it("stays 3.1.1 where that was asked for", () => {
    const dialect = createDialect(4);
    expect(dialect.failed(undefined)).toBe(false);
    expect(dialect.failed(refusal(1))).toBe(false);
    expect(dialect.version).toBe(4);
  });
});
