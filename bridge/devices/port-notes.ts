// What is remembered of each port: what was found there and at which speed, what a person chose, how its reader is set.

import { z } from "zod";
import type { Capability } from "#contract/devices.ts";
import type { Words } from "#contract/words.ts";
import { type ProtocolKind, protocolKinds } from "./session-protocol.ts";

const portNoteSchema = z.object({
  protocol: z.enum(protocolKinds).exactOptional(),
  baudRate: z.number().int().min(300).max(4_000_000).exactOptional(),
  /** A person said so: the bytes are not asked. */
  chosen: z.boolean().exactOptional(),
  /** How its reader is set. */
  settings: z.record(z.string().max(40), z.union([z.number(), z.string().max(40)])).exactOptional(),
});
export type PortNote = Readonly<z.infer<typeof portNoteSchema>>;

/** Kept across starts by whoever implements it; ports are named by their key. */
export interface PortNotes {
  read(port: string): PortNote;
  write(port: string, note: PortNote): void;
}

const mostNotes = 256;

/** Where notes outlive the process: texts by port, oldest first. */
export interface NoteKeeper {
  kept(): readonly { readonly port: string; readonly note: string }[];
  /** `undefined`: forgotten. */
  keep(port: string, note: string | undefined): void;
}

function readNote(text: string): PortNote | undefined {
  try {
    return portNoteSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** Notes that last as long as the process, or as long as their keeper keeps them. One that cannot be read is forgotten. */
export function createPortNotes(keeper?: NoteKeeper): PortNotes {
  const notes = new Map<string, PortNote>();
  for (const { port, note } of keeper?.kept() ?? []) {
    const parsed = readNote(note);
    if (parsed !== undefined) notes.set(port, parsed);
  }
  return {
    read: (port) => notes.get(port) ?? {},
    write(port, note) {
      notes.delete(port);
      notes.set(port, note);
      keeper?.keep(port, JSON.stringify(note));
      const oldest = notes.keys().next().value;
      if (notes.size <= mostNotes || oldest === undefined) return;
      notes.delete(oldest);
      keeper?.keep(oldest, undefined);
    },
  };
}

export const protocolNames: Readonly<Record<ProtocolKind, Words>> = {
  "labo-rfid": { fr: "Lecteur RFID du kit", en: "The kit’s RFID reader" },
  firmata: { fr: "Carte Firmata", en: "Firmata board" },
  em4100: { fr: "Lecteur 125 kHz (RDM6300, ID-12LA)", en: "125 kHz reader (RDM6300, ID-12LA)" },
  pn532: { fr: "Lecteur NFC PN532", en: "PN532 NFC reader" },
  nexmosphere: { fr: "Contrôleur Nexmosphere", en: "Nexmosphere controller" },
  gps: { fr: "Récepteur GPS", en: "GPS receiver" },
  "value-lines": { fr: "Lignes de mesures", en: "Lines of values" },
  bytes: { fr: "Inconnu : montrer les octets", en: "Unknown: show the bytes" },
};

/** Speeds tried, in this order where nothing else is known. 9600 last: there a silent reader is waited for. */
export const speeds = [57_600, 115_200, 9600] as const;
/** Speeds a person may choose. */
const allSpeeds = [1200, 2400, 4800, 9600, 19_200, 38_400, 57_600, 115_200, 230_400] as const;

const usualSpeeds: Readonly<Record<ProtocolKind, number>> = {
  "labo-rfid": 57_600,
  firmata: 57_600,
  em4100: 9600,
  pn532: 115_200,
  nexmosphere: 115_200,
  gps: 9600,
  "value-lines": 9600,
  bytes: 9600,
};

/** Speed of a protocol somebody chose without a speed. */
export const usualSpeed = (kind: ProtocolKind): number => usualSpeeds[kind];

/** These say nothing until somebody does something: once found, they are not asked again who they are. */
export const quietKinds: ReadonlySet<ProtocolKind> = new Set<ProtocolKind>(["em4100", "nexmosphere"]);

const hints: Readonly<Record<string, number>> = {
  // micro:bit and other boards with an Arm DAPLink interface
  "0d28": 115_200,
  // u-blox receivers
  "1546": 9600,
};

/** The speed to try first, told by the USB identity of the port; only a hint. */
export const hintedSpeed = (vendorId: string | undefined): number | undefined =>
  vendorId === undefined ? undefined : hints[vendorId.toLowerCase()];

export const isMicrobit = (vendorId: string | undefined): boolean => vendorId?.toLowerCase() === "0d28";

export const automatic = "auto";

/** Taken by every serial device: a person says what is there, and is believed. */
export const protocolCapability: Capability = {
  command: "protocol.set",
  label: { fr: "Ce qui est branché là", en: "What is plugged in there" },
  trainerOnly: true,
  arguments: [
    {
      type: "choice",
      name: "protocol",
      label: { fr: "Protocole", en: "Protocol" },
      choices: [
        { value: automatic, label: { fr: "Le banc le trouve", en: "The bench finds it" } },
        ...Object.entries(protocolNames).map(([value, label]) => ({ value, label })),
      ],
    },
    {
      type: "choice",
      name: "speed",
      label: { fr: "Vitesse (bauds)", en: "Speed (baud)" },
      choices: [
        { value: automatic, label: { fr: "L’habituelle", en: "The usual one" } },
        ...allSpeeds.map((speed) => ({ value: `${speed}`, label: { fr: `${speed}`, en: `${speed}` } })),
      ],
    },
  ],
};

/** What a person chose, as a note. Reader settings stay. */
export function chosenNote(before: PortNote, protocol: string, speed: string): PortNote {
  const kept = before.settings === undefined ? {} : { settings: before.settings };
  const baudRate = speed === automatic ? undefined : Number(speed);
  if (!Object.hasOwn(protocolNames, protocol)) return baudRate === undefined ? kept : { ...kept, baudRate };
  const kind = protocol as ProtocolKind;
  return { ...kept, protocol: kind, baudRate: baudRate ?? usualSpeed(kind), chosen: true };
}
