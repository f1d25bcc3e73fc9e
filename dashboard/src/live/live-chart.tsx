// The strip chart of one channel of a device, live and heard on demand: for places that need to see it move.
import type { Channel } from "#contract/devices.ts";
import type { Family } from "../ui/families.ts";
import { useWords } from "../ui/language.tsx";
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
  const words = useWords();
  const strip = useStripState([device], startWindow);
  const series = {
    key: channel.id,
    channel,
    name: words(channel.name),
    style: { colour: `--labo-${family}`, dash: [], marker: "circle" },
  } as const;
  return (
    <div>
      <StripFigure series={[series]} strip={strip} height={height} startWindow={startWindow} />
      <ListenToStrip series={[series]} strip={strip} />
    </div>
  );
}
