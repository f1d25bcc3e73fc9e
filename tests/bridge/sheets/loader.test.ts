import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { profiles } from "#contract/devices.ts";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { type ContentCopy, contentFolder, copyContent } from "./content-copy.ts";

const e01 = "f1-balise/e01-qui-est-la";
const e13 = "f4-microcontroleur/e13-du-volt-au-nombre";

interface BadSample {
  readonly name: string;
  readonly damage: (content: ContentCopy) => Promise<void>;
  /** What the report must say, and where. */
  readonly rule: string;
  readonly file: string;
  /** A piece of the line the problem must point at, in the damaged file; the first line when absent. */
  readonly at?: string;
  readonly says: RegExp;
  readonly remedy: RegExp;
  /** Experiment or sheet that must be left out; none for a warning. */
  readonly lost?: string;
}

const badSamples: readonly BadSample[] = [
  {
    name: "a step that is not translated",
    damage: (content) => content.replace(`${e01}/en.md`, /## cadence[\s\S]*?(?=## silence)/, ""),
    rule: "missing-translation",
    file: `${e01}/en.md`,
    says: /exists only in .*fr\.md/,
    remedy: /Translate it in .*en\.md/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a hint that is not translated",
    damage: (content) => content.replace(`${e01}/en.md`, /### hint 2\n+A metal tin/, "A metal tin"),
    rule: "missing-translation",
    file: `${e01}/en.md`,
    at: "## silence",
    says: /hint-2/,
    remedy: /Translate/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a whole language that is missing",
    damage: (content) => content.remove("f2-rfid-nfc/en.md"),
    rule: "missing-file",
    file: "f2-rfid-nfc/en.md",
    says: /missing/,
    remedy: /both languages/,
    lost: "f2-rfid-nfc",
  },
  {
    name: "an experiment whose whole language is missing",
    damage: (content) => content.remove(`${e01}/en.md`),
    rule: "missing-file",
    file: `${e01}/en.md`,
    says: /missing/,
    remedy: /both languages/,
    lost: "e01-qui-est-la",
  },
  {
    name: "an unknown operator",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "op: seen", "op: sene"),
    rule: "unknown-operator",
    file: `${e01}/experiment.yaml`,
    at: "op: sene",
    says: /"sene" is not an allowed value/,
    remedy: /Did you mean “seen”\?.*Write one of these: .*silence/,
    lost: "e01-qui-est-la",
  },
  {
    name: "an unknown operator inside a combination",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "{ op: silence,", "{ op: quiet,"),
    rule: "unknown-operator",
    file: `${e01}/experiment.yaml`,
    at: "op: quiet",
    says: /"quiet"/,
    remedy: /silence/,
    lost: "e01-qui-est-la",
  },
  {
    name: "zones of a channel of many values, with no thresholds",
    damage: (content) =>
      content.replace(
        `${e13}/experiment.yaml`,
        "charts:",
        "derivations:\n  - { id: bord, channel: knob, leave: $e13-low }\ncharts:",
      ),
    rule: "missing-threshold",
    file: `${e13}/experiment.yaml`,
    at: "id: bord",
    says: /“bord” has no “enter”/,
    remedy: /two states/,
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "a parameter the operator does not have",
    damage: (content) =>
      content.replace(`${e13}/experiment.yaml`, "for: $e13-middle-time", "during_time: $e13-middle-time"),
    rule: "unknown-key",
    file: `${e13}/experiment.yaml`,
    at: "during_time",
    says: /no key “during_time”/,
    remedy: /spelling|remove/,
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "an unknown key of a step",
    damage: (content) =>
      content.replace(`${e01}/experiment.yaml`, "    kind: predict", "    kind: predict\n    colour: red"),
    rule: "unknown-key",
    file: `${e01}/experiment.yaml`,
    at: "colour: red",
    says: /“colour”/,
    remedy: /remove it/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a kind of step that does not exist",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "kind: measure", "kind: mesure"),
    rule: "not-in-list",
    file: `${e01}/experiment.yaml`,
    at: "kind: mesure",
    says: /"mesure"/,
    remedy: /Did you mean “measure”\?/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a field that is missing",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "level: beginner\n", ""),
    rule: "missing",
    file: `${e01}/experiment.yaml`,
    at: "id: e01-qui-est-la",
    says: /“level” is missing/,
    remedy: /Add it/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a condition that uses a number which is not in the constants",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "$e01-count-min", "$e01-count-mini"),
    rule: "unknown-constant",
    file: `${e01}/experiment.yaml`,
    at: "$e01-count-mini",
    says: /“e01-count-mini” is not in constants\.yaml/,
    remedy: /Did you mean “e01-count-min”\?/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a condition with a number of its own",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "within: $e01-seen-within", "within: 5"),
    rule: "bare-figure",
    file: `${e01}/experiment.yaml`,
    at: "within: 5",
    says: /“within: 5” is a number written by hand, in s/,
    remedy: /constants\.yaml.*\$my-number/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a bound of a channel with a number of its own",
    damage: (content) => content.replace(`${e13}/experiment.yaml`, "max: $e13-low", "max: 2"),
    rule: "bare-figure",
    file: `${e13}/experiment.yaml`,
    at: "max: 2",
    says: /“max: 2” is a number written by hand, in %/,
    remedy: /Add it to constants/,
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "a text that uses a number which is not in the constants",
    damage: (content) => content.replace("f1-balise/en.md", "{{wall-clearance}}", "{{wall-distance}}"),
    rule: "unknown-constant",
    file: "f1-balise/en.md",
    at: "{{wall-distance}}",
    says: /“wall-distance”/,
    remedy: /add this number to constants\.yaml/,
    lost: "f1-balise",
  },
  {
    name: "an unconfirmed constant in a published sheet",
    damage: (content) =>
      content.replace("f1-balise/fr.md", "un gros obstacle", "un obstacle de {{body-attenuation-low}}"),
    rule: "unconfirmed",
    file: "f1-balise/fr.md",
    at: "body-attenuation-low",
    says: /unconfirmed/,
    remedy: /Confirm it first \(to confirm: measurement/,
    lost: "f1-balise",
  },
  {
    name: "a constant in the wrong unit",
    damage: (content) =>
      content.replace(`${e13}/experiment.yaml`, "for: $e13-middle-time", "for: $e13-middle-low"),
    rule: "wrong-unit",
    file: `${e13}/experiment.yaml`,
    at: "for: $e13-middle-low",
    says: /is in %, s is needed/,
    remedy: /Choose a constant in s/,
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "a constant that cannot be converted",
    damage: (content) =>
      content.replace(`${e13}/experiment.yaml`, "for: $e13-middle-time", "for: $e13-middle-time:mV"),
    rule: "wrong-unit",
    file: `${e13}/experiment.yaml`,
    at: ":mV",
    says: /does not convert to mV/,
    remedy: /another unit/,
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "a figure written by hand in a text",
    damage: (content) => content.replace("f2-rfid-nfc/fr.md", "Recule d'un doigt", "Recule de 3 cm"),
    rule: "bare-figure",
    file: "f2-rfid-nfc/fr.md",
    at: "Recule de 3 cm",
    says: /“3 cm” is written by hand/,
    remedy: /\{\{example/,
    lost: "f2-rfid-nfc",
  },
  {
    name: "a figure written by hand in a picture",
    damage: (content) => content.replace("f1-balise/images/cercles.en.svg", "{{rssi-2m}}", "−65 dBm"),
    rule: "bare-figure",
    file: "f1-balise/images/cercles.en.svg",
    at: "−65 dBm",
    says: /65 dBm/,
    remedy: /constants\.yaml/,
    lost: "f1-balise",
  },
  {
    name: "a picture that nobody described",
    damage: (content) => content.replace("f1-balise/en.md", /!\[[^\]]+\]/, "![]"),
    rule: "missing-alt",
    file: "f1-balise/en.md",
    at: "![]",
    says: /is not described/,
    remedy: /cannot see it/,
    lost: "f1-balise",
  },
  {
    name: "a picture that does not exist",
    damage: (content) => content.replace("f1-balise/en.md", "images/cercles.en.svg", "images/circles.svg"),
    rule: "missing-image",
    file: "f1-balise/en.md",
    at: "images/circles.svg",
    says: /does not exist/,
    remedy: /images folder/,
    lost: "f1-balise",
  },
  {
    name: "a picture that holds a script",
    damage: (content) =>
      content.replace("f1-balise/images/cercles.en.svg", "</svg>", "<script>alert(1)</script></svg>"),
    rule: "bad-image",
    file: "f1-balise/images/cercles.en.svg",
    at: "<script>",
    says: /script/,
    remedy: /plain SVG/,
    lost: "f1-balise",
  },
  {
    name: "a picture from elsewhere in a text",
    damage: (content) =>
      content.replace("f1-balise/en.md", "images/cercles.en.svg", "https://evil.example/pixel.svg"),
    rule: "missing-image",
    file: "f1-balise/en.md",
    at: "https://evil.example",
    says: /does not exist/,
    remedy: /images folder/,
    lost: "f1-balise",
  },
  {
    name: "a picture from elsewhere in a drawing",
    damage: (content) =>
      content.replace(
        "f1-balise/images/cercles.en.svg",
        "</svg>",
        '<image href="https://evil.example/pixel.png"/></svg>',
      ),
    rule: "bad-image",
    file: "f1-balise/images/cercles.en.svg",
    at: "<image href",
    says: /a script or a link/,
    remedy: /linked file/,
    lost: "f1-balise",
  },
  {
    name: "a link that leads nowhere",
    damage: (content) =>
      content.replace("f1-balise/en.md", "/experiences/e01-qui-est-la", "/experiences/e99"),
    rule: "broken-link",
    file: "f1-balise/en.md",
    at: "/experiences/e99",
    says: /leads nowhere/,
    remedy: /\/experiences\/<id>/,
    lost: "f1-balise",
  },
  {
    name: "two hints instead of three",
    damage: async (content) => {
      await content.replace(`${e13}/fr.md`, /### indice 3\n+Vise[^#]*/, "");
      await content.replace(`${e13}/en.md`, /### hint 3\n+Aim[^#]*/, "");
    },
    rule: "missing-hints",
    file: `${e13}/fr.md`,
    at: "## milieu",
    says: /2 hint\(s\) of 3/,
    remedy: /a nudge/,
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "an answer that is not explained",
    damage: async (content) => {
      await content.replace(`${e01}/fr.md`, /### explication\n+L'UUID/, "L'UUID");
      await content.replace(`${e01}/en.md`, /### explanation\n+The UUID/, "The UUID");
    },
    rule: "missing-explanation",
    file: `${e01}/fr.md`,
    at: "## nom",
    says: /does not explain it/,
    remedy: /### explanation/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a heading that means nothing",
    damage: (content) => content.replace(`${e01}/en.md`, "### hint 1", "### Hint one"),
    rule: "unknown-heading",
    file: `${e01}/en.md`,
    at: "### Hint one",
    says: /“Hint one” means nothing/,
    remedy: /hint 1, hint 2, hint 3/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a step twice in the words",
    damage: (content) => content.replace(`${e01}/fr.md`, "## ecouter:", "## allumer:"),
    rule: "twice",
    file: `${e01}/fr.md`,
    at: "## allumer: Écoute",
    says: /is there twice/,
    remedy: /Keep one/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a choice without words",
    damage: (content) => content.replace(`${e01}/en.md`, /- souvent: .*\n/, ""),
    rule: "missing-text",
    file: `${e01}/fr.md`,
    at: "## predire",
    says: /choice “souvent” is not written/,
    remedy: /- souvent: …/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a role nobody plays",
    damage: (content) =>
      content.replace(`${e01}/experiment.yaml`, "op: seen, on: balise", "op: seen, on: balises"),
    rule: "unknown-role",
    file: `${e01}/experiment.yaml`,
    at: "on: balises",
    says: /“balises” is not a role/,
    remedy: /Did you mean “balise”\?/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a channel nobody declared",
    damage: (content) => content.replace(`${e13}/experiment.yaml`, /(op: stat,?\s+channel:) knob/, "$1 dial"),
    rule: "unknown-channel",
    file: `${e13}/experiment.yaml`,
    at: "channel: dial",
    says: /“dial” is not a channel/,
    remedy: /Write one of: knob/,
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "a profile that does not exist",
    damage: (content) => content.replace(`${e13}/experiment.yaml`, "[board-serial]", "[board]"),
    rule: "not-in-list",
    file: `${e13}/experiment.yaml`,
    at: "profiles: [board]",
    says: /"board"/,
    remedy: new RegExp(profiles.join(", ")),
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "no scenario of a typical mistake",
    damage: (content) => content.replace(`${e01}/scenarios.yaml`, /does-not-pass/g, "passes"),
    rule: "missing-scenario",
    file: `${e01}/scenarios.yaml`,
    says: /No scenario shows a typical mistake/,
    remedy: /outcome: does-not-pass/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a scenario that moves a thing with no such control",
    damage: (content) =>
      content.replace(`${e01}/scenarios.yaml`, "control: beacon-power", "control: beacon-volume"),
    rule: "not-in-list",
    file: `${e01}/scenarios.yaml`,
    at: "beacon-volume",
    says: /"beacon-volume"/,
    remedy: /beacon-power/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a scenario about a step that does not exist",
    damage: (content) => content.replace(`${e01}/scenarios.yaml`, "- go: ecouter", "- go: regarder"),
    rule: "unknown-step",
    file: `${e01}/scenarios.yaml`,
    at: "- go: regarder",
    says: /no step “regarder”/,
    remedy: /ecouter/,
    lost: "e01-qui-est-la",
  },
  {
    name: "an experiment that does not begin with a prediction",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "kind: predict", "kind: discover"),
    rule: "predict-transfer",
    file: `${e01}/experiment.yaml`,
    at: "steps:",
    says: /begins with a prediction/,
    remedy: /Add a predict step/,
    lost: "e01-qui-est-la",
  },
  {
    name: "an id taken twice",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "- id: ecouter", "- id: allumer"),
    rule: "twice",
    file: `${e01}/experiment.yaml`,
    at: "- id: allumer\n    kind: discover",
    says: /“allumer” is used twice/,
    remedy: /its own id/,
    lost: "e01-qui-est-la",
  },
  {
    name: "a term that is not in the glossary",
    damage: (content) => content.replace("f2-rfid-nfc/sheet.yaml", "near-field", "nearfield"),
    rule: "unknown-term",
    file: "f2-rfid-nfc/sheet.yaml",
    at: "nearfield",
    says: /not in glossary\.yaml/,
    remedy: /Add it to the glossary/,
    lost: "f2-rfid-nfc",
  },
  {
    name: "YAML that cannot be read",
    damage: (content) =>
      content.replace(`${e01}/experiment.yaml`, "settings: [solo, group, demo]", "settings: [solo"),
    rule: "yaml",
    file: `${e01}/experiment.yaml`,
    at: "needs:",
    says: /Unreadable YAML/,
    remedy: /indentation/,
    lost: "e01-qui-est-la",
  },
  {
    name: "an instruction that is too long",
    damage: (content) =>
      content.replace(
        `${e01}/fr.md`,
        "Ne touche à rien.",
        `Ne touche à rien. ${"Attends encore un peu. ".repeat(20)}`,
      ),
    rule: "too-long",
    file: `${e01}/fr.md`,
    at: "## ecouter",
    says: /The instruction has \d+ words/,
    remedy: /60 words/,
  },
  {
    name: "an English instruction that is too long",
    damage: (content) =>
      content.replace(
        `${e01}/en.md`,
        "Touch nothing.",
        `Touch nothing. ${"Wait a little more. ".repeat(20)}`,
      ),
    rule: "too-long",
    file: `${e01}/en.md`,
    at: "## ecouter",
    says: /The instruction has \d+ words/,
    remedy: /60 words/,
  },
  {
    name: "an unconfirmed constant in a condition",
    damage: (content) =>
      content
        .replace(`${e13}/experiment.yaml`, "min: $e13-floating-sd", "min: $rumour")
        .then(() =>
          content.replace(
            "constants.yaml",
            "  e13-floating-sd:",
            '  rumour: { value: 2, unit: "%", what: { fr: on-dit, en: rumour }, source: measure, status: unconfirmed }\n  e13-floating-sd:',
          ),
        ),
    rule: "unconfirmed",
    file: `${e13}/experiment.yaml`,
    at: "$rumour",
    says: /unconfirmed/,
    remedy: /Confirm it first/,
    lost: "e13-du-volt-au-nombre",
  },
  {
    name: "steps that do not add up to the announced time",
    damage: (content) => content.replace(`${e01}/experiment.yaml`, "minutes: 10", "minutes: 12"),
    rule: "minutes",
    file: `${e01}/experiment.yaml`,
    at: "minutes: 12",
    says: /10 min in all/,
    remedy: /minutes: 10/,
  },
  {
    name: "a French text with a space before a question mark",
    damage: (content) => content.replace("f1-balise/fr.md", "je suis là »?", "je suis là » ?"),
    rule: "typography",
    file: "f1-balise/fr.md",
    at: "» ?",
    says: /Stray space/,
    remedy: /no space before/,
  },
];

const whole = await loadSheets({ folder: contentFolder });
const everything = whole.sheets.length + whole.experiments.length;

describe("bad content", () => {
  it.each(badSamples)("$name is reported with its file, line and remedy", async (sample) => {
    await using content = await copyContent();
    await sample.damage(content);
    const loaded = await loadSheets({ folder: content.folder });
    const found = loaded.problems.find(({ rule, file }) => rule === sample.rule && file === sample.file);
    expect(loaded.problems, `no ${sample.rule} problem in ${sample.file}`).toContain(found);
    expect(found?.message.en).toMatch(sample.says);
    expect(found?.remedy.en).toMatch(sample.remedy);
    expect(found?.message.fr).not.toBe("");
    expect(found?.remedy.fr).not.toBe("");
    if (sample.at !== undefined) {
      const text = await readFile(path.join(content.folder, sample.file), "utf8");
      expect(found?.line).toBe(text.slice(0, text.indexOf(sample.at)).split("\n").length);
    }
    const kept = [...loaded.sheets, ...loaded.experiments].map(({ id }) => id);
    if (sample.lost === undefined) expect(kept).toHaveLength(everything);
    else {
      expect(kept).not.toContain(sample.lost);
      expect(kept).toHaveLength(everything - 1);
    }
  });

  it.each([
    ["an unknown source", "source: pmc\n", "source: pmk\n", "unknown-source"],
    ["an unknown unit", /(best-ble-positioning:\n.*\n {4}unit:) m\n/, "$1 miles\n", "not-in-list"],
    ["a value that is text", "value: 1.82\n", "value: two\n", "wrong-shape"],
    ["no day of checking", /(source: pmc\n(?: {4}.*\n)*?) {4}checked_on: .*\n/, "$1", "missing"],
  ])("a constant with %s is reported within its own row", async (_, from, to, rule) => {
    await using content = await copyContent();
    await content.replace("constants.yaml", from, to);
    const { problems } = await loadSheets({ folder: content.folder });
    const text = await readFile(path.join(content.folder, "constants.yaml"), "utf8");
    const rows = text.split("\n");
    const first = rows.findIndex((row) => row.startsWith("  best-ble-positioning:")) + 1;
    const last = rows.findIndex((row, index) => index >= first && /^ {2}\S/.test(row));
    const found = problems.find((problem) => problem.rule === rule && problem.file === "constants.yaml");
    expect(found?.line).toBeGreaterThanOrEqual(first);
    expect(found?.line).toBeLessThanOrEqual(last);
  });

  it("a motion detector’s channel gives zones by itself", async () => {
    await using content = await copyContent();
    await content.replace(
      `${e13}/experiment.yaml`,
      "charts:",
      "  - { id: motion, from: carte, quantity: motion }\nderivations:\n  - { id: mouvement, channel: motion }\ncharts:",
    );
    await content.replace(`${e13}/experiment.yaml`, "channels: [knob]", "channels: [knob, motion]");
    const { definitions, problems } = await loadSheets({ folder: content.folder });
    expect(problems).toEqual([]);
    expect(definitions.find(({ id }) => id === "e13-du-volt-au-nombre")?.derivations).toEqual([
      { id: "mouvement", channel: "motion", enter: 0.5, leave: 0.5, window: 0 },
    ]);
  });

  it("a constant that is broken costs only the sheet that prints it", async () => {
    await using content = await copyContent();
    await content.replace("constants.yaml", "source: pmc\n", "source: pmk\n");
    const { sheets, experiments } = await loadSheets({ folder: content.folder });
    const ids = (list: readonly { id: string }[]) => list.map(({ id }) => id);
    expect(ids(sheets)).toEqual(ids(whole.sheets).filter((id) => id !== "f1-balise"));
    expect(ids(experiments)).toEqual(ids(whole.experiments));
  });
});

describe("an empty or absent folder", () => {
  it("gives nothing and does not fail", async () => {
    const folder = await mkdtemp(path.join(tmpdir(), "labo-empty-"));
    for (const place of [folder, path.join(folder, "nowhere")]) {
      const loaded = await loadSheets({ folder: place });
      expect(loaded.sheets).toEqual([]);
      expect(loaded.problems).toEqual([]);
    }
    await rm(folder, { recursive: true });
  });
});
