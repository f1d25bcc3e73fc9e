// `labo decode` on published packets, on each way of giving them, and on what is no packet at all.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { dissect, isKind, kinds, mostBytes } from "../../../bridge/cli/decode/dissect.ts";
import { forPeople } from "../../../bridge/cli/decode/present.ts";
import { noKeys } from "../../../bridge/decoders/decoder.ts";
import { encodeRfidLine } from "../../../bridge/decoders/rfid-line.ts";
import values from "../../fixtures/gatt.json" with { type: "json" };
import rows from "../../fixtures/packets.json" with { type: "json" };
import { runLabo } from "../../helpers/labo-command.ts";

interface Row {
  readonly name: string;
  readonly hex: string;
  /** Given as `--as`: the bytes alone could be something else. */
  readonly asked?: string;
  readonly key?: string;
  readonly address?: string;
  readonly as: string;
  readonly verdict: string;
  readonly noise?: string;
  readonly readings: Record<string, number>;
  readonly facts: Record<string, string>;
  readonly actions: readonly string[];
}
const packets: readonly Row[] = rows as readonly Row[];

const characteristics: readonly {
  readonly name: string;
  readonly part: string;
  readonly hex: string;
  readonly refused?: boolean;
  readonly expected: object | null;
}[] = values.filter(({ hex }) => hex !== "");

interface Answer {
  readonly ok: boolean;
  readonly verdict: string;
  readonly as: string;
  readonly hex: string;
  readonly noise?: string;
  readonly parts: readonly {
    readonly ok: boolean;
    readonly readings?: Record<string, { value: number; unit: string }>;
    readonly facts?: Record<string, string>;
    readonly actions?: readonly string[];
    readonly code?: string;
    readonly reason?: { fr: string; en: string };
  }[];
  readonly spans: readonly { offset: number; length: number; hex: string; field: string }[];
}

function options({ asked, key, address }: Row): string[] {
  const given = { as: asked, key, address };
  return Object.entries(given).flatMap(([flag, value]) => (value === undefined ? [] : [`--${flag}`, value]));
}

async function answerTo(args: readonly string[]): Promise<Answer & { code: number }> {
  const { code, out } = await runLabo(["decode", "--json", ...args]);
  return { ...(JSON.parse(out) as Answer), code };
}

describe("labo decode", () => {
  it.each(packets)("tells what is in $name", async (row) => {
    const { code, ...answer } = await answerTo([row.hex, ...options(row)]);
    const read = answer.parts.filter(({ ok }) => ok);
    const readings = Object.assign({}, ...read.map((part) => part.readings)) as Record<
      string,
      { value: number }
    >;
    expect({
      as: answer.as,
      verdict: answer.verdict,
      noise: answer.noise,
      readings: Object.fromEntries(Object.entries(readings).map(([name, { value }]) => [name, value])),
      facts: Object.assign({}, ...read.map((part) => part.facts)),
      actions: read.flatMap((part) => part.actions ?? []),
    }).toEqual({
      as: row.as,
      verdict: row.verdict,
      noise: row.noise,
      readings: row.readings,
      facts: row.facts,
      actions: row.actions,
    });
    expect(code).toBe(row.verdict === "read" ? 0 : 1);
    for (const span of answer.spans)
      expect(span.hex).toBe(row.hex.slice(span.offset * 2, (span.offset + span.length) * 2));
  });

  it.each(packets)("shows every byte of $name to a person, in both languages", async (row) => {
    for (const language of ["fr", "en"]) {
      const { out } = await runLabo(["decode", row.hex, ...options(row), "--language", language]);
      const shown = [...out.matchAll(/^ {2}(\d+) +((?:[0-9a-f]{2} )*[0-9a-f]{2})(?: |$)/gm)];
      const covered = new Set(
        shown.flatMap(([, at = "", bytes = ""]) => bytes.split(" ").map((_, index) => Number(at) + index)),
      );
      expect(covered.size).toBe(row.hex.length / 2);
      expect(out).not.toContain("undefined");
    }
  });

  it("prints values with their units, in the figures of the language", async () => {
    const ruuvi = "9904 0512fc5394c37c0004fffc040cac364200cdcbb8334c884f".replace(" ", "");
    const french = (await runLabo(["decode", ruuvi])).out;
    expect(french).toContain("Données d’un fabricant (manufacturer), 26 octets");
    expect(french).toMatch(/Température +24,3 °C/);
    expect(french).toMatch(/Humidité relative +53,49 %/);
    const english = (await runLabo(["decode", ruuvi, "--language", "en"])).out;
    expect(english).toMatch(/Temperature +24\.3 °C/);
    expect(english).toMatch(/Battery voltage +2\.977 V/);
  });

  it("says why it refuses", async () => {
    const { code, out } = await runLabo(["decode", "4c000215002233", "--language", "en"]);
    expect(code).toBe(1);
    expect(out).toContain("✗ ibeacon: refused. There are 5 bytes; it takes 23.");
    const french = (await runLabo(["decode", "4c000215002233"])).out;
    expect(french).toContain("✗ ibeacon\u00a0: refusé. Il y a 5 octets; il en faut 23.");
    const { parts } = await answerTo(["4c000215002233"]);
    expect(parts).toMatchObject([{ ok: false, code: "length", reason: { en: expect.any(String) } }]);
  });

  it("explains every line of a reader, and says which are damaged", async () => {
    const good = Buffer.from(encodeRfidLine("TA,3,1200,0,04A1B2C3D4E5F6,00,0044"));
    const damaged = Buffer.from(good);
    damaged[4] = 0x39;
    const answer = await answerTo([Buffer.concat([good, damaged]).toString("hex")]);
    expect(answer.as).toBe("rfid-line");
    expect(answer.parts.map(({ ok, code }) => (ok ? "ok" : code))).toEqual(["ok", "bad-checksum"]);
    expect(answer.parts[0]?.facts).toMatchObject({ type: "tag-arrived", uid: "04a1b2c3d4e5f6" });
  });

  it("takes bytes however they are written", async () => {
    const plain = await answerTo(["4002ca0903bf13"]);
    for (const args of [
      ["40:02:ca:09:03:BF:13"],
      ["40", "02", "ca", "09", "03", "bf", "13"],
      ["0x4002ca0903bf13"],
    ])
      expect(await answerTo(args)).toEqual(plain);
  });

  it.each(["zz", "123", "0x", "é"])("refuses %j, which is no hexadecimal", async (text) => {
    const { code, err } = await runLabo(["decode", text, "--language", "en"]);
    expect(code).toBe(2);
    expect(err).toContain("These are not bytes in hexadecimal.");
  });

  it("never repeats a key that is wrong", async () => {
    const { code, err, out } = await runLabo(["decode", "4002ca09", "--key", "feedfacecafe"]);
    expect(code).toBe(2);
    expect(out + err).not.toContain("feedface");
  });

  it("refuses a kind it does not know, and takes every kind it names", async () => {
    expect((await runLabo(["decode", "00", "--as", "pigeon"])).code).toBe(2);
    for (const kind of kinds) expect(isKind(kind)).toBe(true);
  });
});

describe("labo decode, of a connected board's values", () => {
  it.each(characteristics)("tells what is in $name", async ({ part, hex, expected, refused = false }) => {
    const uuid = part.replace(/^characteristic_value\((?:0x)?|\)$/g, "");
    const { verdict, parts, code } = await answerTo([hex, "--as", `characteristic:${uuid}`]);
    expect(verdict).toBe(refused ? "refused" : "read");
    expect(code).toBe(refused ? 1 : 0);
    // "Not known" is an absent value, never a number.
    if (expected === null) expect(parts[0]?.readings ?? {}).toEqual({});
  });

  it("prints them with their unit", async () => {
    const { out } = await runLabo(["decode", "3408", "--as", "characteristic:2A6E", "--language", "en"]);
    expect(out).toMatch(/Temperature +21 °C/);
    expect((await runLabo(["decode", "00", "--as", "characteristic:ffff"])).code).toBe(1);
  });
});

describe("labo decode, from standard input", () => {
  it("answers each line with a line of JSON, bad ones too, and ends with 1", async () => {
    const { code, out } = await runLabo(["decode"], { input: ["4002ca0903bf13\n\nno", "pe\n00", "fc\n"] });
    const answers = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(answers.map(({ ok, problem }) => problem?.code ?? ok)).toEqual([true, "HEX_INVALID", false]);
    expect(code).toBe(1);
  });

  it("ends with 0 when everything could be read, a last line without its end too", async () => {
    const { code, out } = await runLabo(["decode"], { input: ["4002ca0903bf13\n4002ca09"] });
    expect(out.trim().split("\n")).toHaveLength(2);
    expect(code).toBe(0);
  });

  it("keeps nothing of a line without end, and goes on after it", async () => {
    async function* flood() {
      for (let count = 0; count < 200; count++) yield "00".repeat(50_000);
      yield "\n4002ca0903bf13\n";
    }
    const { out } = await runLabo(["decode"], { input: flood() });
    const [first, second] = out.trim().split("\n");
    expect(JSON.parse(first ?? "").problem.code).toBe("HEX_INVALID");
    expect(JSON.parse(second ?? "").ok).toBe(true);
  });

  it("answers while the input is still open", async () => {
    let answered: () => void = () => undefined;
    const answer = new Promise<void>((resolve) => {
      answered = resolve;
    });
    async function* patient() {
      yield "4002ca0903bf13\n";
      await answer;
      yield "4002ca09\n";
    }
    const { out } = await runLabo(["decode"], { input: patient(), onOut: answered });
    expect(out.trim().split("\n")).toHaveLength(2);
  });
});

describe("taking bytes apart", () => {
  it("never throws, and never shows a byte that is not there", () => {
    const bytes = fc.uint8Array({ maxLength: 300 });
    fc.assert(
      fc.property(bytes, fc.constantFrom(undefined, ...kinds, "service:fcd2"), (given, as) => {
        const dissection = dissect(given, noKeys, as);
        for (const { offset, length } of dissection.spans)
          expect(offset >= 0 && offset + length <= given.length).toBe(true);
        expect(forPeople(dissection, "fr").length).toBeGreaterThan(0);
      }),
      { numRuns: 400 },
    );
  });

  it("bounds what it looks at", async () => {
    expect((await runLabo(["decode", "00".repeat(mostBytes + 1)])).code).toBe(2);
    expect((await runLabo(["decode", "00".repeat(mostBytes)])).code).toBe(1);
  });
});
