// The strip chart of one channel of a device, live, with no tool besides: for places that need to see it move.
import type { Channel } from "#contract/devices.ts";
import type { Family } from "../ui/families.ts";
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
    <StripFigure
      device={device}
      series={[{ channel, style: { colour: `--labo-${family}`, dash: [], marker: "circle" } }]}
      strip={strip}
      height={height}
      startWindow={startWindow}
    />
  );
}
