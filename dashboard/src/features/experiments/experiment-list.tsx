// All the experiments, by sheet, and the runs left open.
import { problemOf } from "../../connection/api.ts";
import { useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { familyOf } from "../../ui/families.ts";
import { formatMoment, formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { FamilyMark } from "../../ui/marks.tsx";
import { Empty, Loading, Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./experiments.module.css";

const runsListed = 5;

export function ExperimentList() {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const experiments = useRoute("experiments");
  const runs = useRoute("runs").data?.runs ?? [];
  const open = runs
    .filter((run) => run.finishedAt === undefined)
    .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
    .slice(0, runsListed);
  const all = experiments.data?.experiments;
  return (
    <Page title={t("experiments.title")} lead={t("experiments.lead")}>
      {experiments.isError && (
        <ProblemNote problem={problemOf(experiments.error)} onRetry={() => void experiments.refetch()} />
      )}
      {all === undefined ? (
        !experiments.isError && <Loading />
      ) : all.length === 0 ? (
        <Empty title={t("experiments.empty")}>
          <p>{t("sheets.emptyText")}</p>
        </Empty>
      ) : (
        <ul className={classes.list}>
          {[...all]
            .sort((a, b) => a.number.localeCompare(b.number))
            .map((experiment) => {
              const profile = experiment.needs[0]?.profiles[0];
              const family = profile === undefined ? undefined : familyOf(profile);
              return (
                <Card as="li" key={experiment.id} family={family} className={classes.item}>
                  <div className={classes.itemHead}>
                    <span className={classes.number}>{experiment.number}</span>
                    {family !== undefined && <FamilyMark family={family} size={30} />}
                  </div>
                  <h2>
                    <Link to={`/experiences/${experiment.id}`} className={classes.cover ?? ""}>
                      {words(experiment.title)}
                    </Link>
                  </h2>
                  <p className={classes.meta}>
                    <span>{t(`level.${experiment.level}`)}</span>
                    <span>{withUnit(language, formatNumber(language, experiment.minutes), "min")}</span>
                    <span>{experiment.needs.map((need) => words(need.name)).join(", ")}</span>
                  </p>
                </Card>
              );
            })}
        </ul>
      )}
      {open.length > 0 && (
        <Section id="en-cours" title={t("experiments.open")}>
          <ul className={classes.runs}>
            {open.map((run) => {
              const experiment = all?.find(({ id }) => id === run.experiment);
              return (
                <li key={run.id}>
                  <Link to={`/parcours/${run.id}`}>
                    {experiment === undefined
                      ? run.experiment
                      : `${experiment.number} · ${words(experiment.title)}`}
                  </Link>
                  <span>{t("experiments.openSince", { date: formatMoment(language, run.startedAt) })}</span>
                </li>
              );
            })}
          </ul>
        </Section>
      )}
    </Page>
  );
}
