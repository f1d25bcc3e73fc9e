// What Bluetooth gateways on ESP32 boards tell on MQTT (OpenMQTTGateway, Theengs): the bytes they heard, and nothing of
// what they made of them. https://docs.openmqttgateway.com/use/ble.html
import { z } from "zod";

const hexadecimal = (bytes: number) =>
  z
    .string()
    .regex(/^(?:[0-9a-fA-F]{2})*$/, "bytes in hexadecimal")
    .max(bytes * 2);

export const gatewayTopics = {
  /** One message per advertisement; the last levels name its sender. */
  advertisements: (prefix: string) => `${prefix}/+/BTtoMQTT/#`,
  /** Retained: `online` or `offline`, the gateway's will. */
  presence: (prefix: string) => `${prefix}/+/LWT`,
} as const;

export const gatewayMessageSchema = z.object({
  /** Address of the radio heard. */
  id: z.string().regex(/^(?:[0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/, "an address such as aa:bb:cc:dd:ee:ff"),
  /** 0 public, 1 random. */
  mac_type: z.union([z.literal(0), z.literal(1)]).optional(),
  /** dBm */
  rssi: z.number().int().min(-127).max(20).optional(),
  name: z.string().max(240).optional(),
  /** dBm */
  txpower: z.number().int().min(-127).max(127).optional(),
  /** Less its UUID. */
  servicedata: hexadecimal(251).optional(),
  /** `0xfcd2`, `fcd2`, or 128 bits with dashes. */
  servicedatauuid: z
    .string()
    .regex(/^(?:0x)?(?:[0-9a-fA-F]{4}|[0-9a-fA-F]{8}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/)
    .optional(),
  /** With the company id. */
  manufacturerdata: hexadecimal(252).optional(),
});
export type GatewayMessage = z.infer<typeof gatewayMessageSchema>;
