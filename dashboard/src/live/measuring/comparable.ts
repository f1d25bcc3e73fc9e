// What may be drawn beside a channel. Pure.
import type { Bench } from "#contract/bench.ts";
import type { Channel, Device } from "#contract/devices.ts";
import type { Language } from "#contract/words.ts";
import { tileChannels } from "../tile-channels.ts";

/**
 * The other channels of the device; then those of the same quantity of every other device, by name. Of one bridge alone:
 * two bridges have two clocks, and their curves would not stand at the same instants.
 */
export function comparable(
  device: Device,
  channel: Channel,
  bench: Bench | undefined,
  language: Language,
): readonly { readonly device: Device; readonly channels: readonly Channel[] }[] {
  const own = { device, channels: device.channels.filter(({ id }) => id !== channel.id) };
  const others = Object.values(bench?.devices ?? {})
    .map((entry) => entry.device)
    .filter(({ id, bridge }) => id !== device.id && bridge === device.bridge)
    .sort((a, b) => a.name[language].localeCompare(b.name[language], language, { numeric: true }))
    .map((other) => ({
      device: other,
      channels: tileChannels(other.channels).filter(({ quantity }) => quantity === channel.quantity),
    }));
  return [own, ...others].filter(({ channels }) => channels.length > 0);
}
