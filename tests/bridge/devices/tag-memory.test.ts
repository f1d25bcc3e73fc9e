// The memory of a tag, page by page: what is read of it, and what is left of it when writing stops at any moment.
import { describe, expect, it } from "vitest";
import { factsOf, readRecords, type TagPages, writeLink } from "../../../bridge/devices/tag-memory.ts";
import { type ErrorCode, LaboError } from "../../../bridge/errors.ts";
import { freshNtag } from "../../helpers/ntag.ts";

const uid = "04a1b2c3d4e5f6";

interface Tag extends TagPages {
  readonly memory: Uint8Array;
  reads: number;
  writes: number;
  /** Called before each access, with how many there were. */
  before: (access: "read" | "write", count: number) => void;
}

function createTag(memory = freshNtag(uid)): Tag {
  const tag: Tag = {
    memory,
    reads: 0,
    writes: 0,
    before: () => undefined,
    async read(page) {
      tag.before("read", tag.reads);
      tag.reads += 1;
      return Uint8Array.from({ length: 16 }, (_, at) => memory[(page * 4 + at) % memory.length] ?? 0);
    },
    async write(page, bytes) {
      tag.before("write", tag.writes);
      tag.writes += 1;
      expect(page).toBeGreaterThanOrEqual(4);
      expect(page).toBeLessThan(40);
      expect(bytes).toHaveLength(4);
      memory.set(bytes, page * 4);
    },
  };
  return tag;
}

const linkOf = async (tag: Tag) => factsOf((await readRecords(tag)) ?? []).tagLink;
const codeOf = (work: Promise<unknown>): Promise<ErrorCode | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => (error instanceof LaboError ? error.code : undefined),
  );
const fails = (code: ErrorCode) => () => {
  throw new LaboError(code, ["gone"]);
};

const old = "https://labo.example/avant";
const long = `https://labo.example/${"l".repeat(100)}`;

describe("a link on a tag", () => {
  it.each([old, long, "tel:+14185551234", "https://a.ca"])(
    "%s is written, and read as it is",
    async (link) => {
      const tag = createTag();
      await writeLink(tag, link);
      expect(await linkOf(tag)).toBe(link);
    },
  );

  it("never touches the number, the locks and the capability", async () => {
    const tag = createTag();
    const before = Buffer.from(tag.memory.subarray(0, 16)).toString("hex");
    await writeLink(tag, long);
    expect(Buffer.from(tag.memory.subarray(0, 16)).toString("hex")).toBe(before);
  });

  it("stopped after any write, is no link, the link before, or the whole new one: never half of one", async () => {
    const whole = createTag();
    await writeLink(whole, long);
    const seen = new Set<string | undefined>();
    for (let cut = 0; cut < whole.writes; cut++) {
      const tag = createTag();
      await writeLink(tag, old);
      const from = tag.writes;
      tag.before = (access, count) => {
        if (access === "write" && count === from + cut) fails("TAG_UNREADABLE")();
      };
      expect(await codeOf(writeLink(tag, long)), `cut ${cut}`).toBe("TAG_HALF_WRITTEN");
      tag.before = () => undefined;
      const link = await linkOf(tag);
      expect([undefined, old], `cut ${cut}`).toContain(link);
      seen.add(link);
      await writeLink(tag, long);
      expect(await linkOf(tag)).toBe(long);
    }
    expect(seen).toEqual(new Set([old, undefined]));
  });

  it("whose reading back fails, or gives something else, is said to be half written", async () => {
    const lifted = createTag();
    lifted.before = (access) => {
      if (access === "read" && lifted.writes > 0) fails("TAG_UNREADABLE")();
    };
    expect(await codeOf(writeLink(lifted, old))).toBe("TAG_HALF_WRITTEN");
    const forgetful = createTag();
    forgetful.before = (access) => {
      if (access === "read" && forgetful.writes > 0) forgetful.memory[22] = 0x58;
    };
    await expect(writeLink(forgetful, old)).rejects.toMatchObject({
      code: "TAG_HALF_WRITTEN",
      details: ["TAG_UNREADABLE", "verification"],
    });
  });

  it("whose reader goes away in the middle is said to be half written, with what happened to the reader", async () => {
    const tag = createTag();
    tag.before = (access, count) => {
      if (access === "write" && count === 3) fails("DEVICE_OFFLINE")();
    };
    await expect(writeLink(tag, old)).rejects.toMatchObject({
      code: "TAG_HALF_WRITTEN",
      details: ["DEVICE_OFFLINE", "gone"],
    });
  });

  it("refused by the tag at the first page left it as it was; refused later, not", async () => {
    const locked = createTag();
    locked.before = (access) => access === "write" && fails("TAG_NOT_WRITABLE")();
    expect(await codeOf(writeLink(locked, old))).toBe("TAG_NOT_WRITABLE");
    const partly = createTag();
    partly.before = (access, count) => access === "write" && count === 2 && fails("TAG_NOT_WRITABLE")();
    expect(await codeOf(writeLink(partly, old))).toBe("TAG_HALF_WRITTEN");
  });

  it("is refused, and nothing written, where it cannot be", async () => {
    const cases: [(tag: Tag) => void, string, ErrorCode][] = [
      [() => undefined, "javascript:alert(1)", "LINK_REFUSED"],
      [() => undefined, `https://labo.example/${"a".repeat(170)}`, "TAG_NOT_WRITABLE"],
      [({ memory }) => memory.fill(0, 12, 16), old, "TAG_NOT_WRITABLE"],
      [({ memory }) => memory.set([0x0f], 15), old, "TAG_NOT_WRITABLE"],
      [
        (tag) => {
          tag.before = fails("TAG_UNREADABLE");
        },
        old,
        "TAG_UNREADABLE",
      ],
    ];
    for (const [prepare, link, code] of cases) {
      const tag = createTag();
      prepare(tag);
      expect(await codeOf(writeLink(tag, link))).toBe(code);
      expect(tag.writes).toBe(0);
    }
  });
});

describe("what a tag says", () => {
  it("is nothing of a fresh one, and of one that is not made ready", async () => {
    expect(await readRecords(createTag())).toBeUndefined();
    expect(await readRecords(createTag(new Uint8Array(180)))).toBeUndefined();
  });

  it("is read in a bounded number of reads, whatever its lengths claim", async () => {
    for (let size = 0; size < 256; size++)
      for (const length of [0x7f, 0xfe, 0xff]) {
        const memory = freshNtag(uid);
        memory.set([0xe1, 0x10, size, 0x00, 0x03, length, 0xff, 0xff], 12);
        const tag = createTag(memory);
        await readRecords(tag);
        expect(tag.reads).toBeLessThanOrEqual(57);
      }
  });
});
