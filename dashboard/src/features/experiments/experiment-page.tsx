// Before an experiment: what it is for, what it needs, which devices will play, and the button to begin.
import { Button, Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { useNavigate, useParams } from "react-router";
import type { Need } from "#contract/roles.ts";
import type { Experiment } from "#contract/sheets.ts";
import { problemOf } from "../../connection/api.ts";
import { ContentProblems } from "../../live/content-problems.tsx";
import { useLive, useTake } from "../../live/live-context.tsx";
import { useCall, useIsTrainer, useRoute, useSession } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { familyOf } from "../../ui/families.ts";
import { FiguresOf } from "../../ui/figures.tsx";
import { formatMoment, formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link, LinkButton } from "../../ui/link.tsx";
import { FamilyMark, HealthMark, SourceBadge } from "../../ui/marks.tsx";
import { Loading, Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { Prose } from "../../ui/prose.tsx";
import classes from "./experiments.module.css";
import { fitting, proposed, recast } from "./fitting.ts";
import { PlugIn } from "./plug-in.tsx";

const authorLooksEveryMs = 2000;

export function ExperimentPage() {
  const t = useText();
  const { id = "" } = useParams();
  // Whoever writes an experiment sees its words change while writing.
  const isAuthor = useIsTrainer();
  const query = useRoute("experiment", {
    params: { id },
    ...(isAuthor ? { refetchMs: authorLooksEveryMs } : {}),
  });
  if (query.isError) {
    return (
      <Page title={t("experiments.title")}>
        <ContentProblems of={id} />
        <ProblemNote problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  return query.data === undefined ? <Loading lines={4} /> : <Start experiment={query.data} />;
}

function Start({ experiment }: { readonly experiment: Experiment }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const navigate = useNavigate();
  const take = useTake();
  const kit = useSession().data?.kit === true;
  const bench = useLive((state) => state.bench);
  const runs = (useRoute("runs").data?.runs ?? []).filter((run) => run.experiment === experiment.id);
  const [chosen, setChosen] = useState<Readonly<Record<string, string>>>({});
  const start = useCall("startRun");
  const casting = proposed(bench, experiment.needs, chosen);
  // The composer is a device once a rule is made, which is a step of the experiment.
  const missing = experiment.needs.filter(
    (need) => casting[need.role] === undefined && !need.profiles.includes("composer"),
  );
  const devices = Object.fromEntries(
    Object.entries(casting).map(([role, device]) => [role, bench?.devices[device]?.device]),
  );
  const stationRoles = experiment.needs.filter(isStation).map(({ role }) => role);
  // On a bench with many stations, those one opens oneself are one's own.
  const giveStation = (device: string) =>
    setChosen((before) => {
      const role = stationRoles.find((one) => before[one] === undefined);
      return role === undefined ? before : { ...before, [role]: device };
    });
  const begin = (paper: boolean) =>
    start.mutate(
      { body: { experiment: experiment.id, devices: paper ? {} : { ...casting }, paper } },
      {
        onSuccess: (run) => {
          take({ type: "run", run: run.id, data: run });
          void navigate(`/parcours/${run.id}`);
        },
      },
    );
  const notes = [
    { title: t("experiment.safety"), body: experiment.safety },
    { title: t("experiment.privacy"), body: experiment.privacy },
  ];
  return (
    <Page
      title={words(experiment.title)}
      over={
        <>
          <Link to="/experiences">{t("nav.experiments")}</Link> / {experiment.number} ·{" "}
          {t(`level.${experiment.level}`)}
          {experiment.bonus === true && ` · ${t("experiment.bonus")}`} ·{" "}
          {withUnit(language, formatNumber(language, experiment.minutes), "min")} ·{" "}
          {t("experiment.steps", { count: experiment.steps.length })}
        </>
      }
    >
      <ContentProblems of={experiment.id} />
      <div className={classes.start}>
        <div className={classes.startMain}>
          <div className={classes.aim}>
            <Prose text={experiment.aim[language]} language={language} />
          </div>
          {experiment.needs.map((need) => {
            const able = fitting(bench, need);
            return (
              <Card key={need.role} as="section" label={`role-${need.role}`}>
                <h2 id={`role-${need.role}`} tabIndex={-1} className={classes.roleTitle}>
                  {words(need.name)}
                </h2>
                {able.length === 0 && isStation(need) ? (
                  <p>{t("station.missing")}</p>
                ) : able.length === 0 && need.profiles.includes("notebook") ? (
                  <div className={classes.missing}>
                    <p>{t("notebook.missing")}</p>
                    <LinkButton to="/carnet" variant="default">
                      {t("notebook.openPage")}
                    </LinkButton>
                  </div>
                ) : able.length === 0 && need.profiles.includes("composer") ? (
                  <p>{t("composer.missing")}</p>
                ) : able.length === 0 && need.profiles.includes("page") ? (
                  <div className={classes.missing}>
                    <p>{t("codes.missing")}</p>
                    <LinkButton to="/codes" variant="default">
                      {t("codes.openPage")}
                    </LinkButton>
                  </div>
                ) : able.length === 0 && kit ? (
                  <PlugIn need={need} />
                ) : able.length === 0 ? (
                  <div className={classes.missing}>
                    <p>{t("experiment.missing")}</p>
                    <LinkButton to="/" variant="default">
                      {t("notFound.back")}
                    </LinkButton>
                  </div>
                ) : (
                  <>
                    {casting[need.role] === undefined && (
                      <p role="status">{t(isStation(need) ? "station.another" : "experiment.another")}</p>
                    )}
                    <Radio.Group
                      aria-labelledby={`role-${need.role}`}
                      value={casting[need.role] ?? null}
                      onChange={(device) => setChosen(recast(casting, chosen, need.role, device))}
                    >
                      <Stack gap="xs">
                        {able.map(({ device, availability }) => (
                          <Radio
                            key={device.id}
                            value={device.id}
                            className={classes.device ?? ""}
                            label={
                              <span className={classes.deviceLabel}>
                                <FamilyMark family={familyOf(device.profile)} size={22} />
                                <b>{words(device.name)}</b>
                                <SourceBadge source={device.source} />
                                <HealthMark state={availability?.health.state ?? "idle"} />
                              </span>
                            }
                          />
                        ))}
                      </Stack>
                    </Radio.Group>
                    {kit && !able.some(({ availability }) => availability?.state === "online") && (
                      <PlugIn need={need} isKnown />
                    )}
                  </>
                )}
              </Card>
            );
          })}
          {stationRoles.length > 0 && <MakeStation onMade={giveStation} />}
          {start.isError && <ProblemNote problem={problemOf(start.error)} />}
          <div className={classes.begin}>
            <Button
              size="lg"
              onClick={() => begin(false)}
              loading={start.isPending}
              disabled={missing.length > 0}
            >
              {t("experiment.begin")}
            </Button>
            <span className={classes.beginNote}>
              {t(missing.length > 0 ? "experiment.beginMissing" : "experiment.beginNote")}
            </span>
          </div>
        </div>
        <aside className={classes.startAside} aria-label={t("experiment.toKnow")}>
          {notes.map(({ title, body }) =>
            body === undefined ? null : (
              <div key={title} className={classes.noteBox}>
                <h2>{title}</h2>
                <FiguresOf figures={experiment.figures} devices={devices}>
                  <Prose text={body[language]} language={language} />
                </FiguresOf>
              </div>
            ),
          )}
          <p>
            <Link to={`/fiches/${experiment.sheet}`}>{t("experiment.sheet")}</Link>
          </p>
          <p>
            <a
              href={`/api/experiments/${encodeURIComponent(experiment.id)}.pdf?language=${language}`}
              target="_blank"
              rel="noreferrer"
            >
              {t("experiment.pdf")}
            </a>
          </p>
          <div className={classes.paper}>
            <p>{t("experiment.paperNote")}</p>
            <Button variant="default" onClick={() => begin(true)} loading={start.isPending}>
              {t("experiment.paper")}
            </Button>
          </div>
        </aside>
      </div>
      {runs.length > 0 && (
        <Section id="parcours" title={t("experiment.runs")}>
          <ul className={classes.runs}>
            {[...runs]
              .sort((a, b) => b.startedAt.localeCompare(a.startedAt))
              .map((run) => (
                <li key={run.id}>
                  <Link to={`/parcours/${run.id}`}>{t("experiment.run", { n: run.attempt })}</Link>
                  <span>
                    {formatMoment(language, run.startedAt)} ·{" "}
                    {t(run.finishedAt === undefined ? "experiment.runOpen" : "experiment.runFinished")}{" "}
                    {run.paper === true && <SourceBadge source="manual" paper />}
                  </span>
                </li>
              ))}
          </ul>
        </Section>
      )}
    </Page>
  );
}

const isStation = ({ profiles }: Need) => profiles.includes("mqtt-station");

/** A station comes from nowhere but here: whoever needs one opens it. */
function MakeStation({ onMade }: { readonly onMade: (device: string) => void }) {
  const t = useText();
  const make = useCall("makeStation");
  return (
    <Card as="section">
      <p>{t("station.makeNote")}</p>
      <Button
        variant="default"
        loading={make.isPending}
        onClick={() => make.mutate({ body: {} }, { onSuccess: ({ device }) => onMade(device) })}
      >
        {t("station.make")}
      </Button>
      {make.isError && <ProblemNote problem={problemOf(make.error)} />}
    </Card>
  );
}
