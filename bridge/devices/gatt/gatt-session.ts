// One board taught to the kit, supervised: called when it is heard, listened to while it is linked, called again when the
// link is lost. States: opening → ready ⇄ degraded → waiting. It never gives up and never throws.
import type { Command, CommandResult } from "#contract/commands.ts";
import type { Availability, Capability, Channel, Device, Health } from "#contract/devices.ts";
import type { EventBody, EventSource } from "#contract/events.ts";
import type { Words } from "#contract/words.ts";
import { createBackOff } from "../../back-off.ts";
import { type Clock, isoTime, type Timer } from "../../clock.ts";
import { type ErrorCode, errorTable, LaboError } from "../../errors.ts";
import type { Logger } from "../../logger.ts";
import type {
  Advertisement,
  GattCharacteristic,
  GattConnector,
  GattLink,
  GattPlace,
} from "../../transports/transport.ts";
import { checkCommand } from "../check-command.ts";
import { createDiscardReporter } from "../discard-reporter.ts";
import type { EventFactory, Instant } from "../event-factory.ts";
import type { DeviceOutput } from "../output.ts";
import { createRawWatch, rawWatchCapability } from "../raw-watch.ts";
import type { SessionHost } from "../session-protocol.ts";
import type { TagIdentity } from "../tag-identity.ts";
import {
  type AdvertisedBoard,
  advertisedBoard,
  advertisedKind,
  anyBoard,
  type BoardKind,
  connectedKind,
  missingServices,
  missingWords,
} from "./board-kinds.ts";
import { createBoardState } from "./board-state.ts";
import { capabilitiesOf, executeCommand } from "./commands.ts";
import { type Uart, uartOf, writeUart } from "./uart.ts";
import { createUartLines, type UartLines } from "./uart-lines.ts";
import { channelsOf, type Followed, followedOf, paces } from "./values.ts";

const firstRetryMs = 500;
const mostRetryMs = 30_000;
/** A link that held this long starts anew with short waits. */
const steadyMs = 10_000;
/** Not linked and not heard for so long: it is not here. */
const unheardMs = 12_000;
/** Values that do not come by themselves are asked for this often. */
const askEveryMs = 15_000;

export interface GattSessionOptions {
  readonly id: string;
  readonly name: Words;
  readonly bridge: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  readonly tags: TagIdentity;
  /** A number from 0 to below 1. */
  readonly random: () => number;
  /** The radio of a receiver, where it can connect. */
  readonly connectorOf: (receiver: string) => GattConnector | undefined;
}

export interface GattSession {
  readonly id: string;
  readonly discarded: number;
  /** It was heard: called, if it is not linked. */
  hear(advertisement: Advertisement): void;
  rename(name: Words): void;
  /** Looks whether it has been silent for too long. */
  check(): void;
  /** Never rejects. */
  execute(command: Command): Promise<CommandResult>;
  /** It is not taught any more, or the bench stops. */
  end(): void;
}

const sentence = (language: "fr" | "en", code: ErrorCode, more?: Words): string =>
  [errorTable[code].message[language], more?.[language], errorTable[code].remedy[language]]
    .filter((part) => part !== undefined)
    .join(" ");
const reasonOf = (code: ErrorCode, more?: Words): Words => ({
  fr: sentence("fr", code, more),
  en: sentence("en", code, more),
});

export function createGattSession(options: GattSessionOptions): GattSession {
  const { id, clock, logger, output, events } = options;
  const backOff = createBackOff(firstRetryMs, mostRetryMs, options.random);
  let name = options.name;
  let source: EventSource = "hardware";
  let advertised: AdvertisedBoard = { services: [] };
  let kind: BoardKind = anyBoard;
  let characteristics: readonly GattCharacteristic[] = [];
  let followed: readonly Followed[] = [];
  let link: GattLink | undefined;
  let uart: Uart | undefined;
  let isOnline = false;
  let onlineSince = 0;
  let lastHeard = Number.NEGATIVE_INFINITY;
  let rest: Timer | undefined;
  let asking: Timer | undefined;
  let isEnded = false;
  let isAnnounced = false;
  let told = "";
  const settings = new Map<string, number | string>();

  const now = (): Instant => ({ now: clock.now(), mono: clock.mono() });
  const emit = (at: Instant, body: EventBody): void => output.event(events.make(id, source, at, body));
  const discards = createDiscardReporter(clock, emit);
  const raw = createRawWatch(clock, (frame) => output.raw(id, frame));
  const state = createBoardState({
    clock,
    emit,
    tell: (at, told) => output.state(id, { time: isoTime(at.now), ...told }),
    discard: discards.add,
    frame: raw.frame,
  });

  const channels = (): Channel[] => {
    const own = channelsOf(followed);
    const taken = new Set(own.map((channel) => channel.id));
    return [...own, ...(lines?.channels ?? []).filter((channel) => !taken.has(channel.id))].slice(0, 32);
  };
  const capabilities = (): Capability[] => [
    ...capabilitiesOf(characteristics, kind.model === "espruino"),
    ...(lines?.capabilities ?? []),
    rawWatchCapability,
  ];

  const announce = (): void => {
    const device: Device = {
      id,
      bridge: options.bridge,
      name,
      model: kind.model,
      profile: "board-ble",
      transport: "ble",
      source,
      channels: channels(),
      capabilities: capabilities(),
      facts: advertised.name === undefined || !kind.isNameShown ? {} : { "local name": advertised.name },
    };
    isAnnounced = true;
    output.device(device);
  };

  const setHealth = (health: Health): void => {
    if (!isAnnounced) return;
    const state = health.state === "ready" || health.state === "degraded" ? "online" : "offline";
    const availability: Availability = { state, health };
    const text = JSON.stringify(availability);
    if (text === told) return;
    told = text;
    output.availability(id, availability);
  };

  const host: SessionHost = {
    clock,
    logger,
    emit,
    state: state.understood,
    describe: announce,
    well: assess,
    unwell: (code, more) => isOnline && setHealth({ state: "degraded", code, reason: reasonOf(code, more) }),
    fail: (error) => lose(error),
    async write(bytes) {
      if (link === undefined || uart === undefined) throw new LaboError("DEVICE_OFFLINE");
      await writeUart(link, uart, bytes);
    },
    settings: { get: (key) => settings.get(key), set: (key, value) => void settings.set(key, value) },
    discard: discards.add,
    frame: raw.frame,
  };

  let lines: UartLines | undefined;

  /** Ready, or less than ready for want of services. */
  function assess(): void {
    if (!isOnline) return;
    const missing = missingServices(kind, characteristics);
    if (missing.length === 0 && (followed.length > 0 || uart !== undefined)) {
      setHealth({ state: "ready", code: "ok" });
      return;
    }
    const code = "BLE_SERVICE_MISSING";
    const more = missing.length === 0 ? undefined : missingWords(kind, missing);
    setHealth({ state: "degraded", code, reason: reasonOf(code, more) });
  }

  /** Reads a value now. A refusal concerns that value alone; a link that ends tells by itself. */
  async function look(mine: GattLink, place: GattPlace): Promise<void> {
    const bytes = await mine.read(place).catch(() => undefined);
    if (bytes !== undefined && link === mine) state.take(place, { bytes, ...now() }, true);
  }

  /** Everything to do once connected, one thing after the other. */
  async function follow(mine: GattLink): Promise<void> {
    for (const { place, ms } of paces)
      if (characteristics.some(({ service, uuid }) => service === place.service && uuid === place.uuid))
        await mine.write(place, Uint8Array.of(ms & 0xff, ms >> 8), false).catch(() => undefined);
    const places = [
      ...followed.filter(({ isTold }) => isTold).map(({ place }) => place),
      ...(uart === undefined ? [] : [uart.fromBoard]),
    ];
    for (const place of places) {
      const error = await mine.subscribe(place).then(
        () => undefined,
        (cause: unknown) => cause,
      );
      if (link !== mine) return;
      if (error !== undefined) logger.info({ device: id, place, error: String(error) }, "board: not told");
    }
    comeOnline();
    for (const { place, isRead } of followed) if (isRead && link === mine) await look(mine, place);
    const silent = followed.filter(({ isTold }) => !isTold);
    if (silent.length > 0 && link === mine)
      asking = clock.every(askEveryMs, () => {
        for (const { place } of silent) void look(mine, place);
      });
  }

  function comeOnline(): void {
    const at = now();
    isOnline = true;
    onlineSince = at.mono;
    emit(at, { kind: "device-found" });
    assess();
  }

  function onOpen(found: readonly GattCharacteristic[]): void {
    const mine = link;
    if (mine === undefined) return;
    characteristics = found;
    kind = connectedKind(advertised, found);
    followed = followedOf(found);
    uart = uartOf(found);
    lines =
      uart === undefined
        ? undefined
        : createUartLines({
            host,
            tags: options.tags,
            isMicrobit: kind.model === "microbit",
            onLine: state.line,
          });
    announce();
    void follow(mine);
  }

  /** The link is no more: said, and another planned. */
  function lose(error: LaboError): void {
    const at = now();
    const gone = link;
    link = undefined;
    gone?.close();
    asking?.cancel();
    asking = undefined;
    lines?.linkDown(at);
    logger.info({ device: id, code: error.code, details: error.details }, "board not linked");
    if (isOnline) {
      isOnline = false;
      if (at.mono - onlineSince > steadyMs) backOff.reset();
      state.letGo(at);
      discards.flush();
      emit(at, { kind: "device-lost", reason: error.code });
    }
    if (isEnded) return;
    setHealth({ state: "waiting", code: error.code, reason: reasonOf(error.code) });
    rest?.cancel();
    rest = clock.after(backOff.next(), () => {
      rest = undefined;
    });
  }

  function call(connector: GattConnector, address: string): void {
    // A reason is kept in sight until the call has succeeded or failed anew.
    if (!told.includes('"waiting"')) setHealth({ state: "opening", code: "opening" });
    lastHeard = clock.mono();
    link = connector.connect(address, {
      onOpen,
      onValue(place, chunk) {
        if (uart !== undefined && place.uuid === uart.fromBoard.uuid) lines?.onChunk(chunk);
        else state.take(place, chunk, false);
      },
      onClose: lose,
    });
  }

  return {
    id,
    get discarded() {
      return discards.count;
    },
    hear(advertisement) {
      if (isEnded) return;
      lastHeard = advertisement.mono;
      const heard = advertisedBoard(advertisement.payload);
      const isNews = heard.name !== undefined && heard.name !== advertised.name;
      advertised = {
        ...advertised,
        ...(heard.name === undefined ? {} : { name: heard.name }),
        services: heard.services.length > 0 ? heard.services : advertised.services,
      };
      if (!isAnnounced || isNews || source !== advertisement.source) {
        source = advertisement.source;
        if (characteristics.length === 0) kind = advertisedKind(advertised) ?? anyBoard;
        announce();
      }
      if (link !== undefined || rest !== undefined) return;
      const connector = options.connectorOf(advertisement.receiver);
      if (connector !== undefined) call(connector, advertisement.address);
    },
    rename(next) {
      if (next.fr === name.fr && next.en === name.en) return;
      name = next;
      if (isAnnounced) announce();
    },
    check() {
      if (link !== undefined || isEnded || clock.mono() - lastHeard < unheardMs) return;
      setHealth({ state: "waiting", code: "BLE_UNHEARD", reason: reasonOf("BLE_UNHEARD") });
    },
    async execute(command) {
      const answer = { id: command.id, time: isoTime(clock.now()) };
      try {
        const args = checkCommand(command, capabilities());
        if (command.command === rawWatchCapability.command) raw.watchFor(Number(args.ms));
        else if (link === undefined || !isOnline) throw new LaboError("DEVICE_OFFLINE");
        else if (lines?.capabilities.some((one) => one.command === command.command) === true)
          await lines.execute(command.command, args);
        else
          await executeCommand(
            {
              link,
              uart,
              onSent: (format, bytes) => raw.frame(now(), "out", bytes, () => ({ format, spans: [] })),
            },
            command.command,
            args,
          );
        return { ...answer, ok: true };
      } catch (error) {
        const known = error instanceof LaboError ? error : new LaboError("INTERNAL", [], error);
        return { ...answer, ok: false, problem: known.toProblem() };
      }
    },
    end() {
      isEnded = true;
      rest?.cancel();
      if (link !== undefined || isOnline) lose(new LaboError("BLE_UNHEARD"));
      setHealth({ state: "waiting", code: "BLE_UNHEARD", reason: reasonOf("BLE_UNHEARD") });
    },
  };
}
