// `labo devices`: what is on a bench that runs.
import type { BenchDevice } from "#contract/bench.ts";
import type { Language } from "#contract/words.ts";
import type { Command } from "./command.ts";
import { exitCodes } from "./exit-codes.ts";
import { askBench, benchAddress, benchOption } from "./running-bench.ts";
import { columns, plain } from "./text.ts";

function rowOf({ device, availability }: BenchDevice, language: Language): string[] {
  const isOnline = availability?.state === "online";
  const state = isOnline
    ? language === "fr"
      ? "en ligne"
      : "online"
    : language === "fr"
      ? "absent"
      : "away";
  const reason = availability?.health.reason?.[language] ?? "";
  return [device.id, device.name[language], device.model, state, reason].map(plain);
}

export const devices: Command = {
  name: "devices",
  usage: "[--bench <url>]",
  summary: { fr: "les appareils d’un banc ouvert", en: "the devices of an open bench" },
  mostWords: 0,
  options: { bench: benchOption },
  exits: {
    1: { fr: "aucun appareil n’est en ligne", en: "no device is online" },
    3: { fr: "aucun banc ne répond", en: "no bench answers" },
  },
  async run(call) {
    const answer = await askBench(benchAddress(call), "devices");
    const text = call.isJson
      ? JSON.stringify(answer)
      : columns(answer.devices.map((one) => rowOf(one, call.language))).join("\n");
    await call.terminal.out(text === "" ? "" : `${text}\n`);
    const isAnyOnline = answer.devices.some(({ availability }) => availability?.state === "online");
    return isAnyOnline ? exitCodes.ok : exitCodes.negative;
  },
};
