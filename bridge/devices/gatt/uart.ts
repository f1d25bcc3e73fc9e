// The Nordic UART service: a serial line in two characteristics. Which is which is told by what may be done with them:
// their numbers are swapped between generations of boards (the micro:bit and old Nordic boards against all others).
import type { GattCharacteristic, GattLink, GattPlace } from "../../transports/transport.ts";

export const nordicUart = "6e400001b5a3f393e0a9e50e24dcca9e";
/** What every packet holds, whatever was negotiated. */
export const uartPacket = 20;

export interface Uart {
  readonly fromBoard: GattPlace;
  readonly toBoard: GattPlace;
  readonly withoutResponse: boolean;
}

const may = (characteristic: GattCharacteristic, ...properties: readonly string[]): boolean =>
  properties.some((property) => characteristic.properties.includes(property));

/** The line of a board, or `undefined` if it has none, or one that goes only one way. */
export function uartOf(characteristics: readonly GattCharacteristic[]): Uart | undefined {
  const own = characteristics.filter(({ service }) => service === nordicUart);
  const fromBoard = own.find((one) => may(one, "notify", "indicate"));
  const toBoard = own.find((one) => one !== fromBoard && may(one, "write", "writeWithoutResponse"));
  if (fromBoard === undefined || toBoard === undefined) return undefined;
  return { fromBoard, toBoard, withoutResponse: !may(toBoard, "write") };
}

/** Sends bytes in packets that fit, one after the other. @throws LaboError when one could not go. */
export async function writeUart(link: GattLink, uart: Uart, bytes: Uint8Array): Promise<void> {
  for (let from = 0; from < bytes.length; from += uartPacket)
    await link.write(uart.toBoard, bytes.subarray(from, from + uartPacket), uart.withoutResponse);
}
