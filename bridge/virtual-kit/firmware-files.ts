// The compiled sketches the simulated boards run: the same files a real board is flashed with.
import { readFile } from "node:fs/promises";
import path from "node:path";
import { LaboError } from "../errors.ts";
import { parseIntelHex } from "./avr/intel-hex.ts";
import type { FirmwareImages } from "./simulation.ts";

/** @throws LaboError FIRMWARE_UNREADABLE naming the file. */
export async function readFirmware(folder: string): Promise<FirmwareImages> {
  const [rfid, firmata] = await Promise.all([
    readImage(folder, "labo-rfid"),
    readImage(folder, "labo-firmata"),
  ]);
  return { "labo-rfid": rfid, "labo-firmata": firmata };
}

async function readImage(folder: string, name: string): Promise<Uint8Array> {
  const file = path.join(folder, `${name}.hex`);
  try {
    return parseIntelHex(await readFile(file, "utf8"));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new LaboError("FIRMWARE_UNREADABLE", [`${file}: ${reason}`], error);
  }
}
