// The strip chart of one channel of a device, live and heard on demand: for places that need to see it move.
import type { Channel } from "#contract/devices.ts";
import type { Family } from "../ui/families.ts";
import { ListenToStrip } from "./listen-to-strip.tsx";
import { StripFigure } from "./strip-figure.tsx";
import { useStripState } from "./strip-state.ts";

export function LiveChart({
  device,
  channel,
  family,
  height = 220,
  startWindow = 60,
}: {
  readonly device: string;
  readonly channel: Channel;
  readonly family: Family;
  readonly height?: number;
  readonly startWindow?: number;
}) {
  const strip = useStripState(device, startWindow);
  return (
    <div>
      <StripFigure
        device={device}
        series={[{ channel, style: { colour: `--labo-${family}`, dash: [], marker: "circle" } }]}
        strip={strip}
        height={height}
        startWindow={startWindow}
      />
      <ListenToStrip channel={channel} strip={strip} />
    </div>
  );
}
