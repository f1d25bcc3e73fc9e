// A weather sensor with the Environmental Sensing and Battery services of the Bluetooth SIG.
// https://www.bluetooth.com/specifications/specs/environmental-sensing-service-1-0/
import type { Kit } from "#contract/kit.ts";
import type { Random } from "../random.ts";
import type { AttServer, ServicePlan } from "./att-server.ts";
import type { PeripheralProgram } from "./peripheral.ts";

const tellEveryMs = 2000;
const battery = 87;

const littleEndian = (value: number, bytes: number): number[] =>
  Array.from({ length: bytes }, (_, index) => Math.floor(value / 256 ** index) & 0xff);

/** In hundredths, as the service counts. */
const percentOf = (humidity: number): number => Math.round(Math.min(100, Math.max(0, humidity)) * 100);

export class ClimateProgram implements PeripheralProgram {
  readonly services: readonly ServicePlan[];
  readonly mtu = 185;
  private nextAt = 0;
  private readonly values: readonly { readonly uuid: string; readonly read: () => number[] }[];

  constructor(kit: () => Kit, random: Random) {
    this.values = [
      {
        uuid: "2a6e",
        read: () =>
          littleEndian(Math.round((kit().temperature + 0.03 * random.gaussian()) * 100) & 0xffff, 2),
      },
      { uuid: "2a6f", read: () => littleEndian(percentOf(kit().humidity + 0.1 * random.gaussian()), 2) },
      { uuid: "2a6d", read: () => littleEndian(Math.round((100_910 + 2 * random.gaussian()) * 10), 4) },
    ];
    this.services = [
      {
        uuid: "1800",
        characteristics: [
          { uuid: "2a00", properties: ["read"], read: () => [...Buffer.from("Labo climat")] },
        ],
      },
      {
        uuid: "181a",
        characteristics: this.values.map(({ uuid, read }) => ({
          uuid,
          read,
          properties: ["read", "notify"],
        })),
      },
      {
        uuid: "180f",
        characteristics: [{ uuid: "2a19", properties: ["read", "notify"], read: () => [battery] }],
      },
    ];
  }

  restart(): void {
    this.nextAt = 0;
  }

  advance(ms: number, server: AttServer): void {
    if (ms < this.nextAt) return;
    this.nextAt = ms + tellEveryMs;
    for (const { uuid, read } of this.values) if (server.isHeard(uuid)) server.tell(uuid, read());
  }
}
