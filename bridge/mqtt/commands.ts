// The one door back: commands go out on `…/set` and are answered on `…/result` under the same id. The asking side is
// for the server, the taking side for the devices of this bridge; between them, only MQTT.
import type { Command, CommandResult } from "#contract/commands.ts";
import type { LaboMessage } from "#contract/messages.ts";
import { topicFor } from "#contract/topics.ts";
import { type Clock, isoTime } from "../clock.ts";
import type { CommandTaker } from "../devices/output.ts";
import { type ErrorCode, problemFor } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { MqttLink } from "./link.ts";
import type { RefusedMessage, Subscriber } from "./subscriber.ts";

export interface CommandSender {
  /** Never rejects: what goes wrong is in the result (`BROKER_AWAY`, `COMMAND_TIMEOUT`, the device's own refusals). */
  sendCommand(bridge: string, deviceId: string, command: Command): Promise<CommandResult>;
  stop(): void;
}

/**
 * A link on a NTAG216 is sixty pages written and read back, one after another: seconds on a busy machine. Real
 * milliseconds: however fast the clock, a simulated device shares the real machine.
 */
const answerWithinMs = 10_000;
const mostPending = 256;
const mostExecuting = 64;

interface SenderOptions {
  readonly link: MqttLink;
  readonly subscriber: Subscriber;
  readonly clock: Clock;
}

function refusal(clock: Clock, id: string, code: ErrorCode, details: readonly string[] = []): CommandResult {
  return { id, ok: false, time: isoTime(clock.now()), problem: problemFor(code, details) };
}

/** The asking side. */
export function createCommandSender({ link, subscriber, clock }: SenderOptions): CommandSender {
  const pending = new Map<string, (result: CommandResult) => void>();
  const keyOf = (bridge: string, device: string, id: string) => `${bridge}/${device}/${id}`;

  const unsubscribe = subscriber.onMessage((message) => {
    if (message.kind !== "result") return;
    pending.get(keyOf(message.bridge, message.device, message.payload.id))?.(message.payload);
  });

  return {
    sendCommand(bridge, deviceId, command) {
      const key = keyOf(bridge, deviceId, command.id);
      if (link.status().state === "away") return Promise.resolve(refusal(clock, command.id, "BROKER_AWAY"));
      if (pending.size >= mostPending)
        return Promise.resolve(refusal(clock, command.id, "TOO_MANY_REQUESTS"));
      if (pending.has(key))
        return Promise.resolve(
          refusal(clock, command.id, "REQUEST_INVALID", [`id: ${command.id} is waiting`]),
        );
      return new Promise((resolve) => {
        const settle = (result: CommandResult) => {
          timer.cancel();
          pending.delete(key);
          resolve(result);
        };
        const timer = clock.after(answerWithinMs * Math.max(1, clock.rate), () =>
          settle(refusal(clock, command.id, "COMMAND_TIMEOUT")),
        );
        pending.set(key, settle);
        if (!link.send(topicFor("set", bridge, deviceId), JSON.stringify(command), 1))
          settle(refusal(clock, command.id, "BROKER_AWAY"));
      });
    },
    stop() {
      unsubscribe();
      for (const [key, settle] of pending)
        settle(refusal(clock, key.split("/").slice(2).join("/"), "COMMAND_TIMEOUT"));
    },
  };
}

interface ReceiverOptions extends SenderOptions {
  readonly bridge: string;
  readonly taker: CommandTaker;
  readonly logger: Logger;
}

export interface CommandTaking {
  /** A command that a recording does again passes on the bus as it did, with its answer, and is not done twice. */
  pass(device: string, command: Command, result: Promise<CommandResult | undefined>): void;
  stop(): void;
}

/** The taking side, for the devices of one bridge: every command that has an id gets an answer. */
export function takeCommands(options: ReceiverOptions): CommandTaking {
  const { link, subscriber, clock, bridge, taker, logger } = options;
  const executing = new Set<string>();
  /** Passed on, and not heard back yet. */
  const passed = new Set<string>();

  const answer = (device: string, result: CommandResult) =>
    link.send(topicFor("result", bridge, device), JSON.stringify(result), 1);

  async function execute(device: string, command: Command) {
    const key = `${device}/${command.id}`;
    // The same command delivered twice is one command.
    if (executing.has(key)) return;
    if (executing.size >= mostExecuting) {
      answer(device, refusal(clock, command.id, "TOO_MANY_REQUESTS"));
      return;
    }
    executing.add(key);
    try {
      const result = await taker.execute(device, command);
      answer(device, result ?? refusal(clock, command.id, "NOT_FOUND", [device]));
    } catch (error) {
      logger.error({ device, command: command.command, error: String(error) }, "a command failed");
      answer(device, refusal(clock, command.id, "INTERNAL"));
    } finally {
      executing.delete(key);
    }
  }

  function onMessage(message: LaboMessage) {
    if (message.kind !== "set" || message.bridge !== bridge) return;
    if (!passed.delete(`${message.device}/${message.payload.id}`))
      void execute(message.device, message.payload);
  }

  function onRefused({ kind, bridge: of, device, json, details }: RefusedMessage) {
    if (kind !== "set" || of !== bridge || device === undefined) return;
    const id = idOf(json);
    if (id !== undefined) answer(device, refusal(clock, id, "REQUEST_INVALID", details));
  }

  const stops = [subscriber.onMessage(onMessage), subscriber.onRefused(onRefused)];
  return {
    pass(device, command, result) {
      if (!link.send(topicFor("set", bridge, device), JSON.stringify(command), 1)) return;
      passed.add(`${device}/${command.id}`);
      const oldest = passed.values().next().value;
      if (passed.size > mostPending && oldest !== undefined) passed.delete(oldest);
      result.then(
        (one) => answer(device, one ?? refusal(clock, command.id, "NOT_FOUND", [device])),
        () => answer(device, refusal(clock, command.id, "INTERNAL")),
      );
    },
    stop() {
      for (const stop of stops) stop();
    },
  };
}

/** The id of something that is not a command, if an answer can be given to it. */
function idOf(json: unknown): string | undefined {
  if (typeof json !== "object" || json === null || !("id" in json)) return undefined;
  return typeof json.id === "string" && json.id.length > 0 && json.id.length <= 120 ? json.id : undefined;
}
