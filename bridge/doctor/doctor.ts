// The check-up of a bench that runs: everything it knows of itself, put in words, the worst first.
import type { Bench, BrokerStatus } from "#contract/bench.ts";
import { type Check, type DoctorReport, inOrder, worstOf } from "#contract/doctor.ts";
import type { DeviceFeed } from "#contract/live.ts";
import type { Receiver } from "#contract/topics.ts";
import type { Words } from "#contract/words.ts";
import { type Clock, isoTime } from "../clock.ts";
import { errorTable } from "../errors.ts";
import { checkOf, examineDevice } from "./examine-device.ts";
import { adapterTitle, examineClock, examineDisk, noPort } from "./examine-machine.ts";
import { readDisk } from "./machine.ts";

export interface DoctorOptions {
  readonly clock: Clock;
  readonly bridge: string;
  readonly bench: () => Bench;
  readonly history: (device: string) => DeviceFeed;
  /** Radios and port lists of this bridge, as they are now. */
  readonly receivers: () => readonly Receiver[];
  readonly isStoreWell: () => boolean;
  readonly dataFolder: string;
  readonly hasKit: boolean;
}

function examineBroker({ state, where, kept, dropped, nameShared }: BrokerStatus, bridge: string): Check {
  const about = { id: "broker", area: "broker" as const, title: { fr: "Courtier MQTT", en: "MQTT broker" } };
  if (state === "connected" && nameShared === true)
    return checkOf(about, {
      state: "fault",
      code: "NAME_SHARED",
      evidence: {
        fr: `Un autre banc se dit aussi « ${bridge} » sur ce courtier (${where}). Chacun ignore les appareils et les événements de l’autre.`,
        en: `Another bench also calls itself “${bridge}” on this broker (${where}). Each ignores the other’s devices and events.`,
      },
    });
  if (state === "connected")
    return checkOf(about, {
      state: "ok",
      code: "ok",
      evidence: { fr: `Connecté (${where}).`, en: `Connected (${where}).` },
    });
  const lost: Words =
    dropped === 0
      ? { fr: "Rien n’est perdu", en: "Nothing is lost" }
      : { fr: `${dropped} événements sont perdus`, en: `${dropped} events are lost` };
  return checkOf(about, {
    state: "fault",
    code: "BROKER_AWAY",
    evidence: {
      fr: `Le courtier ne répond pas (${where}). ${lost.fr} : ${kept} événements attendent et partiront à son retour.`,
      en: `The broker does not answer (${where}). ${lost.en}: ${kept} events are waiting and will be sent when it is back.`,
    },
  });
}

function examineReceiver({ id, kind, source, health, restarts }: Receiver): Check {
  const kit =
    source === "simulated" ? { fr: " du kit virtuel", en: " of the virtual kit" } : { fr: "", en: "" };
  const base = kind === "ble" ? adapterTitle : { fr: "Ports série", en: "Serial ports" };
  const about = {
    id: `receiver-${id}`.slice(0, 64),
    area: kind === "ble" ? ("adapter" as const) : ("port" as const),
    title: { fr: `${base.fr}${kit.fr}`, en: `${base.en}${kit.en}` },
  };
  const isQuiet = health.code === "RADIO_QUIET";
  if ((health.state === "ready" && !isQuiet) || health.state === "opening") {
    const again =
      restarts === 0
        ? { fr: "", en: "" }
        : { fr: `, relancé ${restarts} fois`, en: `, restarted ${restarts} times` };
    return checkOf(about, {
      state: "ok",
      code: "ok",
      evidence: { fr: `À l’écoute${again.fr}.`, en: `Listening${again.en}.` },
    });
  }
  const row = health.code in errorTable ? errorTable[health.code as keyof typeof errorTable] : undefined;
  const unknown = { fr: health.code, en: health.code };
  return checkOf(about, {
    state: isQuiet ? "look" : "fault",
    code: health.code,
    evidence: health.reason ?? row?.message ?? unknown,
    ...(row === undefined ? {} : { next: row.remedy }),
  });
}

/** @returns what looks at the bench when asked; it never rejects and changes nothing. */
export function createDoctor(options: DoctorOptions): () => Promise<DoctorReport> {
  const { clock, bridge, hasKit } = options;
  return async () => {
    const bench = options.bench();
    const now = clock.now();
    const own = Object.values(bench.devices).filter(({ device }) => device.bridge === bridge);
    const receivers = options.receivers();
    const isReal = own.some(({ device }) => device.transport === "serial" && device.source === "hardware");
    const listens = receivers.some(({ kind, source }) => kind === "serial" && source === "hardware");
    const checks: Check[] = [
      ...own.map((device) => examineDevice(device, options.history(device.device.id), now)),
      ...(listens && !isReal ? [noPort()] : []),
      ...receivers.map(examineReceiver),
      examineBroker(bench.broker, bridge),
      examineDisk(await readDisk(options.dataFolder), options.isStoreWell()),
      examineClock(now),
      checkOf(
        { id: "kit", area: "kit", title: { fr: "Kit virtuel", en: "Virtual kit" } },
        {
          state: "ok",
          code: "ok",
          evidence: hasKit
            ? { fr: "Allumé : ses appareils sont sur le banc.", en: "On: its devices are on the bench." }
            : { fr: "Éteint.", en: "Off." },
        },
      ),
    ];
    return { time: isoTime(now), state: worstOf(checks), checks: inOrder(checks) };
  };
}
