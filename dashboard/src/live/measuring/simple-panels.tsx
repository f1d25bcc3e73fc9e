// The tools that ask for one gesture: a large value, a mark, a prediction, and doors to what is elsewhere.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { formatClock, formatNumber, readNumber, viewOf } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { LiveValue } from "../live-value.tsx";
import classes from "./measuring.module.css";
import { type Measuring, useSelection } from "./measuring.ts";

interface Props {
  readonly measuring: Measuring;
}

export function ValuePanel({ measuring: { device, channel } }: Props) {
  return (
    <div className={classes.big}>
      <LiveValue device={device.id} channel={channel} size="huge" />
    </div>
  );
}

export function MarkPanel({
  measuring: { notes, keep, readings, readNow },
  onMark,
}: Props & { readonly onMark: ((label: string) => void) | undefined }) {
  const t = useText();
  const [text, setText] = useState("");
  const mark = (event: FormEvent) => {
    event.preventDefault();
    const last = readNow().at(-1);
    if (last === undefined) return;
    const label = text.trim() === "" ? t("measure.markN", { n: notes.marks.length + 1 }) : text.trim();
    keep({ marks: [...notes.marks, { mono: last.mono, time: last.time, label }] });
    onMark?.(label);
    setText("");
  };
  return (
    <form onSubmit={mark}>
      <div className={classes.row}>
        <TextInput
          label={t("measure.markLabel")}
          value={text}
          maxLength={40}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" disabled={readings.length === 0}>
          {t("measure.markDo")}
        </Button>
      </div>
      {notes.marks.length > 0 && (
        <ul className={classes.list}>
          {notes.marks.map((one) => (
            <li key={one.mono + one.label}>
              <span>
                {one.label} · {formatClock(one.time)}
              </span>
              <Button
                variant="subtle"
                color="gray"
                aria-label={t("measure.removeNamed", { name: one.label })}
                onClick={() => keep({ marks: notes.marks.filter((other) => other !== one) })}
              >
                {t("measure.remove")}
              </Button>
            </li>
          ))}
        </ul>
      )}
    </form>
  );
}

export function PredictionPanel({ measuring }: Props) {
  const { notes, keep, channel, readings } = measuring;
  const t = useText();
  const { language } = useLanguage();
  const { unit, decimals } = viewOf(channel.quantity);
  const [text, setText] = useState(
    notes.prediction === undefined ? "" : formatNumber(language, notes.prediction, decimals),
  );
  const [wrong, setWrong] = useState(false);
  const last = useSelection(measuring)(readings).at(-1);
  const print = (value: number) => formatNumber(language, value, decimals);
  const draw = (event: FormEvent) => {
    event.preventDefault();
    const value = readNumber(text);
    setWrong(value === undefined && text.trim() !== "");
    keep({ prediction: value });
  };
  return (
    <form onSubmit={draw}>
      <div className={classes.row}>
        <TextInput
          label={unit === "" ? t("measure.predictionLabel") : t("measure.predictionUnit", { unit })}
          inputMode="decimal"
          value={text}
          error={wrong ? t("input.notNumber") : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit">{t("measure.predictionDo")}</Button>
      </div>
      {notes.prediction !== undefined && last !== undefined && (
        <p>
          {t("measure.predictionOff", {
            predicted: print(notes.prediction),
            measured: print(last.value),
            off: print(last.value - notes.prediction),
          })}
        </p>
      )}
    </form>
  );
}

export function CalibrationPanel({ measuring: { device } }: Props) {
  const t = useText();
  if (device.model === "firmata-board")
    return (
      <>
        <p className={classes.how}>{t("measure.calibrateBoard")}</p>
        <LinkButton to={`/appareil/${device.id}/cablage`} variant="default">
          {t("measure.calibrateOpen")}
        </LinkButton>
      </>
    );
  if (device.profile === "ble-beacon")
    return (
      <>
        <p className={classes.how}>{t("measure.calibrateBeacon")}</p>
        <LinkButton to={`/appareil/${device.id}#etalonnage`} variant="default">
          {t("measure.calibrateOpen")}
        </LinkButton>
      </>
    );
  return <p>{t("measure.calibrateNone")}</p>;
}

export function InspectorPanel({ measuring: { device } }: Props) {
  const t = useText();
  return (
    <>
      <p className={classes.how}>{t("measure.inspectorHow")}</p>
      <LinkButton to={`/appareil/${device.id}#octets`} variant="default">
        {t("measure.inspectorOpen")}
      </LinkButton>
    </>
  );
}
