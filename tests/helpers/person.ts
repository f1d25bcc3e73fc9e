// A person at the bench: what they read on the page in their language, and what their hands do there.
import type { Locator, Page } from "playwright-core";
import { createIntl } from "react-intl";
import type { Experiment } from "#contract/sheets.ts";
import type { Language, Words } from "#contract/words.ts";
import { en } from "../../dashboard/src/catalogues/en.ts";
import { fr } from "../../dashboard/src/catalogues/fr.ts";

const catalogues = { fr, en };

/** How somebody acts on what they see: each does the same things, by other means. */
export interface Hands {
  press(target: Locator): Promise<void>;
  write(target: Locator, text: string): Promise<void>;
  choose(radio: Locator): Promise<void>;
}

export const mouse: Hands = {
  press: (target) => target.click(),
  write: (target, text) => target.fill(text),
  choose: (radio) => radio.check(),
};

export const finger: Hands = {
  press: (target) => target.tap(),
  write: (target, text) => target.fill(text),
  choose: (radio) => radio.tap(),
};

/** More stops than any page has. */
const mostStops = 300;

/** The keyboard alone: nothing is reached that Tab does not reach. */
export function keyboardOf(page: Page): Hands {
  const isFocused = (target: Locator) => target.evaluate((element) => element === document.activeElement);
  // Tab enters a toolbar once; the arrows go about in it.
  const isInSameToolbar = (target: Locator) =>
    target.evaluate((element) => {
      const bar = element.closest("[role=toolbar]");
      return bar?.contains(document.activeElement) === true && element !== document.activeElement;
    });
  async function tabTo(target: Locator, isThere = isFocused): Promise<void> {
    await target.waitFor();
    for (let stop = 0; stop < mostStops; stop += 1) {
      if (await isThere(target)) return;
      await page.keyboard.press((await isInSameToolbar(target)) ? "ArrowRight" : "Tab");
    }
    throw new Error(`Tab never reaches ${target}`);
  }
  return {
    async press(target) {
      await tabTo(target);
      await page.keyboard.press("Enter");
    },
    async write(target, text) {
      await tabTo(target);
      await page.keyboard.press("ControlOrMeta+a");
      await page.keyboard.type(text);
    },
    async choose(radio) {
      // Tab enters a group of radios once; the arrows go about in it.
      await tabTo(radio, (target) =>
        target.evaluate(
          (element) =>
            document.activeElement instanceof HTMLInputElement &&
            document.activeElement.name === (element as HTMLInputElement).name,
        ),
      );
      await page.keyboard.press("Space");
      for (let stop = 0; stop < 10 && !(await radio.isChecked()); stop += 1)
        await page.keyboard.press("ArrowDown");
    },
  };
}

export type Person = ReturnType<typeof createPerson>;

/**
 * Somebody in front of a page of the bench.
 * @param bench address of the bench, without a slash at the end.
 */
export function createPerson(page: Page, bench: string, language: Language, hands: Hands = mouse) {
  const intl = createIntl({
    locale: language === "fr" ? "fr-CA" : "en-CA",
    messages: catalogues[language],
    onError: (error) => {
      throw error;
    },
  });
  /** A text of the interface, as this person reads it. */
  const text = (id: keyof typeof fr, values?: Record<string, string | number>): string =>
    intl.formatMessage({ id }, values);
  const words = (both: Words): string => both[language];
  const button = (id: keyof typeof fr, values?: Record<string, string | number>): Locator =>
    page.getByRole("button", { name: text(id, values), exact: true });
  const step = page.locator("section[aria-labelledby=etape-titre]");
  const stepTitle = page.locator("#etape-titre");

  return {
    page,
    language,
    hands,
    text,
    words,
    button,
    /** The card of the step in hand. */
    step,
    open: (path: string) => page.goto(`${bench}${path}`),
    /** Chooses this person's language with the button of the page, if it is not the page's already. */
    async speak() {
      const current = await page.evaluate(() => document.documentElement.lang);
      if (!current.startsWith(language))
        await hands.press(
          page.getByRole("button", { name: language === "fr" ? "Français" : "English", exact: true }),
        );
      await page.locator(`html[lang^=${language}]`).waitFor();
    },
    /** From the page of an experiment to its first step. @param device name of the one to take, if a choice matters. */
    async begin(experiment: Experiment, device?: string) {
      await page.getByRole("heading", { level: 1, name: words(experiment.title) }).waitFor();
      if (device !== undefined) await hands.choose(page.getByRole("radio", { name: device }));
      await hands.press(button("experiment.begin"));
      await stepTitle.waitFor();
    },
    /** Waits until the page shows this step of the experiment. */
    async isAt(experiment: Experiment, id: string) {
      const found = experiment.steps.find((one) => one.id === id);
      if (found === undefined) throw new Error(`${experiment.id} has no step ${id}`);
      await stepTitle.getByText(words(found.title), { exact: true }).waitFor();
      return found;
    },
    async choose(label: string) {
      await hands.choose(step.getByRole("radio", { name: label, exact: true }));
      await hands.press(step.getByRole("button", { name: text("input.answer"), exact: true }));
    },
    async write(answer: string, save: "input.answer" | "input.keep" | "input.change") {
      await hands.write(step.getByRole("textbox").first(), answer);
      await hands.press(step.getByRole("button", { name: text(save), exact: true }));
    },
    /** Waits until the step says in words that it is done. @returns what it shows as evidence. */
    async seesDone(how: "verified" | "confirmed", limitMs = 60_000): Promise<string> {
      const done = step.locator(`[data-state=${how}]`);
      // An answer is verified by the bench, what a device did by the device, what was done on the page by the page.
      const says = (way: "verified" | "answered" | "watched" | "confirmed") =>
        done.getByText(text(`run.done.${way}`), { exact: true });
      const said = how === "verified" ? says("verified").or(says("answered")).or(says("watched")) : says(how);
      await said.first().waitFor({ timeout: limitMs });
      return done.innerText();
    },
    /** Waits until the step says why it is not verified yet. @returns the reason. */
    async seesWhyNot(): Promise<string> {
      await step.getByRole("heading", { name: text("run.why") }).waitFor();
      return step.innerText();
    },
    next: () => hands.press(step.getByRole("button", { name: text("run.next"), exact: true })),
    async finish() {
      await hands.press(step.getByRole("button", { name: text("run.finish"), exact: true }));
      await page.locator("#preuves").waitFor();
    },
  };
}
