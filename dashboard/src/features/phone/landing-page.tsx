// Where a printed code leads: the page counts itself once it is shown, and says so.
import { useEffect, useRef, useState } from "react";
import { useParams } from "react-router";
import type { CodePage } from "#contract/code-pages.ts";
import type { Problem } from "#contract/problems.ts";
import { call, problemOf } from "../../connection/api.ts";
import { Card } from "../../ui/card.tsx";
import { formatClock } from "../../ui/format.ts";
import { useText } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { Loading, Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./phone.module.css";

export function LandingPage() {
  const t = useText();
  const { id = "" } = useParams();
  const [page, setPage] = useState<CodePage>();
  const [problem, setProblem] = useState<Problem>();
  const [time, setTime] = useState("");
  const counted = useRef<string>(undefined);
  useEffect(() => {
    // One opening is one opening, however often React draws.
    if (counted.current === id) return;
    counted.current = id;
    call("openCodePage", { params: { id }, body: {} }).then(
      (opened) => {
        setPage(opened);
        setTime(new Date().toISOString());
      },
      (error: unknown) => setProblem(problemOf(error)),
    );
  }, [id]);
  return (
    <Page title={page?.name ?? t("landing.title")}>
      {problem !== undefined ? (
        <ProblemNote problem={problem} />
      ) : page === undefined ? (
        <Loading lines={1} />
      ) : (
        <Card family="phone">
          <p className={classes.landed} role="status">
            {t("landing.counted", { count: page.openings, time: formatClock(time) })}
          </p>
          <p className={classes.small}>{t("landing.nothing")}</p>
        </Card>
      )}
      <div className={classes.actions}>
        <LinkButton to="/fiches" variant="default">
          {t("landing.sheets")}
        </LinkButton>
        <LinkButton to="/telephone" variant="default">
          {t("join.lendThis")}
        </LinkButton>
      </div>
    </Page>
  );
}
