// Other curves beside the one that is measured: of the same device, and of others of this bench that measure the same.
import { Checkbox } from "@mantine/core";
import type { Device } from "#contract/devices.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import { mostSeries } from "../../ui/series-styles.ts";
import { unitOf } from "../drawn-series.ts";
import { useLiveReader } from "../live-context.tsx";
import { comparable } from "./comparable.ts";
import classes from "./measuring.module.css";
import type { Chosen, Measuring } from "./measuring.ts";

const isSame = (a: Chosen, b: Chosen) => a.device.id === b.device.id && a.channel.id === b.channel.id;

export function ComparePanel({
  measuring: { device, channel },
  others,
  onOthers,
}: {
  readonly measuring: Measuring;
  readonly others: readonly Chosen[];
  onOthers(others: readonly Chosen[]): void;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  // Read as the panel is drawn, each second at most: the bench itself changes with every value.
  const bench = useLiveReader().getState().bench;
  const candidates = comparable(device, channel, bench, language);
  if (candidates.length === 0) return <p>{t("measure.compareNone")}</p>;
  const shown = [{ device, channel }, ...others];
  const units = new Set(shown.map((one) => unitOf(one.channel)));
  const full = (one: Chosen) =>
    shown.length >= mostSeries || (units.size >= 2 && !units.has(unitOf(one.channel)));
  const box = (one: Chosen) => {
    const chosen = others.some((other) => isSame(other, one));
    const unit = unitOf(one.channel);
    return (
      <Checkbox
        key={one.channel.id}
        size="md"
        label={`${words(one.channel.name)}${unit === "" ? "" : ` (${unit})`}`}
        checked={chosen}
        disabled={!chosen && full(one)}
        onChange={() => onOthers(chosen ? others.filter((other) => !isSame(other, one)) : [...others, one])}
      />
    );
  };
  const nameOf = (one: Device) => (one.id === device.id ? t("measure.compareOwn") : words(one.name));
  return (
    <>
      <p className={classes.how}>{t("measure.compareHow", { most: mostSeries })}</p>
      <ScrollFrame className={classes.choices}>
        {candidates.map(({ device: from, channels }) => (
          <fieldset key={from.id} className={classes.checks}>
            <legend>{nameOf(from)}</legend>
            {channels.map((one) => box({ device: from, channel: one }))}
          </fieldset>
        ))}
      </ScrollFrame>
    </>
  );
}
