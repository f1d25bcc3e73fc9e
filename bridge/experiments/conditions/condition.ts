// What every operator is: fed with observations in order, asked at any time whether it holds and why not yet.
import type { Selector } from "#contract/conditions.ts";
import type { EventSource } from "#contract/events.ts";
import type { Capture } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import type { ConfirmedBy, Context, Missed, Trace } from "../context.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";

/** How a condition stands at an instant. */
export interface Result {
  readonly satisfied: boolean;
  /** Enough was watched to say that it does not hold: `not` needs this. */
  readonly ready: boolean;
  /** Rests on what a person said, not on what a device did. */
  readonly confirmedBy?: ConfirmedBy;
  readonly answerCorrect?: boolean;
  /** A trial is waiting for its success. */
  readonly trialRunning?: boolean;
  /** 0 to 1. */
  readonly fraction?: number;
  readonly value?: number;
  readonly unit?: string;
  /** The present value beside the needed one. */
  readonly why: Words;
  /** What guard rails refused just now. */
  readonly refusals: readonly Words[];
  readonly figures: Readonly<Record<string, number>>;
  readonly first: string | undefined;
  readonly last: string | undefined;
  readonly sources: readonly EventSource[];
}

/** Where a condition lives. */
export interface Scope {
  readonly context: Context;
  /** The step it belongs to. */
  readonly step: string;
  /** Monotonic milliseconds it is watched from: what came before does not count. */
  readonly start: number;
}

export interface Condition {
  /** Takes the next observation; never twice the same (the context drops duplicates). */
  observe(item: Observation): void;
  /** How it stands at a monotonic time, not before the last observation. */
  at(mono: number): Result;
  /**
   * For conditions with a capture: the window under this label, or nothing with the reason kept as a refusal.
   * @param typed instead of the window, the figure that somebody read from their sheet.
   */
  capture?(
    label: number | string,
    at: { mono: number; time: string },
    typed?: number,
  ): CaptureOutcome | undefined;
}

/** A capture taken, or refused with the reason. */
export type CaptureOutcome = { readonly capture: Capture } | { readonly refused: Words };

/** Readings closer than this are judged together: a condition looks through its whole window each time. Milliseconds. */
export const judgedEveryMs = 50;

/** Most items a window keeps; older ones fall out. */
export const windowLimit = 20_000;

/** Fills in a result: unsatisfied, ready, nothing refused, unless told otherwise. */
export function result(
  trace: Trace | undefined,
  parts: Partial<Omit<Result, "first" | "last" | "sources">> & Pick<Result, "satisfied" | "why">,
): Result {
  const fraction = parts.satisfied ? 1 : parts.fraction;
  return {
    ready: true,
    refusals: [],
    figures: {},
    ...parts,
    ...(fraction === undefined
      ? {}
      : { fraction: Number.isFinite(fraction) ? Math.min(1, Math.max(0, fraction)) : 0 }),
    first: trace?.first,
    last: trace?.last,
    sources: trace?.sources() ?? [],
  };
}

/** Items that are still inside a sliding window, oldest first. */
export class Window<T extends { readonly mono: number }> {
  private items: T[] = [];
  private head = 0;

  push(item: T): void {
    this.items.push(item);
    if (this.items.length - this.head > windowLimit) this.head += 1;
    this.tidy();
  }

  /** Drops what is older than a monotonic time. */
  dropBefore(mono: number): void {
    while (this.head < this.items.length && (this.items[this.head]?.mono ?? mono) < mono) this.head += 1;
    this.tidy();
  }

  clear(): void {
    this.items = [];
    this.head = 0;
  }

  get size(): number {
    return this.items.length - this.head;
  }

  all(): readonly T[] {
    return this.head === 0 ? this.items : this.items.slice(this.head);
  }

  private tidy(): void {
    if (this.head > 1024 && this.head * 2 > this.items.length) {
      this.items = this.items.slice(this.head);
      this.head = 0;
    }
  }
}

/** What one item of a selection is called, one and several: "annonce", "annonces". */
export function nounOf(context: Context, { event, on, where }: Selector, many: boolean): Words {
  // An answer that says no is what people call a refusal.
  if (event === "command-answered" && where?.ok === false)
    return many ? { fr: "refus", en: "refusals" } : { fr: "refus", en: "refusal" };
  if (event.startsWith("command-") && where?.command === "subscribe")
    return many ? { fr: "abonnements", en: "subscriptions" } : { fr: "abonnement", en: "subscription" };
  const beacon = on !== undefined && context.device(on)?.profile === "ble-beacon";
  const named: Record<string, [string, string, string, string]> = {
    "reading-taken": beacon
      ? ["annonce", "annonces", "advertisement", "advertisements"]
      : ["mesure", "mesures", "reading", "readings"],
    "tag-arrived": ["arrivée", "arrivées", "arrival", "arrivals"],
    "tag-left": ["départ", "départs", "departure", "departures"],
    "button-pressed": ["appui", "appuis", "press", "presses"],
    "button-released": ["relâchement", "relâchements", "release", "releases"],
    "reaction-timed": ["réaction", "réactions", "reaction", "reactions"],
    "beacon-appeared": ["apparition", "apparitions", "appearance", "appearances"],
    "beacon-left": ["disparition", "disparitions", "disappearance", "disappearances"],
    "beacon-moved": ["changement de zone", "changements de zone", "change of zone", "changes of zone"],
    "zone-entered": ["entrée", "entrées", "entry", "entries"],
    "zone-left": ["sortie", "sorties", "exit", "exits"],
    "tag-labelled": ["nom donné", "noms donnés", "name given", "names given"],
    "capture-taken": ["relevé", "relevés", "capture", "captures"],
    "screen-reacted": ["réaction", "réactions", "reaction", "reactions"],
    "visit-started": ["visite commencée", "visites commencées", "visit begun", "visits begun"],
    "visit-ended": ["visite terminée", "visites terminées", "visit ended", "visits ended"],
    "broker-left": [
      "départ du courtier",
      "départs du courtier",
      "loss of the broker",
      "losses of the broker",
    ],
    "broker-returned": [
      "retour du courtier",
      "retours du courtier",
      "return of the broker",
      "returns of the broker",
    ],
    "note-added": ["note", "notes", "note", "notes"],
    "command-sent": ["commande", "commandes", "command", "commands"],
    "command-answered": ["réponse", "réponses", "answer", "answers"],
    "trial-started": ["essai", "essais", "trial", "trials"],
    "mark-placed": ["repère", "repères", "mark", "marks"],
    "mark-removed": ["repère retiré", "repères retirés", "mark removed", "marks removed"],
    "device-lost": ["perte", "pertes", "loss", "losses"],
    "device-found": ["retour", "retours", "return", "returns"],
    "message-published": ["message publié", "messages publiés", "message published", "messages published"],
    "message-received": ["message reçu", "messages reçus", "message received", "messages received"],
    "link-up": ["connexion", "connexions", "connection", "connections"],
    "link-down": ["déconnexion", "déconnexions", "disconnection", "disconnections"],
    "rule-set": ["règle", "règles", "rule", "rules"],
    "rule-fired": ["déclenchement", "déclenchements", "trigger", "triggers"],
    "page-opened": ["page ouverte", "pages ouvertes", "page opened", "pages opened"],
    "note-left": ["note laissée", "notes laissées", "note left", "notes left"],
    "frame-discarded": ["trame abîmée", "trames abîmées", "damaged frame", "damaged frames"],
  };
  const [one, several, oneEn, severalEn] = named[event] ?? ["fois", "fois", "time", "times"];
  return many ? { fr: several, en: severalEn } : { fr: one, en: oneEn };
}

/** What people call some fields of events. */
const fieldNames: Readonly<Record<string, Words>> = {
  durationMs: { fr: "Durée", en: "Duration" },
  lines: { fr: "Lignes", en: "Lines" },
  seconds: { fr: "Secondes", en: "Seconds" },
  afterMs: { fr: "Délai", en: "Delay" },
  does: { fr: "Commandes de « alors »", en: "Commands of “then”" },
  otherwise: { fr: "Commandes de « sinon »", en: "Commands of “otherwise”" },
  rest: { fr: "Commandes de repos", en: "Commands of rest" },
};

/** "Durée 1,1 s : il faut entre 2 et 10 s." */
export function missedWords(missed: Missed): Words {
  // A person cannot be that quick: they had begun before the signal.
  if (missed.field === "reactionMs" && missed.min !== undefined && missed.value < missed.min) {
    const { min } = missed;
    return say(
      (p) => `Anticipation : ${p.n(missed.value, "ms")}, moins de ${p.n(min)} : cet essai ne compte pas.`,
      (p) => `Anticipation: ${p.n(missed.value, "ms")}, under ${p.n(min)}: this trial does not count.`,
    );
  }
  const ms = missed.field.endsWith("Ms");
  // A tenth of a second is as fine as people count.
  const scale = (value: number | undefined) =>
    value !== undefined && ms ? Math.round(value / 100) / 10 : value;
  const unit = ms ? "s" : "";
  const name = fieldNames[missed.field] ?? { fr: missed.field, en: missed.field };
  return say(
    (p) =>
      `${p.w(name)} ${p.n(scale(missed.value) ?? 0, unit)} : il faut ${p.between(scale(missed.min), scale(missed.max), unit)}.`,
    (p) =>
      `${p.w(name)} ${p.n(scale(missed.value) ?? 0, unit)}: it must be ${p.between(scale(missed.min), scale(missed.max), unit)}.`,
  );
}

/** Of a reaction without a time: why it has none. */
export function lostReaction(item: Observation): Words | undefined {
  switch (item.fields.get("outcome")) {
    case "early":
      return say(
        "Appuyé avant le signal : cet essai ne compte pas.",
        "Pressed before the signal: this trial does not count.",
      );
    case "missed":
      return say(
        "Pas d’appui à temps : cet essai ne compte pas.",
        "No press in time: this trial does not count.",
      );
    default:
      return undefined;
  }
}

/** " en 30 s", beside what is counted; empty without a window. */
export function span(seconds: number | undefined): Words {
  return seconds === undefined
    ? { fr: "", en: "" }
    : say(
        (p) => ` en ${p.n(seconds, "s")}`,
        (p) => ` within ${p.n(seconds, "s")}`,
      );
}
