// One Firmata message → what each byte means, for the packet inspector. johnny-five reads the values itself.
// Frames come from bridge/frames/firmata-splitter.ts. Reference: Firmata protocol 2.x, protocol.md.
import type { Span } from "#contract/frames.ts";
import type { Words } from "#contract/words.ts";

const sysexNames: Readonly<Record<number, Words>> = {
  81: { fr: "Bande de DEL", en: "LED strip" },
  95: { fr: "Une note", en: "A note" },
  105: { fr: "Quelle broche est quelle entrée analogique?", en: "Which pin is which analogue input?" },
  106: { fr: "Numéros des entrées analogiques", en: "Numbers of the analogue inputs" },
  107: { fr: "Que savent faire tes broches?", en: "What can your pins do?" },
  108: { fr: "Ce que les broches savent faire", en: "What the pins can do" },
  112: { fr: "Réglage d’un servomoteur", en: "Servo settings" },
  113: { fr: "Un texte", en: "A text" },
  117: { fr: "Un écho à chronométrer, ou son temps", en: "An echo to be timed, or its time" },
  118: { fr: "Pour une puce du bus I²C", en: "For a chip on the I²C bus" },
  119: { fr: "Ce qu’une puce du bus I²C répond", en: "What a chip on the I²C bus answers" },
  120: { fr: "Mise en route du bus I²C", en: "Start of the I²C bus" },
  121: { fr: "Nom et version du programme", en: "Name and version of the program" },
  122: { fr: "Temps entre deux mesures", en: "Time between two samples" },
};

const hex = (byte: number) => `0x${byte.toString(16).padStart(2, "0")}`;

const span = (
  offset: number,
  length: number,
  field: string,
  value: string,
  fr: string,
  en: string,
): Span => ({
  offset,
  length,
  field,
  value,
  note: { fr, en },
});

function sysexSpans(message: Uint8Array): Span[] {
  const command = message[1] ?? 0;
  const note = sysexNames[command];
  const spans: Span[] = [
    span(0, 1, "START_SYSEX", "0xf0", "Début d’un long message", "Start of a long message"),
  ];
  if (message.length > 2)
    spans.push({ offset: 1, length: 1, field: "command", value: hex(command), ...(note ? { note } : {}) });
  if (message.length > 3)
    spans.push(
      span(
        2,
        message.length - 3,
        "data",
        `${message.length - 3}`,
        "Le contenu, sept bits par octet",
        "The content, seven bits a byte",
      ),
    );
  spans.push(
    span(message.length - 1, 1, "END_SYSEX", "0xf7", "Fin du long message", "End of the long message"),
  );
  return spans;
}

/** Spans of a whole message in either direction; empty for one this does not know. */
export function explainFirmata(message: Uint8Array): Span[] {
  const [status, a = 0, b = 0] = message;
  if (status === undefined) return [];
  if (status === 0xf0) return message.length < 2 ? [] : sysexSpans(message);
  const low = status & 0x0f;
  const value = a | (b << 7);
  const group = status < 0xf0 ? status & 0xf0 : status;
  if (group === 0xe0 && message.length === 3)
    return [
      span(0, 1, "ANALOG_MESSAGE", `${low}`, "Valeur d’une broche : laquelle", "Value of a pin: which one"),
      span(1, 2, "value", `${value}`, "La valeur, sept bits par octet", "The value, seven bits a byte"),
    ];
  if (group === 0x90 && message.length === 3)
    return [
      span(
        0,
        1,
        "DIGITAL_MESSAGE",
        `${low}`,
        "Huit broches d’un coup : lesquelles",
        "Eight pins at once: which ones",
      ),
      span(
        1,
        2,
        "levels",
        value.toString(2).padStart(8, "0"),
        "Un bit par broche : 1 haut, 0 bas",
        "One bit a pin: 1 high, 0 low",
      ),
    ];
  if (group === 0xc0 || group === 0xd0)
    return [
      span(
        0,
        1,
        group === 0xc0 ? "REPORT_ANALOG" : "REPORT_DIGITAL",
        `${low}`,
        "Quelle entrée",
        "Which input",
      ),
      ...(message.length === 2
        ? [span(1, 1, "on", `${a}`, "1 : raconte-la, 0 : tais-la", "1: tell it, 0: keep it quiet")]
        : []),
    ];
  if (group === 0xf4 && message.length === 3)
    return [
      span(0, 1, "SET_PIN_MODE", hex(status), "Donne un rôle à une broche", "Gives a pin its role"),
      span(1, 1, "pin", `${a}`, "Quelle broche", "Which pin"),
      span(2, 1, "mode", `${b}`, "Quel rôle", "Which role"),
    ];
  if (group === 0xf9)
    return [
      span(0, 1, "REPORT_VERSION", hex(status), "Version du protocole", "Protocol version"),
      ...(message.length === 3
        ? [span(1, 2, "version", `${a}.${b}`, "Majeure, mineure", "Major, minor")]
        : []),
    ];
  return [span(0, 1, "status", hex(status), "Type du message", "Type of the message")];
}
