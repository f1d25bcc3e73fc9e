// How far a step is: done and how that is known, or not yet and why.
import { Progress } from "@mantine/core";
import type { RunStep } from "#contract/runs.ts";
import type { Words } from "#contract/words.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { isDone, type StepView } from "./run-model.ts";
import classes from "./runner.module.css";

/** Sources of evidence that a verified step must always own up to. */
const notReal = ["simulated", "replay"] as const;

export function StepProgress({ view }: { readonly view: StepView }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { state, progress, evidence, answerCorrect, confirmedBy } = view.run;
  if (isDone(state)) {
    return (
      <div className={classes.verified} data-state={state}>
        <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true">
          <path d="m5 12.8 4.6 4.6L19.4 7" />
        </svg>
        <div>
          <b>{t(`run.done.${doneAs(view.run)}`)}</b>
          {evidence !== undefined && <p>{words(evidence.summary)}</p>}
          {notReal.map(
            (source) =>
              evidence?.sources.includes(source) === true && (
                <p key={source} className={classes.small}>
                  {t(`run.evidence.${source}`)}
                </p>
              ),
          )}
          {confirmedBy !== undefined && <p>{t(`confirmed.${confirmedBy}`)}</p>}
          {answerCorrect === false && <p>{t("run.answerOffDone")}</p>}
          <Refusals list={progress.refusals} />
        </div>
      </div>
    );
  }
  if (!view.step.verifiable && progress.why === undefined) return null;
  const now =
    progress.value === undefined
      ? undefined
      : withUnit(
          language,
          formatNumber(language, progress.value, decimalsOf(progress.value)),
          progress.unit ?? "",
        );
  return (
    <div className={classes.progress}>
      {progress.fraction !== undefined && (
        <Progress
          value={progress.fraction * 100}
          size="lg"
          radius="xl"
          aria-label={t("run.progress")}
          transitionDuration={200}
        />
      )}
      {progress.why !== undefined && (
        <div className={classes.why}>
          <h3>{t("run.why")}</h3>
          <p>{words(progress.why)}</p>
          {now !== undefined && !words(progress.why).includes(now) && (
            <p className={classes.small}>{t("run.now", { value: now })}</p>
          )}
        </div>
      )}
      <Refusals list={progress.refusals} />
      {answerCorrect === false && <p className={classes.refused}>{t("run.answerOff")}</p>}
    </div>
  );
}

/** What was turned down just now, and why. */
function Refusals({ list }: { readonly list: readonly Words[] }) {
  const words = useWords();
  if (list.length === 0) return null;
  return (
    <ul className={classes.refusals}>
      {list.map((refusal) => (
        <li key={refusal.fr}>{words(refusal)}</li>
      ))}
    </ul>
  );
}

/** How a step came to be done, for its title: an answer was judged by the bench, not by a device. */
function doneAs({
  state,
  evidence,
  answer,
}: RunStep): "verified" | "answered" | "watched" | "helped" | "confirmed" {
  if (state === "helped") return "helped";
  if (state !== "verified") return "confirmed";
  const byWordsAlone = evidence?.sources.every((source) => source === "manual");
  if (answer !== undefined && byWordsAlone) return "answered";
  // Visits counted, reactions on the page: no device had a part in it.
  return byWordsAlone && (evidence?.sources.length ?? 0) > 0 ? "watched" : "verified";
}

/** Delays and distances below one would lose what they say to a single decimal. */
function decimalsOf(value: number): number {
  if (Number.isInteger(value)) return 0;
  return Math.abs(value) < 1 ? 2 : 1;
}
