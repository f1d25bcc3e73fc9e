// What pages ask of the sessions: lent phones, readers that type, printed codes, plans of boards. Each ask is an input like
// a byte or a command: it passes with the rest, so that a recording has it and a replay asks it again.
import { z } from "zod";
import { planFormSchema } from "#contract/board-plan.ts";
import { openingSchema, pageNotesSchema } from "#contract/code-pages.ts";
import { idSchema } from "#contract/identifiers.ts";
import type { BoardPlans } from "../boards/board-plans.ts";
import type { CodePages } from "../devices/code-pages.ts";
import type { Keyboards } from "../devices/keyboards/keyboards.ts";
import type { Notebook } from "../devices/notebook.ts";
import type { Phones } from "../devices/phones/phones.ts";
import type { Passage } from "../transports/recording/passage.ts";

const nothing = z.tuple([]);
const name = z.tuple([z.string().max(200)]);
const frames = z.tuple([idSchema, z.array(z.string())]);

const hexOf = (text: string) => Buffer.from(text, "utf8").toString("hex");
const textOf = (hex: string) => Buffer.from(hex, "hex").toString("utf8");

export interface PageSessions {
  readonly phones: Phones;
  readonly keyboards: Keyboards;
  readonly codePages: CodePages;
  readonly notebook: Notebook;
  readonly plans: BoardPlans;
}

export type PageInputs = ReturnType<typeof createPageInputs>;

/** The doors of the pages; each answers as the session does, with the same errors, in its turn. */
export function createPageInputs(
  { asked }: Pick<Passage, "asked">,
  { phones, keyboards, codePages, notebook, plans }: PageSessions,
) {
  const phoneFrames = asked("phone.frames", frames, (device, hex) => phones.accept(device, hex.map(textOf)));
  const keyboardFrames = asked("keyboard.frames", frames, keyboards.accept);
  return {
    phones: {
      lend: asked("phone.lend", nothing, phones.lend),
      // The key is judged at the door: a recording has none.
      async take(device: string, key: string, texts: readonly string[]) {
        if (phones.isKeyOf(device, key)) await phoneFrames(device, texts.map(hexOf));
        else phones.take(device, key, texts);
      },
    },
    keyboards: {
      lend: asked("keyboard.lend", nothing, keyboards.lend),
      async take(device: string, key: string, hex: readonly string[]) {
        if (keyboards.isKeyOf(device, key)) await keyboardFrames(device, [...hex]);
        else keyboards.take(device, key, hex);
      },
    },
    notebook: {
      show: notebook.show,
      begin: asked("notebook.begin", nothing, notebook.begin),
      open: asked("notebook.open", nothing, notebook.open),
    },
    codePages: {
      list: codePages.list,
      add: asked("code-page.add", name, codePages.add),
      remove: asked("code-page.remove", name, codePages.remove),
      prepare: asked("code-page.prepare", nothing, codePages.prepare),
      // A recording of version 0.1 has the page alone.
      open: asked("code-page.open", z.tuple([z.string().max(200), openingSchema.optional()]), codePages.open),
      write: asked("code-page.write", z.tuple([z.string().max(200), pageNotesSchema]), codePages.write),
    },
    plans: {
      planOf: plans.planOf,
      isOwn: plans.isOwn,
      set: asked("plan.set", z.tuple([idSchema, planFormSchema]), plans.set),
      clear: asked("plan.clear", z.tuple([idSchema]), plans.clear),
    },
  };
}
