// Bluetooth gateways on the broker (OpenMQTTGateway, Theengs), each one more receiver of this bridge: they carry its
// ear to the next room. Strangers they hear are counted like all others.
import { gatewayTopics } from "#contract/ble-gateways.ts";
import type { Receiver } from "#contract/topics.ts";
import type { Clock } from "../clock.ts";
import { errorTable } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createCoalescedLog } from "../mqtt/coalesced-log.ts";
import type { MqttLink } from "../mqtt/link.ts";
import type { LinkMessage } from "../mqtt/link-message.ts";
import type { Advertisement } from "../transports/transport.ts";
import { gatewayReceiver, readGatewayMessage } from "./gateway-message.ts";

export interface BleGatewaysOptions {
  readonly link: Pick<MqttLink, "subscribe">;
  /** First level of their topics, `home` unless somebody changed it. */
  readonly prefix: string;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly onAdvertisements: (heard: readonly Advertisement[]) => void;
  readonly onHealth: (receiver: Receiver) => void;
}

export interface BleGateways {
  receivers(): readonly Receiver[];
  /** Messages refused since the start, and why. */
  refusals(): Readonly<Record<string, number>>;
  readonly refused: number;
  stop(): void;
}

/** The health message holds sixteen receivers of all kinds. */
const mostGateways = 8;

const { message, remedy } = errorTable.GATEWAY_OFFLINE;
const offline: Receiver["health"] = {
  state: "waiting",
  code: "GATEWAY_OFFLINE",
  reason: { fr: `${message.fr} ${remedy.fr}`, en: `${message.en} ${remedy.en}` },
};

/** To be made before the link is started: it subscribes. */
export function createBleGateways(options: BleGatewaysOptions): BleGateways {
  const { link, prefix, clock, logger, onAdvertisements, onHealth } = options;
  const refused = createCoalescedLog(logger, clock, "message of a Bluetooth gateway refused");
  const gateways = new Map<string, Receiver>();
  const levels = prefix.split("/").length;

  /** @returns its receiver's id; `undefined` when there are too many gateways. */
  function note(gateway: string, isOnline: boolean): string | undefined {
    const id = gatewayReceiver(gateway);
    const known = gateways.get(id);
    if (known === undefined && gateways.size >= mostGateways) {
      refused.count("too-many-gateways", gateway);
      return undefined;
    }
    const health: Receiver["health"] = isOnline ? { state: "ready", code: "ok" } : offline;
    if (known?.health.code === health.code) return id;
    const receiver: Receiver = {
      id,
      kind: "ble",
      source: "hardware",
      health,
      restarts: (known?.restarts ?? 0) + (known !== undefined && isOnline ? 1 : 0),
    };
    gateways.set(id, receiver);
    onHealth(receiver);
    return id;
  }

  function hear({ topic, payload, isRetained }: LinkMessage) {
    // A retained advertisement was heard by nobody now.
    if (isRetained || payload.length === 0) return;
    const outcome = readGatewayMessage(payload);
    if (!outcome.ok) return refused.count(outcome.reason, topic);
    const receiver = note(topic.split("/")[levels] ?? "", true);
    if (receiver === undefined) return;
    onAdvertisements([{ ...outcome.advertisement, receiver, now: clock.now(), mono: clock.mono() }]);
  }

  link.subscribe(gatewayTopics.advertisements(prefix), hear);
  link.subscribe(gatewayTopics.presence(prefix), ({ topic, payload }) => {
    const said = Buffer.from(payload.subarray(0, 16)).toString();
    if (said === "online" || said === "offline") note(topic.split("/")[levels] ?? "", said === "online");
  });

  return {
    receivers: () => [...gateways.values()],
    refusals: () => refused.byReason(),
    get refused() {
      return refused.total;
    },
    stop: () => refused.close(),
  };
}
