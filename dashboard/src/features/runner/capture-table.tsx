// What a participant captured so far, as a table.
import type { Run } from "#contract/runs.ts";
import type { Experiment } from "#contract/sheets.ts";
import { formatNumber, ownDecimals, viewOf } from "../../ui/format.ts";
import { type MessageId, useLanguage, useText, useWords } from "../../ui/language.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import classes from "./summary.module.css";

/** Channels that count, and are none of a device. */
const countedChannels: Readonly<Record<string, MessageId>> = {
  trials: "summary.channel.trials",
  tally: "summary.channel.tally",
};

export function CaptureTable({ run, experiment }: { readonly run: Run; readonly experiment: Experiment }) {
  const t = useText();
  const words = useWords();
  const nameOf = (id: string) => {
    const channel = experiment.channels.find((one) => one.id === id);
    const counted = countedChannels[id];
    if (channel === undefined) return counted === undefined ? id : t(counted);
    const { unit } = viewOf(channel.quantity);
    return unit === "" ? words(channel.name) : `${words(channel.name)} (${unit})`;
  };
  const { language } = useLanguage();
  const channels = new Set(run.captures.map(({ channel }) => channel));
  // One channel only is said above the table: its column would squeeze the others beside the kit.
  const only = channels.size === 1 ? [...channels][0] : undefined;
  const print = (value: number) => formatNumber(language, value, 1);
  return (
    <ScrollFrame>
      <table className={classes.table}>
        {only === undefined ? (
          <caption className={classes.hidden}>{t("summary.captures")}</caption>
        ) : (
          <caption className={classes.only}>{nameOf(only)}</caption>
        )}
        <thead>
          <tr>
            <th scope="col">{t("summary.label")}</th>
            {only === undefined && <th scope="col">{t("summary.channel")}</th>}
            {run.paper === true ? (
              <th scope="col">{t("paper.figure")}</th>
            ) : (
              <>
                <th scope="col">{t("chart.count")}</th>
                <th scope="col">{t("chart.median")}</th>
                <th scope="col">{t("chart.mean")}</th>
                <th scope="col">{t("chart.sd")}</th>
              </>
            )}
          </tr>
        </thead>
        <tbody>
          {run.captures.map((capture) => (
            <tr key={`${capture.step} ${capture.time}`}>
              <th scope="row">
                {typeof capture.label === "number"
                  ? formatNumber(language, capture.label, ownDecimals(capture.label))
                  : capture.label}
              </th>
              {only === undefined && <td>{nameOf(capture.channel)}</td>}
              {run.paper === true ? (
                <td>{formatNumber(language, capture.median, ownDecimals(capture.median))}</td>
              ) : (
                <>
                  <td>{formatNumber(language, capture.samples)}</td>
                  <td>{print(capture.median)}</td>
                  <td>{print(capture.mean)}</td>
                  <td>{print(capture.sd)}</td>
                </>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
