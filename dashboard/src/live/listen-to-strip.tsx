// The curves of a strip chart, heard one by one; those of one unit on one scale, so that the ear compares them too.
import { heardCurve } from "../ui/chart-data.ts";
import { viewOf } from "../ui/format.ts";
import { useText } from "../ui/language.tsx";
import { ListenButton } from "../ui/listen-button.tsx";
import { type DrawnSeries, unitOf } from "./drawn-series.ts";
import type { StripState } from "./strip-state.ts";

export function ListenToStrip({
  series,
  strip,
}: {
  readonly series: readonly DrawnSeries[];
  readonly strip: StripState;
}) {
  const t = useText();
  const curve = ({ key, channel }: DrawnSeries) =>
    heardCurve(strip.samples(), { channel: key, factor: viewOf(channel.quantity).factor }, strip.seconds);
  return series.map((one) => (
    <ListenButton
      key={one.key}
      points={() => curve(one)}
      among={() => series.filter(({ channel }) => unitOf(channel) === unitOf(one.channel)).flatMap(curve)}
      {...(series.length > 1 ? { label: t("measure.listenTo", { name: one.name }) } : {})}
    />
  ));
}
