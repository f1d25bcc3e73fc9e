// How a radio is, in words a person can act on.
import type { Health, HealthState } from "#contract/devices.ts";
import type { Words } from "#contract/words.ts";
import { type ErrorCode, errorTable } from "../../errors.ts";

export type RadioCode = Extract<ErrorCode, `RADIO_${string}`>;

const join = (parts: readonly Words[]): Words => ({
  fr: parts.map(({ fr }) => fr).join(" "),
  en: parts.map(({ en }) => en).join(" "),
});

/** Health with the reason, the remedy and, when there is one, the exact thing to do. */
export function troubled(state: HealthState, code: RadioCode, exactly?: Words): Health {
  const { message, remedy } = errorTable[code];
  return { state, code, reason: join([message, remedy, ...(exactly === undefined ? [] : [exactly])]) };
}

export const well = (state: HealthState): Health => ({ state, code: "ok" });

/** The exact way to grant the right to listen, by system. */
export function grantWords(platform: string, program: string): Words {
  if (platform === "darwin") {
    return {
      fr: "Réglages → Confidentialité et sécurité → Bluetooth\u00a0: coche le terminal.",
      en: "Settings → Privacy & Security → Bluetooth: tick the terminal.",
    };
  }
  if (platform === "win32") {
    return {
      fr: "Paramètres → Confidentialité → Radios\u00a0: laisse les applications utiliser le Bluetooth.",
      en: "Settings → Privacy → Radios: let apps use Bluetooth.",
    };
  }
  const command = `sudo setcap cap_net_raw,cap_net_admin+eip "${program}"`;
  return { fr: `Dans un terminal\u00a0: ${command}`, en: `In a terminal: ${command}` };
}

/** The exact way to be let into the dongle's port. */
export const portGrantWords: Words = {
  fr: 'Sous Linux\u00a0: sudo usermod -aG dialout "$USER", puis ferme et rouvre ta session.',
  en: 'On Linux: sudo usermod -aG dialout "$USER", then log out and in again.',
};
