// A bench opened by a command, until it is asked to stop.
import type { Words } from "#contract/words.ts";
import type { Config } from "../config.ts";
import type { LaboOptions } from "../house/house.ts";
import { createLabo, type Started } from "../labo.ts";
import type { Call } from "./command.ts";

export const say = (call: Call, { fr, en }: Words): void =>
  call.terminal.err(`${call.language === "fr" ? fr : en}\n`);

/**
 * Opens a bench, waits, and closes it again whatever happens.
 * @param until resolves when it is over.
 */
export async function runBench<T>(
  config: Config,
  options: LaboOptions,
  until: (started: Started) => Promise<T>,
): Promise<T> {
  const labo = createLabo(config, options);
  try {
    return await until(await labo.start());
  } finally {
    await labo.stop();
  }
}

/** Where the page is, for the person in front of the terminal. Not on standard output: a program may read that. */
export function tellPage(call: Call, { page, securePage, trainerLink, broker }: Started): void {
  const forPhones =
    securePage === undefined
      ? { fr: "", en: "" }
      : { fr: `✓ Pour les téléphones : ${securePage}\n`, en: `✓ For phones: ${securePage}\n` };
  say(call, {
    fr: `✓ Page : ${page}\n✓ Lien de formation (garde-le pour toi) : ${trainerLink}\n${forPhones.fr}✓ MQTT : ${broker}`,
    en: `✓ Page: ${page}\n✓ Trainer’s link (keep it to yourself): ${trainerLink}\n${forPhones.en}✓ MQTT: ${broker}`,
  });
}
