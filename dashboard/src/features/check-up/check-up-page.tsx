// The check-up: what is wrong first, how it shows, what to do; then all that is well, with its evidence.
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import { type Check, type CheckState, inOrder, worstOf } from "#contract/doctor.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Loading, Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./check-up.module.css";
import { DecisionTree } from "./decision-tree.tsx";
import { browserChecks } from "./view-model.ts";

const lookAgainMs = 5000;

const shapes: Record<CheckState, ReactNode> = {
  ok: <path d="m5 12.5 4.5 4.5L19 7.5" />,
  look: <path d="M9 9a3 3 0 1 1 4.2 2.7c-.8.4-1.2 1-1.2 1.8v.7M12 17.6v.2" />,
  fault: <path d="M12 3.5 21.5 20h-19ZM12 10v4.5M12 17.3v.2" />,
};

function CheckCard({ check }: { readonly check: Check }) {
  const t = useText();
  const words = useWords();
  const { id, state, title, evidence, next, tree, device } = check;
  return (
    <Card as="li">
      <div className={classes.check} data-state={state} data-code={check.code}>
        <svg viewBox="0 0 24 24" className={classes.mark} role="img" aria-label={t(`checkUp.${state}`)}>
          {shapes[state]}
        </svg>
        <h3 id={id}>
          {device === undefined ? words(title) : <Link to={`/appareil/${device}`}>{words(title)}</Link>}
        </h3>
        <p className={classes.evidence}>{words(evidence)}</p>
        {tree !== undefined ? (
          <DecisionTree key={check.code} tree={tree} />
        ) : (
          next !== undefined && <p className={classes.next}>{words(next)}</p>
        )}
      </div>
    </Card>
  );
}

export function CheckUpPage() {
  const t = useText();
  const { language } = useLanguage();
  const isLive = useLive((state) => state.connection) === "open";
  const report = useRoute("doctor", { refetchMs: lookAgainMs });
  const own = browserChecks({
    isLive,
    skewMs: report.data === undefined ? 0 : report.dataUpdatedAt - Date.parse(report.data.time),
    languages: navigator.languages,
    language,
  });
  const checks = inOrder([...(report.data?.checks ?? []), ...own]);
  const troubled = checks.filter(({ state }) => state !== "ok");
  const well = checks.filter(({ state }) => state === "ok");
  return (
    <Page
      title={t("checkUp.title")}
      lead={report.data === undefined ? t("checkUp.lead") : t(`checkUp.verdict.${worstOf(checks)}`)}
      actions={
        <Button variant="default" loading={report.isFetching} onClick={() => void report.refetch()}>
          {t("checkUp.refresh")}
        </Button>
      }
    >
      {report.isError && (
        <ProblemNote problem={problemOf(report.error)} onRetry={() => void report.refetch()} />
      )}
      {report.data === undefined ? (
        !report.isError && <Loading />
      ) : (
        <>
          {troubled.length > 0 && (
            <Section title={t("checkUp.troubled")} id="a-voir">
              <ul className={classes.list}>
                {troubled.map((check) => (
                  <CheckCard key={check.id} check={check} />
                ))}
              </ul>
            </Section>
          )}
          <Section title={t("checkUp.well")} id="bien">
            <ul className={classes.list}>
              {well.map((check) => (
                <CheckCard key={check.id} check={check} />
              ))}
            </ul>
          </Section>
        </>
      )}
    </Page>
  );
}
