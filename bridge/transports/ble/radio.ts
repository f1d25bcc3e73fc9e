// One supervised Bluetooth receiver: a noble process that is started, watched, and started again when it stalls or dies.
// Whatever happens to it, the rest of the bench works; how it is, and what to do about it, is told.
import type { Health } from "#contract/devices.ts";
import type { Receiver } from "#contract/topics.ts";
import { createBackOff } from "../../back-off.ts";
import type { Clock, Timer } from "../../clock.ts";
import type { Logger } from "../../logger.ts";
import type { VirtualController } from "../../virtual-kit/kit.ts";
import type { Advertisement, GattConnector } from "../transport.ts";
import type { DriverWord, FromHost, HostFailure } from "./host-protocol.ts";
import { type NobleProcess, type NobleReach, startNoble } from "./noble-process.ts";
import { createPacketInbox } from "./packet-inbox.ts";
import { type MachineFacts, portIsThere, preflight, programPath, readMachineFacts } from "./preflight.ts";
import { grantWords, portGrantWords, type RadioCode, troubled, well } from "./radio-health.ts";
import { createRadioLinks } from "./radio-links.ts";
import { createSilenceWatch } from "./silence-watch.ts";

export type RadioMode =
  | { readonly kind: "virtual"; readonly controller: VirtualController }
  | { readonly kind: "adapter"; readonly deviceId?: number; readonly standIn?: AdapterStandIn }
  | Extract<NobleReach, { kind: "uart" }>;

/** Stands in for an adapter of this computer: its HCI bytes, and what its driver says of it. */
export interface AdapterStandIn extends VirtualController {
  driver(): DriverWord;
  onDriver(listener: (word: DriverWord) => void): () => void;
}

export interface RadioOptions {
  readonly id: string;
  readonly mode: RadioMode;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onAdvertisements: (advertisements: readonly Advertisement[]) => void;
  readonly onHealth: (receiver: Receiver) => void;
  readonly random?: () => number;
  /** What the machine has; read from it unless told. */
  readonly machine?: () => Promise<MachineFacts>;
}

/** Counts since the start of the bridge. */
export interface RadioFigures {
  readonly heard: number;
  /** Reports or packets lost because somebody was too slow. */
  readonly dropped: number;
  /** HCI packets or reports that made no sense. */
  readonly refused: number;
  readonly restarts: number;
}

export interface Radio {
  readonly id: string;
  start(): void;
  /** Resolves when no process is left. */
  stop(): Promise<void>;
  receiver(): Receiver;
  /** Connections to what this radio hears. They end with its process; who wants them back asks again. */
  readonly connector: GattConnector;
  figures(): RadioFigures;
  /** Process that holds noble now, for whoever must look at it or end it. */
  hostPid(): number | undefined;
}

// All in real milliseconds: processes and drivers do not run faster because the bench's clock does.
const answerWithinMs = 10_000;
const pulseWithinMs = 15_000;
const watchEveryMs = 1000;
const packetBatchMs = 5;
/** A crash is answered quickly; a missing adapter is looked for without hurry. */
const retryFirstMs = 300;
const retryMostMs = 30_000;
const lookFirstMs = 3000;
const lookMostMs = 60_000;
/** A dongle that was pulled out is back within three seconds of being plugged in; looking for a file costs nothing. */
const replugEveryMs = 1500;
/** Well for so long: the next failure counts as a first one. */
const provenMs = 10_000;

const failureCodes: Readonly<Record<HostFailure, RadioCode>> = {
  "binding-missing": "RADIO_BINDING_MISSING",
  port: "RADIO_PORT",
  "port-forbidden": "RADIO_UNAUTHORIZED",
  crashed: "RADIO_STOPPED",
};

export function createRadio(options: RadioOptions): Radio {
  const { id, mode, clock, logger, onAdvertisements, onHealth, random = Math.random } = options;
  const machine = options.machine ?? readMachineFacts;
  const source = mode.kind === "virtual" ? "simulated" : "hardware";
  const standIn = mode.kind === "adapter" ? mode.standIn : undefined;
  /** Whose bytes go by messages. */
  const controller = mode.kind === "virtual" ? mode.controller : standIn;
  const realNow = () => clock.mono() / clock.rate;
  const afterReal = (ms: number, act: () => void): Timer => clock.after(ms * clock.rate, act);

  const retry = createBackOff(retryFirstMs, retryMostMs, random);
  const look = createBackOff(lookFirstMs, lookMostMs, random);
  const watch = createSilenceWatch(random);

  let running = false;
  let health: Health = well("idle");
  let host: NobleProcess | undefined;
  const subscriptions: (() => void)[] = [];
  let timers: Timer[] = [];
  let retryTimer: Timer | undefined;
  let restarts = 0;
  let heard = 0;
  let lastMono = 0;
  let lastPulse = 0;
  let openedAt = 0;
  let scanningSince: number | undefined;
  /** Counts of processes that are gone, and of the one that is there. */
  let past = { dropped: 0, refused: 0 };
  let present = { dropped: 0, refused: 0 };

  const receiver = (): Receiver => ({ id, kind: "ble", source, health, restarts });

  /** @param again told even when nothing but the count of restarts changed. */
  function become(next: Health, again = false): void {
    if (!again && next.state === health.state && next.code === health.code) return;
    logger.info({ radio: id, from: health.code, state: next.state, code: next.code }, "radio");
    health = next;
    onHealth(receiver());
  }

  const inbox = createPacketInbox({
    send: (packets, sent) => host?.tell({ kind: "packets", packets }, sent),
    now: realNow,
    later: (act) => void afterReal(packetBatchMs, act),
  });

  const links = createRadioLinks({
    tell(message) {
      if (host?.connected !== true || scanningSince === undefined) return false;
      host.tell(message);
      return true;
    },
    stamp: (ageMs) => stampOf(ageMs),
  });

  async function open(): Promise<void> {
    if (mode.kind === "uart" && !(await portIsThere(mode.path))) {
      if (!running) return;
      become(troubled("waiting", "RADIO_PORT"));
      retryTimer = afterReal(replugEveryMs, () => void open());
      return;
    }
    if (mode.kind === "adapter") {
      const facts = await machine();
      if (!running) return;
      const found = preflight(facts, mode.deviceId);
      if (found === "no-adapter") {
        lookAgain(troubled("waiting", "RADIO_NO_ADAPTER"));
        return;
      }
      if (found === "unauthorized") {
        const exactly = grantWords(facts.platform, await programPath());
        if (running) lookAgain(troubled("waiting", "RADIO_UNAUTHORIZED", exactly));
        return;
      }
    }
    if (!running) return;
    become(well("opening"));
    spawn();
  }

  /** Nothing failed; what is needed is not there yet. */
  function lookAgain(next: Health): void {
    become(next);
    retryTimer = afterReal(look.next(), () => void open());
  }

  function spawn(): void {
    scanningSince = undefined;
    openedAt = realNow();
    lastPulse = openedAt;
    past = { dropped: past.dropped + present.dropped, refused: past.refused + present.refused };
    present = { dropped: 0, refused: 0 };
    inbox.restart();
    const reach: NobleReach =
      controller === undefined
        ? (mode as Exclude<RadioMode, { kind: "virtual" }>)
        : { kind: "virtual", driver: standIn?.driver() ?? "up" };
    const started = startNoble(reach, clock, {
      onMessage,
      onGone(detail) {
        logger.warn({ radio: id, detail }, "radio process");
        gone(started, "RADIO_STOPPED");
      },
    });
    host = started;
  }

  /** The process is gone or must go: try again after a while. */
  function gone(noble: NobleProcess, code: RadioCode, exactly?: Health["reason"]): void {
    if (host !== noble) return;
    host = undefined;
    noble.kill();
    links.lost();
    if (!running) return;
    restarts += 1;
    if (scanningSince !== undefined && realNow() - scanningSince > provenMs) retry.reset();
    become(troubled("waiting", code, exactly), true);
    retryTimer = afterReal(retry.next(), () => void open());
  }

  function onMessage(message: FromHost): void {
    lastPulse = realNow();
    switch (message.kind) {
      case "reports":
        onReports(message.reports);
        return;
      case "packets":
        for (const packet of message.packets) controller?.send(packet);
        return;
      case "linked":
      case "unlinked":
      case "answer":
      case "held":
      case "values":
        links.take(message);
        return;
      case "pulse":
        present = { dropped: message.figures.dropped, refused: message.figures.refused };
        return;
      case "scanning":
        if (scanningSince !== undefined) return;
        scanningSince = realNow();
        look.reset();
        watch.opened(scanningSince);
        links.listening();
        become(troubled("ready", "RADIO_QUIET"));
        return;
      case "state":
        onState(message.state);
        return;
      case "failed":
        if (host === undefined) return;
        logger.warn({ radio: id, failure: message.failure, detail: message.detail }, "radio failed");
        gone(
          host,
          failureCodes[message.failure],
          message.failure === "port-forbidden" ? portGrantWords : undefined,
        );
        return;
    }
  }

  function onState(state: string): void {
    if (state === "poweredOn") return;
    const listened = scanningSince !== undefined;
    scanningSince = undefined;
    // A dongle on a serial line says "off" until it has answered its first command.
    if (state === "poweredOff" && mode.kind === "adapter") void judgeAbsence();
    if (state === "poweredOff" && mode.kind === "uart" && listened && host !== undefined) {
      // It was pulled out. Its driver would look for it for ten seconds, then never again.
      gone(host, "RADIO_PORT");
    }
    if (state === "unsupported" && host !== undefined) gone(host, "RADIO_UNSUPPORTED");
    if (state === "unauthorized") {
      void programPath().then((program) => {
        if (running) become(troubled("waiting", "RADIO_UNAUTHORIZED", grantWords(process.platform, program)));
      });
    }
  }

  /** An adapter that is off says just what one says that was pulled out: only the computer knows which. */
  async function judgeAbsence(): Promise<void> {
    const noble = host;
    if (mode.kind !== "adapter" || noble === undefined) return;
    const isThere = preflight(await machine(), mode.deviceId) !== "no-adapter";
    if (host !== noble || !running || scanningSince !== undefined) return;
    if (isThere) {
      become(troubled("waiting", "RADIO_OFF"));
      return;
    }
    host = undefined;
    noble.kill();
    links.lost();
    lookAgain(troubled("waiting", "RADIO_NO_ADAPTER"));
  }

  /** When something entered, by its age: two batches may take unequal time to come, and time never runs backwards. */
  function stampOf(ageMs: number): { now: number; mono: number } {
    const mono = clock.mono();
    const at = Math.max(lastMono, mono - ageMs * clock.rate);
    lastMono = at;
    return { now: clock.now() - (mono - at), mono: at };
  }

  function onReports(reports: Extract<FromHost, { kind: "reports" }>["reports"]): void {
    heard += reports.length;
    watch.heard(reports.length, realNow());
    if (scanningSince !== undefined) become(well("ready"));
    onAdvertisements(
      reports.map(({ address, addressType, rssi, payload, ageMs }) => ({
        receiver: id,
        source,
        address,
        addressType,
        ...(rssi === undefined ? {} : { rssi }),
        payload,
        ...stampOf(ageMs),
      })),
    );
  }

  function keepWatch(): void {
    if (host === undefined) return;
    const now = realNow();
    if (now - lastPulse > pulseWithinMs) {
      gone(host, "RADIO_STOPPED");
      return;
    }
    if (scanningSince === undefined) {
      if (health.code === "RADIO_OFF") void judgeAbsence();
      const waitsForPower = health.code === "RADIO_OFF" || health.code === "RADIO_UNAUTHORIZED";
      if (!waitsForPower && now - openedAt > answerWithinMs) gone(host, "RADIO_NO_ANSWER");
      return;
    }
    switch (watch.check(now)) {
      case "restart-scan":
        become(troubled("degraded", "RADIO_SILENT"));
        host.tell({ kind: "restart-scan" });
        return;
      case "respawn":
        gone(host, "RADIO_SILENT");
        return;
      case "stalled":
        become(troubled("degraded", "RADIO_SILENT"));
        return;
      case "quiet":
        become(troubled("ready", "RADIO_QUIET"));
        return;
      case "fine":
        become(well("ready"));
        return;
    }
  }

  return {
    id,
    start() {
      if (running) return;
      running = true;
      const heardPacket = (packet: Uint8Array) => {
        if (host?.connected === true) inbox.push(packet);
      };
      if (controller !== undefined) subscriptions.push(controller.onPacket(heardPacket));
      if (standIn !== undefined)
        subscriptions.push(standIn.onDriver((says) => host?.tell({ kind: "driver", says })));
      timers = [clock.every(watchEveryMs * clock.rate, keepWatch)];
      void open();
    },
    async stop() {
      if (!running) return;
      running = false;
      for (const unsubscribe of subscriptions.splice(0)) unsubscribe();
      retryTimer?.cancel();
      for (const timer of timers) timer.cancel();
      const noble = host;
      host = undefined;
      links.lost();
      await noble?.end();
      become(well("idle"));
    },
    receiver,
    connector: links,
    figures: () => ({
      heard,
      dropped: past.dropped + present.dropped + inbox.dropped,
      refused: past.refused + present.refused,
      restarts,
    }),
    hostPid: () => host?.pid,
  };
}
