// The curve of a strip chart, heard.
import type { Channel } from "#contract/devices.ts";
import { heardCurve } from "../ui/chart-data.ts";
import { viewOf } from "../ui/format.ts";
import { ListenButton } from "../ui/listen-button.tsx";
import type { StripState } from "./strip-state.ts";

export function ListenToStrip({ channel, strip }: { readonly channel: Channel; readonly strip: StripState }) {
  const { factor } = viewOf(channel.quantity);
  return (
    <ListenButton
      points={() => heardCurve(strip.samples(), { channel: channel.id, factor }, strip.seconds)}
    />
  );
}
