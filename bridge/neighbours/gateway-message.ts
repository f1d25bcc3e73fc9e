// One message of a Bluetooth gateway → the advertisement it heard, put back together from its bytes. Pure.
import { type GatewayMessage, gatewayMessageSchema } from "#contract/ble-gateways.ts";
import { toId } from "#contract/identifiers.ts";
import { rebuildPayload } from "../transports/ble/rebuild-payload.ts";
import type { Advertisement } from "../transports/transport.ts";

export type GatewayRefusal = "too-large" | "not-json" | "out-of-schema" | "without-bytes";

export type GatewayOutcome =
  | { readonly ok: true; readonly advertisement: Omit<Advertisement, "receiver" | "now" | "mono"> }
  | { readonly ok: false; readonly reason: GatewayRefusal };

const mostBytes = 4 * 1024;
/** Gateways listen in turns, a minute apart unless told otherwise: Theengs itself waits two minutes. Milliseconds. */
const patienceMs = 120_000;
/** A short UUID written in full ends so. */
const baseUuid = "00001000800000805f9b34fb";

/** Id of the receiver a gateway is here. */
export const gatewayReceiver = (gateway: string): string => toId(`esp32-${gateway}`, "esp32");

/** `0xfcd2` or `0000fcd2-0000-1000-8000-00805f9b34fb` → `fcd2`. */
function shortUuid(uuid: string): string {
  const digits = uuid.toLowerCase().replace(/^0x/, "").replaceAll("-", "");
  if (digits.length === 32 && !digits.endsWith(baseUuid)) return digits;
  const first = digits.slice(0, 8);
  return first.length === 8 && first.startsWith("0000") ? first.slice(4) : first;
}

function payloadOf(message: GatewayMessage): Uint8Array {
  const { name, servicedata, servicedatauuid, manufacturerdata, txpower } = message;
  const bytes = (text: string | undefined) =>
    text === undefined || text === "" ? undefined : Uint8Array.from(Buffer.from(text, "hex"));
  const service = bytes(servicedata);
  return rebuildPayload({
    ...(service === undefined || servicedatauuid === undefined
      ? {}
      : { serviceData: [{ uuid: shortUuid(servicedatauuid), data: service }] }),
    manufacturerData: bytes(manufacturerdata),
    txPowerLevel: txpower,
    localName: name,
  });
}

/**
 * Reads one message. What the gateway made of the bytes (temperature, distance, identity) is not looked at: the same
 * bytes go through the bench's own decoders.
 */
export function readGatewayMessage(payload: Uint8Array): GatewayOutcome {
  if (payload.length > mostBytes) return { ok: false, reason: "too-large" };
  let json: unknown;
  try {
    json = JSON.parse(Buffer.from(payload).toString("utf8"));
  } catch {
    return { ok: false, reason: "not-json" };
  }
  const parsed = gatewayMessageSchema.safeParse(json);
  if (!parsed.success) return { ok: false, reason: "out-of-schema" };
  const { servicedata, servicedatauuid, manufacturerdata, id, rssi, mac_type: type } = parsed.data;
  const hasService = servicedata !== undefined && servicedata !== "" && servicedatauuid !== undefined;
  if (!hasService && (manufacturerdata ?? "") === "") return { ok: false, reason: "without-bytes" };
  return {
    ok: true,
    advertisement: {
      source: "hardware",
      address: id.toLowerCase(),
      addressType: type === undefined ? "unknown" : type === 0 ? "public" : "random",
      ...(rssi === undefined ? {} : { rssi }),
      payload: payloadOf(parsed.data),
      patienceMs,
    },
  };
}
