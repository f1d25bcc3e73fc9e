// What happened around a run and would mislead its readers: said where it happened, and again in the summary.
import type { Run } from "#contract/runs.ts";
import { formatClock } from "../../ui/format.ts";
import { useText, useWords } from "../../ui/language.tsx";
import classes from "./runner.module.css";

/** @param step only what happened at this step; everything when absent. */
export function Notices({ run, step }: { readonly run: Run; readonly step?: string }) {
  const t = useText();
  const words = useWords();
  const notices = (run.notices ?? []).filter((notice) => step === undefined || notice.step === step);
  return (
    <div role="status" className={classes.notices}>
      {notices.length > 0 && (
        <>
          <h3>{t("run.notices")}</h3>
          <ul>
            {notices.map(({ time, what }) => (
              <li key={`${time} ${what.fr}`}>
                <time dateTime={time}>{formatClock(time)}</time> {words(what)}
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
