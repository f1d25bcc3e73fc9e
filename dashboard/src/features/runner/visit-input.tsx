// Visits to a prototype, recorded while one watches people: large buttons, no names; and what the figures allow to say.
import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { type Comparison, compareVisits, visitFigures } from "#contract/maths/visits.ts";
import type { Run, RunAction } from "#contract/runs.ts";
import { formatDuration, formatNumber } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import classes from "./people.module.css";
import type { InputProps } from "./step-props.ts";

type What = Extract<RunAction, { action: "visit" }>["what"];

export function VisitInput({ view, run, act, input }: InputProps<"visit">) {
  const t = useText();
  const { language } = useLanguage();
  const lasted = (seconds: number) => formatDuration(language, seconds * 1000);
  const step = view.step.id;
  const open = run.visit?.step === step ? run.visit : undefined;
  const last = run.visits?.at(-1);
  const title = useRef<HTMLHeadingElement>(null);
  const wasOpen = useRef(open !== undefined);
  const isOpen = open !== undefined;
  useEffect(() => {
    if (wasOpen.current === isOpen) return;
    wasOpen.current = isOpen;
    // The button pressed is gone: the keyboard goes on from here, not from the top of the page.
    if (document.activeElement === document.body) title.current?.focus({ preventScroll: true });
  }, [isOpen]);
  const large = (what: Exclude<What, "cancel" | "undo">) => (
    <button
      type="button"
      className={classes.large}
      data-kind={what}
      disabled={act.pending}
      onClick={() => void act.send({ action: "visit", step, what })}
    >
      {t(`input.visit.${what}`)}
    </button>
  );
  return (
    <div className={classes.panel}>
      <h3 ref={title} tabIndex={-1}>
        {t("input.visit.title", { version: input.version })}
      </h3>
      {open !== undefined ? (
        <>
          {open.seconds === undefined ? (
            <Elapsed key={open.startedAt} />
          ) : (
            <p className={classes.said} role="status">
              {t("input.visit.undone", { time: lasted(open.seconds) })}
            </p>
          )}
          <div className={classes.pair}>
            {large("success")}
            {large("failure")}
          </div>
          <div>
            <Button
              variant="subtle"
              disabled={act.pending}
              onClick={() => void act.send({ action: "visit", step, what: "cancel" })}
            >
              {t("input.visit.cancel")}
            </Button>
          </div>
        </>
      ) : (
        <>
          {large("start")}
          {last?.step === step && (
            <div className={classes.last}>
              <span>{t("input.visit.last", { made: String(last.success), time: lasted(last.seconds) })}</span>
              <Button
                variant="subtle"
                disabled={act.pending}
                onClick={() => void act.send({ action: "visit", step, what: "undo" })}
              >
                {t("input.visit.undo")}
              </Button>
            </div>
          )}
        </>
      )}
      <VisitTable run={run} />
    </div>
  );
}

/** Counted by this page alone, to be looked at; the bench has its own clock. */
function Elapsed() {
  const { language } = useLanguage();
  const t = useText();
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    const from = performance.now();
    const timer = setInterval(() => setSeconds(Math.floor((performance.now() - from) / 1000)), 500);
    return () => clearInterval(timer);
  }, []);
  return (
    <p className={classes.clock}>
      {t("input.visit.elapsed", { time: formatDuration(language, seconds * 1000) })}
    </p>
  );
}

/** The visits so far, by version, and what two versions allow to say. */
export function VisitTable({ run }: { readonly run: Run }) {
  const t = useText();
  const { language } = useLanguage();
  const visits = run.visits ?? [];
  const compared = compareVisits(visits);
  if (visits.length === 0) return <p className={classes.said}>{t("input.visit.none")}</p>;
  return (
    <>
      <ScrollFrame as="section" label={t("input.visit.table")}>
        <table className={classes.figures}>
          <thead>
            <tr>
              {(["version", "visits", "successes", "median"] as const).map((name) => (
                <th key={name} scope="col">
                  {t(`input.visit.column.${name}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {visitFigures(visits).map(({ version, visits: n, successes, seconds }) => (
              <tr key={version}>
                <th scope="row">{formatNumber(language, version)}</th>
                <td>{formatNumber(language, n)}</td>
                <td>{t("input.visit.rate", { successes, n })}</td>
                <td>{formatDuration(language, seconds * 1000)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollFrame>
      {compared !== undefined && <Verdict compared={compared} />}
    </>
  );
}

/** What may honestly be said of two versions. */
function Verdict({
  compared: { before, after, chance, tells, wouldTell },
}: {
  readonly compared: Comparison;
}) {
  const t = useText();
  const { language } = useLanguage();
  const figures = {
    a: before.successes,
    n: before.visits,
    b: after.successes,
    m: after.visits,
    chance: formatNumber(language, 100 * chance, chance < 0.1 ? 1 : 0),
  };
  const { atLeast, atMost } = wouldTell ?? {};
  const needed =
    atLeast !== undefined
      ? t("input.visit.neededMore", { k: atLeast, m: after.visits })
      : atMost !== undefined
        ? t("input.visit.neededLess", { k: atMost, m: after.visits })
        : t("input.visit.neededVisits");
  return (
    <p className={classes.said}>
      {t(tells ? "input.visit.tells" : "input.visit.silent", figures)} {!tells && needed}
    </p>
  );
}
