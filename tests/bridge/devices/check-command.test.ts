import { describe, expect, it } from "vitest";
import type { Capability } from "#contract/devices.ts";
import { checkCommand } from "../../../bridge/devices/check-command.ts";

const words = { fr: "x", en: "x" };
const capabilities: Capability[] = [
  {
    command: "screen.print",
    label: words,
    arguments: [{ type: "text", name: "line", label: words, maxLength: 16 }],
  },
];
const check = (line: unknown) =>
  checkCommand({ id: "1", command: "screen.print", args: { line: line as string } }, capabilities);

describe("a text of a command", () => {
  it.each(["", "Bonjour", "x".repeat(16)])("is taken as it is: %j", (line) => {
    expect(check(line)).toEqual({ line });
  });

  it.each(["x".repeat(17), 5, true, undefined])("is refused when too long or no text: %j", (line) => {
    expect(() => check(line)).toThrowError(expect.objectContaining({ code: "COMMAND_ARGUMENT" }));
  });
});
