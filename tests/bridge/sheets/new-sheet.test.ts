import { chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { profiles } from "#contract/devices.ts";
import type { RawFrame } from "#contract/frames.ts";
import { idSchema } from "#contract/identifiers.ts";
import type { Framing } from "#contract/inspection.ts";
import { inspect } from "../../../bridge/inspect/inspect.ts";
import { loadFolder } from "../../../bridge/sheets/check.ts";
import { lintDrawnText, lintImage } from "../../../bridge/sheets/lint-text.ts";
import { type LoadedSheets, loadSheets } from "../../../bridge/sheets/loader.ts";
import { Problems } from "../../../bridge/sheets/problem.ts";
import { readSheet } from "../../../bridge/sheets/sheet-reader.ts";
import { freeNumber, openShelf } from "../../../bridge/sheets/shelf.ts";
import { type SheetFacts, sheetSkeleton } from "../../../bridge/sheets/skeleton.ts";
import { type Disk, sheetId, writeSheet } from "../../../bridge/sheets/write-sheet.ts";
import { join, sensorFrames } from "../../helpers/unknown-protocols.ts";
import { contentFolder } from "./content-copy.ts";

let home: string;
let project: LoadedSheets;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), "labo-new-sheet-"));
  project = await loadSheets({ folder: contentFolder });
});
afterAll(() => rm(home, { recursive: true, force: true }));

const folder = () => mkdtemp(path.join(home, "own-"));
const today = "2026-11-25";

function sensorFraming(): Framing {
  const frame: RawFrame = {
    time: "2026-11-25T12:00:00.000Z",
    direction: "in",
    hex: Buffer.from(join(...sensorFrames(3, 40))).toString("hex"),
    format: "unknown",
    spans: [],
    speed: 9600,
  };
  const [framing] = inspect([frame], false).framings;
  if (framing === undefined) throw new Error("no framing");
  return framing;
}

/** Read as the loader would, without a disk. */
function check(facts: SheetFacts) {
  const files = new Map(sheetSkeleton(facts).map(({ name, text }) => [name, text]));
  const problems = new Problems();
  const drawing = files.get("images/trame.svg") ?? "";
  lintImage("trame.svg", drawing, problems);
  lintDrawnText("trame.svg", drawing, problems);
  const sheet = readSheet(
    {
      folder: facts.id,
      yaml: files.get("sheet.yaml") ?? "",
      fr: files.get("fr.md"),
      en: files.get("en.md"),
    },
    project.constants,
    // Terms are checked on the disk, below.
    new Map(
      [...["beacon", "advertisement", "tag", "reader", "baud"]].map((id) => [
        id,
        { line: 1, term: { fr: id, en: id }, definition: { fr: id, en: id } },
      ]),
    ),
    { sheets: new Set(), experiments: new Set(), images: new Map([["trame.svg", undefined]]) },
    problems,
  );
  return { sheet, problems: problems.list };
}

describe("the skeleton of a sheet", () => {
  it.each([...profiles, undefined])(
    "of a device of profile %s passes the real check on the disk",
    async (profile) => {
      const root = await folder();
      const facts = {
        title: "Sonde d’eau",
        today,
        framing: sensorFraming(),
        ...(profile === undefined ? {} : { profile }),
      };
      const shelf = await openShelf({ folder: contentFolder, own: root });
      const { sheet, folder: written } = await shelf.write(facts);
      expect(sheet).toMatchObject({
        id: "sonde-d-eau",
        number: "M01",
        title: { fr: "Sonde d’eau", en: "Sonde d’eau" },
      });
      expect((await readdir(written)).sort()).toEqual(["en.md", "fr.md", "images", "sheet.yaml"]);
      const checked = await loadFolder(root);
      expect(checked.problems).toEqual([]);
      expect(checked.sheets.map(({ id }) => id)).toEqual(["sonde-d-eau"]);
    },
  );

  it("holds what is known: model, protocol, quantities, and the table of fields", () => {
    const { sheet, problems } = check({
      id: "sonde",
      number: "M07",
      title: "Sonde à 30 m ?",
      today,
      model: "atc1441",
      channels: [
        { id: "temperature", quantity: "temperature", name: { fr: "Température", en: "Temperature" } },
      ],
      details: [{ name: { fr: "Vitesse", en: "Speed" }, value: "9600 bauds" }],
      framing: sensorFraming(),
    });
    expect(problems).toEqual([]);
    expect(sheet?.title.fr).toBe("Sonde à 30\u00a0m ?");
    expect(sheet?.models).toEqual(["atc1441"]);
    const body = (id: string) => sheet?.sections.find((section) => section.id === id)?.body;
    expect(body("see")?.fr).toContain("- Température (`°C`)");
    expect(body("choose")?.en).toContain("- Speed: `9600 bauds`");
    expect(body("how")?.en).toMatch(
      /\| 4–5 \| measurement \| `u16be` \| `\d+` \| Temperature `[\d.]+ °C \(÷ 100\)` \|/,
    );
    expect(body("how")?.fr).toContain("Somme de contrôle\u00a0: `sum`");
  });

  it("passes the check whatever the device and the person say", () => {
    const hostile = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 80 }),
      fc.constantFrom(
        "# Titre\n## see: x",
        "{{nobody}}",
        "| a | b |",
        "```",
        "![x](http://evil/)",
        "<script>alert(1)</script>",
        "12 V !",
        "30 m ?",
        "a ; b",
        "\u202eabc",
        "   ",
        "%00",
        "- liste",
      ),
    );
    const framing = sensorFraming();
    fc.assert(
      fc.property(hostile, hostile, hostile, hostile, (title, name, value, cell) => {
        const fields = framing.fields.map((field) => ({ ...field, value: cell.slice(0, 80) }));
        const { problems, sheet } = check({
          id: "sonde",
          number: "M01",
          title,
          today,
          channels: [{ id: "x", quantity: "number", name: { fr: name || "x", en: name || "x" } }],
          details: [{ name: { fr: "Fabricant", en: "Maker" }, value }],
          framing: { ...framing, fields, what: { fr: name, en: value }, checksum: cell.slice(0, 40) },
        });
        expect(problems).toEqual([]);
        for (const { body } of sheet?.sections ?? [])
          expect((body.fr + body.en).replace(/`[^`]*`/g, "")).not.toMatch(/<script|http:\/\/evil/);
      }),
      { numRuns: 400 },
    );
  });
});

describe("a new sheet’s folder", () => {
  it.each([
    ["Thermomètre du phare", "thermometre-du-phare"],
    ["../../etc/passwd", "etc-passwd"],
    ["CON", "fiche-con"],
    ["nul.txt", "nul-txt"],
    ["…", "fiche"],
    ["a".repeat(200), "a".repeat(48)],
    ["C:\\temp", "c-temp"],
  ])("of %j is named %j", (title, id) => {
    expect(sheetId(title)).toBe(id);
  });

  it("is named as an id whatever is written", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (title) => {
        const id = sheetId(title);
        idSchema.parse(id);
        expect(id).toMatch(/^[a-z0-9-]+$/);
      }),
    );
  });

  it("is never written over: the name is refused, and what was there stays", async () => {
    const root = await folder();
    const shelf = await openShelf({ folder: contentFolder, own: root });
    await shelf.write({ title: "Sonde", today });
    await writeFile(path.join(root, "sonde", "fr.md"), "mine");
    await expect(shelf.write({ title: "Sonde", today })).rejects.toMatchObject({ code: "SHEET_TAKEN" });
    // Nor a folder that is no sheet, nor one of the project's.
    await mkdir(path.join(root, "notes"));
    await expect(shelf.write({ title: "Notes", today })).rejects.toMatchObject({ code: "SHEET_TAKEN" });
    await expect(shelf.write({ title: "f1-balise", today })).rejects.toMatchObject({ code: "SHEET_TAKEN" });
    expect(await readFile(path.join(root, "sonde", "fr.md"), "utf8")).toBe("mine");
    expect(await readdir(path.join(root, "notes"))).toEqual([]);
  });

  it("gets the first free number, and the shelf shows it at once", async () => {
    const root = await folder();
    const told: number[] = [];
    const shelf = await openShelf({ folder: contentFolder, own: root }, (sheets) => told.push(sheets.length));
    const before = shelf.sheets.length;
    await shelf.write({ title: "Une", today });
    const { sheet } = await shelf.write({ title: "Deux", today });
    expect(sheet.number).toBe("M02");
    expect(told).toEqual([before + 1, before + 2]);
    expect(shelf.image("deux", "trame.svg")).toContain("<svg");
    expect(freeNumber([{ number: "M01" }, { number: "M03" }])).toBe("M02");
    expect(
      freeNumber(
        Array.from({ length: 99 }, (_, index) => ({ number: `M${String(index + 1).padStart(2, "0")}` })),
      ),
    ).toBe("M99");
  });

  it("is read anew once it was written in, and keeps its last good form while it cannot be read", async () => {
    const root = await folder();
    const changes: number[] = [];
    const shelf = await openShelf({ folder: contentFolder, own: root }, (sheets) =>
      changes.push(sheets.length),
    );
    const { folder: written } = await shelf.write({ title: "Sonde", today });
    const titleNow = () => shelf.sheets.find(({ id }) => id === "sonde")?.title.en;
    const rewrite = async (from: string, to: string) => {
      const file = path.join(written, "en.md");
      await writeFile(file, (await readFile(file, "utf8")).replace(from, to));
      await shelf.refresh();
    };
    await shelf.refresh();
    expect(changes).toHaveLength(1);
    await rewrite("# Sonde", "# Probe of the quay");
    expect(titleNow()).toBe("Probe of the quay");
    await rewrite("## trouble", "## troubles");
    expect(titleNow()).toBe("Probe of the quay");
    expect(shelf.image("sonde", "trame.svg")).toContain("<svg");
    await rewrite("## troubles", "## trouble");
    await rewrite("# Probe of the quay", "# Probe");
    expect(titleNow()).toBe("Probe");
    await rm(written, { recursive: true });
    await shelf.refresh();
    expect(titleNow()).toBeUndefined();
  });

  it("is refused where a file stands, and where nothing may be written", async () => {
    const root = await folder();
    await writeFile(path.join(root, "file"), "");
    await expect(writeSheet(path.join(root, "file"), "sonde", [])).rejects.toMatchObject({
      code: "SHEET_FOLDER",
    });
    await expect(writeSheet(path.join(root, "file", "under"), "sonde", [])).rejects.toMatchObject({
      code: "SHEET_FOLDER",
    });
    if (process.getuid?.() === 0) return;
    await chmod(root, 0o500);
    await expect(writeSheet(root, "sonde", [])).rejects.toMatchObject({ code: "SHEET_FOLDER" });
  });

  it("leaves nothing behind when the disk fills", async () => {
    const root = await folder();
    let room = 2;
    const real = await import("node:fs/promises");
    const disk: Disk = {
      mkdir: real.mkdir,
      rm: real.rm,
      writeFile: (async (...args: Parameters<typeof real.writeFile>) => {
        room -= 1;
        if (room < 0) throw Object.assign(new Error("no space left"), { code: "ENOSPC" });
        return real.writeFile(...args);
      }) as typeof real.writeFile,
    };
    const files = sheetSkeleton({ id: "sonde", number: "M01", title: "Sonde", today });
    await expect(writeSheet(root, "sonde", files, disk)).rejects.toMatchObject({ code: "SHEET_DISK_FULL" });
    expect(await readdir(root)).toEqual([]);
  });
});

describe("a house’s own folder", () => {
  it("may add constants and terms, and link to the project’s sheets", async () => {
    const root = await folder();
    const shelf = await openShelf({ folder: contentFolder, own: root });
    await shelf.write({ title: "Sonde", today });
    await writeFile(
      path.join(root, "constants.yaml"),
      [
        "sources: { us: { fr: mesuré ici, en: measured here } }",
        "constants:",
        "  sonde-range: { value: 12, unit: m, what: { fr: portée, en: range }, source: us, status: chosen, checked_on: 2026-11-25 }",
        "",
      ].join("\n"),
    );
    for (const language of ["fr", "en"]) {
      const file = path.join(root, "sonde", `${language}.md`);
      const text = await readFile(file, "utf8");
      await writeFile(
        file,
        text.replace("## museum", "{{sonde-range}} [F1](/fiches/f1-balise)\n\n## museum"),
      );
    }
    const loaded = await loadSheets({ folder: contentFolder, own: root });
    expect(loaded.problems).toEqual([]);
    expect([...loaded.own]).toEqual(["sonde"]);
    const sheet = loaded.sheets.find(({ id }) => id === "sonde");
    expect(sheet?.sections.find(({ id }) => id === "trouble")?.body.en).toContain("12\u00a0m");
  });

  it("need not be there", async () => {
    const loaded = await loadSheets({ folder: contentFolder, own: path.join(home, "nowhere") });
    expect(loaded.problems).toEqual([]);
    expect(loaded.own.size).toBe(0);
  });
});
