// What each curve is called where several are drawn: as briefly as tells them apart. Pure.
import type { Device } from "#contract/devices.ts";
import type { Words } from "#contract/words.ts";

interface Named {
  readonly device: Pick<Device, "id" | "name">;
  readonly channel: { readonly name: Words };
}

/** Names, in order: of the channels where one device gives them all, else of the devices, with both where they differ. */
export function seriesNames(series: readonly Named[], words: (one: Words) => string): readonly string[] {
  const devices = new Map(series.map(({ device }) => [device.id, words(device.name)]));
  const channels = new Set(series.map(({ channel }) => words(channel.name)));
  if (devices.size < 2) return series.map(({ channel }) => words(channel.name));
  const shared = (name: string) => [...devices.values()].filter((one) => one === name).length > 1;
  return series.map(({ device, channel }) => {
    const name = words(device.name);
    const own = shared(name) ? `${name} (${device.id})` : name;
    return channels.size === 1 ? own : `${own} · ${words(channel.name)}`;
  });
}
