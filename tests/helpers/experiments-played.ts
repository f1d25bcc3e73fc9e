// E05 from its page to its summary, the way the sheet tells it, by whatever hands a person has.
import { readFile } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import type { Experiment } from "#contract/sheets.ts";
import type { TagHands } from "./kit-hands.ts";
import type { Person } from "./person.ts";

export interface Between {
  /** Something that happens after the first of the two objects of step `deux`. */
  readonly afterFirstObject?: () => Promise<void>;
}

/** What people do before and after they touch the kit, where it does not stand beside the step. */
export interface KitDoor {
  open(): Promise<void>;
  close(): Promise<void>;
}

const kitBeside: KitDoor = { open: async () => undefined, close: async () => undefined };

export async function playE05(
  person: Person,
  e05: Experiment,
  tags: TagHands,
  door: KitDoor = kitBeside,
  between: Between = {},
): Promise<void> {
  await person.begin(e05);
  const predict = await person.isAt(e05, "predire");
  const [input] = predict.inputs;
  if (input?.type !== "choice") throw new Error("the first step asks for a choice");
  const wrong = input.options.find(({ value }) => value === "pile");
  await person.choose(person.words(wrong?.label ?? { fr: "", en: "" }));
  // A prediction is kept, never marked right or wrong.
  await person.seesDone("confirmed");
  await person.next();

  const pass = async (tag: string): Promise<void> => {
    await tags.put(tag);
    await tags.takeAway(tag);
  };
  const withKit = async (act: () => Promise<void>): Promise<void> => {
    await door.open();
    await act();
    await door.close();
  };

  await person.isAt(e05, "presenter");
  await withKit(() => pass("amulette"));
  await person.seesDone("verified");
  await person.next();

  await person.isAt(e05, "deux");
  await withKit(() => pass("amulette"));
  await person.seesWhyNot();
  await between.afterFirstObject?.();
  await withKit(() => pass("coquillage"));
  await person.seesDone("verified");
  await person.next();

  await person.isAt(e05, "ordre");
  await withKit(async () => {
    for (const tag of ["amulette", "billet", "amulette", "coquillage"]) await pass(tag);
  });
  await person.seesDone("verified");
  await person.next();

  await person.isAt(e05, "tenir");
  await withKit(async () => {
    await tags.put("plume");
    // What the step asks of the hand: between two and ten seconds.
    await pause(4000);
    await tags.takeAway("plume");
  });
  await person.seesDone("verified");
  await person.next();

  await person.isAt(e05, "nommer");
  const names = { "3a7fc21e": "Amulette", b4d08e65: "Billet", "04a91c72e35b80": "Coquillage" };
  for (const [uid, name] of Object.entries(names)) {
    const row = person.step.getByRole("listitem").filter({ hasText: uid });
    await person.hands.write(row.getByRole("textbox"), name);
    await person.hands.press(row.getByRole("button", { name: person.text("input.nameIt"), exact: true }));
    await row.getByRole("button", { name: person.text("input.rename"), exact: true }).waitFor();
  }
  await person.seesDone("verified");
  await person.next();

  await person.isAt(e05, "transferer");
  await person.write("Une réplique sur un socle.", "input.keep");
  await person.seesDone("confirmed");
  await person.finish();
}

/** Keeps a file of the summary, and reads it. */
export async function readDownload(person: Person, id: "summary.json" | "summary.csv"): Promise<string> {
  const link = person.page.getByRole("link", { name: person.text(id), exact: true });
  const [download] = await Promise.all([person.page.waitForEvent("download"), link.click()]);
  return readFile(await download.path(), "utf8");
}
