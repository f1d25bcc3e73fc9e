// What conditions call what they look at, and say of what was missed, in both languages.
import type { Selector } from "#contract/conditions.ts";
import type { Words } from "#contract/words.ts";
import type { Context, Missed } from "../context.ts";
import type { Observation } from "../observation.ts";
import { say } from "../words.ts";

/** One and several, in French and in English. */
const nouns: Readonly<Record<string, readonly [string, string, string, string]>> = {
  "reading-taken": ["mesure", "mesures", "reading", "readings"],
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
  "broker-left": ["départ du courtier", "départs du courtier", "loss of the broker", "losses of the broker"],
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
const advertisements = ["annonce", "annonces", "advertisement", "advertisements"] as const;
const times = ["fois", "fois", "time", "times"] as const;

/** What one item of a selection is called, one and several: "annonce", "annonces". */
export function nounOf(context: Context, { event, on, where }: Selector, many: boolean): Words {
  // An answer that says no is what people call a refusal.
  if (event === "command-answered" && where?.ok === false)
    return many ? { fr: "refus", en: "refusals" } : { fr: "refus", en: "refusal" };
  if (event.startsWith("command-") && where?.command === "subscribe")
    return many ? { fr: "abonnements", en: "subscriptions" } : { fr: "abonnement", en: "subscription" };
  const beacon = on !== undefined && context.device(on)?.profile === "ble-beacon";
  const isAdvertised = event === "reading-taken" && beacon;
  const [one, several, oneEn, severalEn] = isAdvertised ? advertisements : (nouns[event] ?? times);
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
