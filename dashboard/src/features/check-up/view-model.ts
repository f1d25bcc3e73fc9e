// What this browser can tell of itself, as one more check; and where somebody stands in a decision tree. Pure.
import type { Check, TreeNode } from "#contract/doctor.ts";
import type { Language, Words } from "#contract/words.ts";

export interface BrowserFacts {
  /** Whether the live socket is open. */
  readonly isLive: boolean;
  /** This browser's clock, less the bench's, milliseconds. */
  readonly skewMs: number;
  /** `navigator.languages`. */
  readonly languages: readonly string[];
  readonly language: Language;
}

/** A clock this far off shows times that puzzle; less is the network's delay. Milliseconds. */
const noticeableSkewMs = 5000;

/** A duration in the unit a person would use, rounded: how much it is off, not how exactly. */
function lasting(ms: number): Words {
  const units = [
    { ms: 86_400_000, fr: "j", en: "d" },
    { ms: 3_600_000, fr: "h", en: "h" },
    { ms: 60_000, fr: "min", en: "min" },
    { ms: 1000, fr: "s", en: "s" },
  ];
  const unit = units.find((one) => ms >= 2 * one.ms) ?? { ms: 1000, fr: "s", en: "s" };
  const count = Math.round(ms / unit.ms);
  return { fr: `${count}\u00a0${unit.fr}`, en: `${count}\u00a0${unit.en}` };
}

const title: Words = { fr: "Ce navigateur", en: "This browser" };

export function browserChecks({ isLive, skewMs, languages, language }: BrowserFacts): Check[] {
  const off = lasting(Math.abs(skewMs));
  const isOff = Math.abs(skewMs) > noticeableSkewMs;
  const speaks = languages.some((tag) => tag.toLowerCase().startsWith(language));
  const live: Check = isLive
    ? {
        id: "browser-live",
        area: "browser",
        state: "ok",
        code: "ok",
        title,
        evidence: {
          fr: "Il reçoit les valeurs du banc au fur et à mesure.",
          en: "It gets the bench’s values as they come.",
        },
      }
    : {
        id: "browser-live",
        area: "browser",
        state: "fault",
        code: "LIVE_CLOSED",
        title,
        evidence: {
          fr: "La liaison en direct (WebSocket) ne s’ouvre pas : les valeurs ne bougent plus.",
          en: "The live link (WebSocket) does not open: values no longer move.",
        },
        next: {
          fr: "Recharge la page. Si rien n’y fait, coupe le VPN, le mandataire ou le bloqueur de ce navigateur, ou prends-en un autre.",
          en: "Reload the page. If nothing helps, turn off this browser’s VPN, proxy or blocker, or take another one.",
        },
      };
  const clock: Check = {
    id: "browser-clock",
    area: "browser",
    state: isOff ? "look" : "ok",
    code: isOff ? "CLOCK_SKEW" : "ok",
    title: { fr: "Horloge de ce navigateur", en: "Clock of this browser" },
    evidence: isOff
      ? {
          fr: `Elle ${skewMs > 0 ? "avance" : "retarde"} de ${off.fr} sur celle du banc.`,
          en: `It is ${off.en} ${skewMs > 0 ? "ahead of" : "behind"} the bench’s.`,
        }
      : { fr: "Elle va avec celle du banc.", en: "It agrees with the bench’s." },
    ...(isOff
      ? {
          next: {
            fr: "Règle l’heure automatiquement, sur cet appareil ou sur l’ordinateur du banc : les durées restent justes, mais les heures affichées diffèrent.",
            en: "Set the time automatically, on this device or on the bench’s computer: durations stay right, but the times shown differ.",
          },
        }
      : {}),
  };
  const words: Check = {
    id: "browser-language",
    area: "browser",
    state: "ok",
    code: "ok",
    title: { fr: "Langue", en: "Language" },
    evidence: speaks
      ? {
          fr: "La page est en français, comme ce navigateur.",
          en: "The page is in English, like this browser.",
        }
      : {
          fr: "La page est en français; le bouton du haut change de langue.",
          en: "The page is in English; the button at the top changes the language.",
        },
  };
  return [live, clock, words];
}

/** Where one stands: the answers given, and the node they lead to. */
export interface Walk {
  readonly asked: readonly { readonly node: TreeNode; readonly answer: "yes" | "no" }[];
  readonly here: TreeNode | undefined;
}

/** Follows the answers from the root; those beyond an end are left out. */
export function walk(tree: readonly TreeNode[], answers: readonly ("yes" | "no")[]): Walk {
  const asked: { node: TreeNode; answer: "yes" | "no" }[] = [];
  let here = tree[0];
  for (const answer of answers) {
    const to = here?.[answer];
    if (here === undefined || to === undefined) break;
    asked.push({ node: here, answer });
    here = tree[to];
  }
  return { asked, here };
}
