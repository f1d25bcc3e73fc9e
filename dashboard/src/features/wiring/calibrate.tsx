// Two points of a sensor, from its chart: what it reads now, beside what it truly is. Kept with the plan, dated and signed.
import { Button, TextInput } from "@mantine/core";
import { useState } from "react";
import { type Calibration, type Component, rawChannel } from "#contract/board-plan.ts";
import { quantities } from "#contract/quantities.ts";
import { LiveChart } from "../../live/live-chart.tsx";
import { useLive, useLiveReader } from "../../live/live-context.tsx";
import { statistics } from "../../ui/chart-data.ts";
import { formatMoment, formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { NumberInput } from "../../ui/number-input.tsx";
import classes from "./wiring.module.css";

/** A point is the mean of this long, seconds: one sample is noise. */
const meanSeconds = 2;

interface Point {
  readonly read?: number | undefined;
  readonly true?: number | undefined;
}

export function Calibrate({
  device,
  component,
  onCalibration,
}: {
  readonly device: string;
  readonly component: Component;
  readonly onCalibration: (calibration: Calibration | undefined) => void;
}) {
  const t = useText();
  const { language } = useLanguage();
  const [open, setOpen] = useState(false);
  const { calibration } = component;
  const date = calibration === undefined ? "" : formatMoment(language, calibration.date);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t("calibrate.title")}</summary>
      {calibration !== undefined && (
        <p className={classes.how}>
          {t("calibrate.done", { date, author: calibration.author })}{" "}
          <Button variant="subtle" size="compact-md" onClick={() => onCalibration(undefined)}>
            {t("calibrate.remove")}
          </Button>
        </p>
      )}
      {open && <TwoPoints device={device} component={component} onCalibration={onCalibration} />}
    </details>
  );
}

function TwoPoints({
  device,
  component,
  onCalibration,
}: {
  readonly device: string;
  readonly component: Component;
  readonly onCalibration: (calibration: Calibration) => void;
}) {
  const t = useText();
  const { language } = useLanguage();
  const reader = useLiveReader();
  const channels = useLive((state) => state.bench?.devices[device]?.device.channels);
  const [points, setPoints] = useState<readonly [Point, Point]>([{}, {}]);
  const [author, setAuthor] = useState("");
  // The value as it comes, whether or not the board corrects it already.
  const channel =
    channels?.find(({ id }) => id === rawChannel(component.id)) ??
    channels?.find(({ id }) => id === component.id);
  if (channel === undefined) return <p className={classes.how}>{t("calibrate.later")}</p>;
  const { unit, decimals } = quantities[channel.quantity];
  const print = (value: number) => withUnit(language, formatNumber(language, value, decimals), unit);
  const change = (index: 0 | 1, point: Point) =>
    setPoints(([a, b]) => (index === 0 ? [{ ...a, ...point }, b] : [a, { ...b, ...point }]));
  const whole = wholePoints(points);
  return (
    <>
      <LiveChart device={device} channel={channel} family="board" height={150} startWindow={15} />
      {([0, 1] as const).map((index) => (
        <div key={index} className={classes.point}>
          <NumberInput
            label={t("calibrate.true", { number: String(index + 1) })}
            suffix={unit === "" ? "" : `\u00a0${unit}`}
            decimalScale={decimals}
            value={points[index].true ?? ""}
            onChange={(value) => change(index, { true: typeof value === "number" ? value : undefined })}
          />
          <Button
            variant="default"
            onClick={() => {
              const samples = reader.getState().feeds[device]?.samples ?? [];
              change(index, { read: statistics(samples, channel.id, meanSeconds)?.mean });
            }}
          >
            {points[index].read === undefined
              ? t("calibrate.take")
              : t("calibrate.taken", { value: print(points[index].read) })}
          </Button>
        </div>
      ))}
      <div className={classes.point}>
        <TextInput
          label={t("calibrate.author")}
          maxLength={60}
          value={author}
          onChange={(event) => setAuthor(event.currentTarget.value)}
        />
        <Button
          disabled={whole === undefined || author.trim() === ""}
          onClick={() => {
            if (whole !== undefined)
              onCalibration({ points: whole, author: author.trim(), date: new Date().toISOString() });
          }}
        >
          {t("calibrate.do")}
        </Button>
      </div>
    </>
  );
}

/** Both points, once both are known and apart. */
function wholePoints([a, b]: readonly [Point, Point]): Calibration["points"] | undefined {
  if (a.read === undefined || a.true === undefined || b.read === undefined || b.true === undefined)
    return undefined;
  if (a.read === b.read || a.true === b.true) return undefined;
  return [
    { read: a.read, true: a.true },
    { read: b.read, true: b.true },
  ];
}
