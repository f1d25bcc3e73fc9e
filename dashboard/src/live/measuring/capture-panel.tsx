// The capture table: a window of readings kept under what the person typed, with what they expected of it.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { csvText, presetOf } from "#contract/csv.ts";
import { sourceNames } from "#contract/events.ts";
import { formatNumber, ownDecimals, readNumber, viewOf } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { fileName, saveFile } from "../../ui/save-file.ts";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import classes from "./measuring.module.css";
import { type Measuring, printer } from "./measuring.ts";
import { type Capture, captureOf } from "./readings.ts";

/** A capture is the last five seconds: one reading is noise. */
export const captureSeconds = 5;

export function CapturePanel({ measuring }: { readonly measuring: Measuring }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { notes, keep, readings, readNow, channel, device, runCaptures } = measuring;
  const [label, setLabel] = useState("");
  const [expected, setExpected] = useState("");
  const [said, setSaid] = useState("");
  const [before, setBefore] = useState<readonly Capture[]>();
  const { unit } = viewOf(channel.quantity);
  const print = printer(language, channel, 1);
  const take = (event: FormEvent) => {
    event.preventDefault();
    const typed = label.trim();
    const one = captureOf(readNow(), captureSeconds, readNumber(typed) ?? typed, readNumber(expected));
    if (one === undefined) return;
    keep({ captures: [...notes.captures, one] });
    setBefore(undefined);
    setSaid(t("measure.captured", { label: typed, value: print(one.median), n: one.n }));
    setLabel("");
    setExpected("");
  };
  const erase = (captures: readonly Capture[]) => {
    setBefore(notes.captures);
    setSaid(t("measure.capturesErased", { count: captures.length }));
    keep({ captures: notes.captures.filter((one) => !captures.includes(one)) });
  };
  const all = [...runCaptures, ...notes.captures];
  const show = (value: number | string) =>
    typeof value === "number" ? formatNumber(language, value, ownDecimals(value)) : value;
  const columns = [
    notes.labelName || t("measure.label"),
    t("chart.count"),
    t("chart.median"),
    t("chart.mean"),
    t("chart.sd"),
    t("measure.expected"),
  ];
  const save = () => {
    const withUnits = columns.map((name, i) => (i < 2 || unit === "" ? name : `${name} (${unit})`));
    const rows = all.map((one) => [
      one.label,
      one.n,
      one.median,
      one.mean,
      one.sd,
      one.predicted,
      one.time,
      sourceNames[device.source][language],
    ]);
    const preset = presetOf(language);
    saveFile(
      `${fileName(words(device.name), t("measure.tool.capture"))}.csv`,
      new Blob([csvText(preset, [[...withUnits, t("chart.time"), "source"], ...rows])], {
        type: "text/csv;charset=utf-8",
      }),
    );
  };
  return (
    <>
      <p className={classes.how}>{t("measure.captureHow", { seconds: captureSeconds })}</p>
      <form onSubmit={take} className={classes.row}>
        <TextInput
          label={t("measure.labelName")}
          placeholder={t("measure.labelNameExample")}
          value={notes.labelName}
          maxLength={40}
          onChange={(event) => keep({ labelName: event.currentTarget.value })}
        />
        <TextInput
          label={t("measure.label")}
          value={label}
          maxLength={40}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <TextInput
          label={unit === "" ? t("measure.expectedOptional") : t("measure.expectedUnit", { unit })}
          inputMode="decimal"
          value={expected}
          onChange={(event) => setExpected(event.currentTarget.value)}
        />
        <Button type="submit" disabled={label.trim() === "" || readings.length === 0}>
          {t("measure.captureDo")}
        </Button>
      </form>
      <div className={classes.row}>
        <p role="status">{said}</p>
        {before !== undefined && (
          <UndoButton
            key={before.length}
            onUndo={() => {
              keep({ captures: before });
              setBefore(undefined);
              setSaid("");
            }}
          />
        )}
      </div>
      {all.length > 0 && (
        <>
          <ScrollFrame>
            <table className={classes.table}>
              <caption>{t("measure.captures")}</caption>
              <thead>
                <tr>
                  {columns.map((name) => (
                    <th key={name} scope="col">
                      {name}
                    </th>
                  ))}
                  <th scope="col">
                    <span className={classes.hidden}>{t("measure.remove")}</span>
                  </th>
                </tr>
              </thead>
              <tbody>
                {all.map((one) => (
                  <tr key={`${one.time} ${one.label}`}>
                    <th scope="row">{show(one.label)}</th>
                    <td>{formatNumber(language, one.n)}</td>
                    <td>{print(one.median)}</td>
                    <td>{print(one.mean)}</td>
                    <td>{one.sd === undefined ? "—" : print(one.sd)}</td>
                    <td>{one.predicted === undefined ? "" : print(one.predicted)}</td>
                    <td>
                      {notes.captures.includes(one) && (
                        <Button
                          variant="subtle"
                          color="gray"
                          aria-label={t("measure.removeNamed", { name: show(one.label) })}
                          onClick={() => erase([one])}
                        >
                          {t("measure.remove")}
                        </Button>
                      )}
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </ScrollFrame>
          <div className={classes.row}>
            <Button variant="default" onClick={save}>
              {t("measure.captureSave")}
            </Button>
            {notes.captures.length > 0 && (
              <Button variant="subtle" color="gray" onClick={() => erase(notes.captures)}>
                {t("measure.capturesErase")}
              </Button>
            )}
          </div>
          {notes.captures.length > 0 && <p className={classes.how}>{t("measure.capturesKept")}</p>}
        </>
      )}
    </>
  );
}

/** Takes the focus: what was pressed to erase is gone with what it erased. */
function UndoButton({ onUndo }: { readonly onUndo: () => void }) {
  const t = useText();
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), []);
  return (
    <Button ref={button} variant="default" onClick={onUndo}>
      {t("undo")}
    </Button>
  );
}
