// The computer under the bench: disk, clock, Bluetooth adapter, ports. Facts in, checks out.
import type { Check } from "#contract/doctor.ts";
import type { Words } from "#contract/words.ts";
import { errorTable } from "../errors.ts";
import { grantWords } from "../transports/ble/radio-health.ts";
import type { PortInfo } from "../transports/transport.ts";
import { checkOf } from "./examine-device.ts";
import type { AdapterFacts, DiskFacts } from "./machine.ts";

const mebibyte = 1024 ** 2;
/** Below, a recording or a long workshop may fill it. */
const littleRoom = 500 * mebibyte;
const noRoom = 50 * mebibyte;
/** No bench was made before: an earlier clock is one that forgot the time. */
const earliestClock = Date.UTC(2025, 0, 1);

export function examineDisk(disk: DiskFacts | undefined, isStoreWell: boolean): Check {
  const about = { id: "disk", area: "disk" as const, title: { fr: "Disque", en: "Disk" } };
  if (disk === undefined || !disk.isWritable || !isStoreWell)
    return checkOf(about, {
      state: "fault",
      code: "STORE_FAILED",
      evidence: {
        fr: "Le banc n’arrive pas à écrire dans son dossier de données.",
        en: "The bench cannot write to its data folder.",
      },
      next: {
        fr: "Libère de la place, vérifie que le dossier t’appartient, puis relance le banc.",
        en: "Make room, check that the folder is yours, then start the bench again.",
      },
    });
  const free = Math.floor(disk.freeBytes / mebibyte);
  const told = free >= 10_240 ? `${Math.floor(free / 1024)}` : `${free}`;
  const unit = free >= 10_240 ? { fr: "Go", en: "GB" } : { fr: "Mo", en: "MB" };
  const evidence = { fr: `${told} ${unit.fr} libres.`, en: `${told} ${unit.en} free.` };
  const state = disk.freeBytes < noRoom ? "fault" : disk.freeBytes < littleRoom ? "look" : "ok";
  return checkOf(about, {
    state,
    code: state === "ok" ? "ok" : "DISK_FULL",
    evidence,
    next: {
      fr: "Efface ce dont tu n’as plus besoin : vieux enregistrements, corbeille, téléchargements.",
      en: "Delete what you no longer need: old recordings, the bin, downloads.",
    },
  });
}

/** @param now the computer's wall clock, milliseconds. */
export function examineClock(now: number): Check {
  const about = { id: "clock", area: "clock" as const, title: { fr: "Horloge", en: "Clock" } };
  const time = new Date(now).toISOString().replace("T", " ").slice(0, 16);
  return checkOf(about, {
    state: now < earliestClock ? "fault" : "ok",
    code: now < earliestClock ? "CLOCK_WRONG" : "ok",
    evidence: { fr: `Il est ${time} UTC pour cet ordinateur.`, en: `It is ${time} UTC for this computer.` },
    next: {
      fr: "Mets l’ordinateur à l’heure dans ses réglages : les traces gardées portent cette heure.",
      en: "Set the computer’s clock in its settings: the evidence that is kept bears this time.",
    },
  });
}

export const adapterTitle: Words = { fr: "Bluetooth", en: "Bluetooth" };

/** Before any radio was started. */
export function examineAdapter({ found, platform, program }: AdapterFacts): Check {
  const about = { id: "adapter", area: "adapter" as const, title: adapterTitle };
  if (found === "clear")
    return checkOf(about, {
      state: "ok",
      code: "ok",
      evidence: { fr: "L’adaptateur est là, et permis.", en: "The adapter is there, and allowed." },
    });
  const code = found === "no-adapter" ? "RADIO_NO_ADAPTER" : "RADIO_UNAUTHORIZED";
  return checkOf(about, {
    state: "fault",
    code,
    evidence: errorTable[code].message,
    ...(found === "unauthorized" ? { next: grantWords(platform, program) } : {}),
  });
}

/** @param ports with whether this account may open each, where that can be told. */
export function examinePorts(
  ports: readonly {
    readonly port: Pick<PortInfo, "key" | "path" | "manufacturer">;
    readonly mayOpen: boolean | undefined;
  }[],
): Check[] {
  if (ports.length === 0) return [noPort()];
  return ports.map(({ port, mayOpen }, index) =>
    checkOf(
      {
        id: `port-${index + 1}`,
        area: "port",
        title: { fr: `Port ${port.path}`, en: `Port ${port.path}` },
      },
      mayOpen === false
        ? { state: "fault", code: "SERIAL_PERMISSION", evidence: errorTable.SERIAL_PERMISSION.message }
        : {
            state: "ok",
            code: "ok",
            evidence: {
              fr: `Branché${port.manufacturer === undefined ? "" : ` (${port.manufacturer})`}.`,
              en: `Plugged in${port.manufacturer === undefined ? "" : ` (${port.manufacturer})`}.`,
            },
          },
    ),
  );
}

/** Nothing is plugged in, or through a cable that only charges. */
export function noPort(): Check {
  return checkOf(
    { id: "port", area: "port", title: { fr: "Ports USB", en: "USB ports" } },
    {
      state: "look",
      code: "NO_PORT",
      evidence: {
        fr: "Aucun appareil série n’est branché à cet ordinateur, ou son câble ne fait que charger.",
        en: "No serial device is plugged into this computer, or its cable only charges.",
      },
    },
  );
}
