// Which channels have a tile of their own: the bounds of an estimate stand in the tile of what they bound. Pure.
import type { Channel } from "#contract/devices.ts";
import type { QuantityId } from "#contract/quantities.ts";

const boundsOfQuantity: Partial<Record<QuantityId, readonly [low: QuantityId, high: QuantityId]>> = {
  distance: ["distanceLow", "distanceHigh"],
};
const bounding = new Set(Object.values(boundsOfQuantity).flat());

/** The channels to give a tile, in their order. */
export function tileChannels(channels: readonly Channel[]): readonly Channel[] {
  return channels.filter(({ quantity }) => !bounding.has(quantity));
}

/** The channels that say how far an estimate may be off, or `undefined` where there are none. */
export function boundsOf(
  channel: Channel,
  channels: readonly Channel[],
): { readonly low: Channel; readonly high: Channel } | undefined {
  const [lowQuantity, highQuantity] = boundsOfQuantity[channel.quantity] ?? [];
  const low = channels.find(({ quantity }) => quantity === lowQuantity);
  const high = channels.find(({ quantity }) => quantity === highQuantity);
  return low === undefined || high === undefined ? undefined : { low, high };
}
