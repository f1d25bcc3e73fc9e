// Where a printed code or a touched tag leads: the page counts itself once it is shown, takes notes, and goes on without a
// network; what could not be told waits in the phone.
import { Button, Switch } from "@mantine/core";
import { useParams, useSearchParams } from "react-router";
import { Card } from "../../ui/card.tsx";
import { formatClock, formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { Loading, Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { LeaveNote } from "./leave-note.tsx";
import { totalKb, weightParts } from "./page-weight.ts";
import classes from "./phone.module.css";
import { useVisit, type VisitOfPage } from "./use-visit.ts";

export function LandingPage() {
  const { id = "" } = useParams();
  const [search] = useSearchParams();
  // Another address is another visit.
  return <Landing key={id} id={id} simulated={search.get("telephone") === "kit"} />;
}

function Landing({ id, simulated }: { readonly id: string; readonly simulated: boolean }) {
  const t = useText();
  const of = useVisit(id, simulated);
  const { page, problem, isAway, countedAt, notes } = of.visit;
  return (
    <Page title={page?.name ?? t("landing.title")}>
      {simulated && <KitPhone of={of} />}
      {problem !== undefined ? (
        <ProblemNote problem={problem} />
      ) : page === undefined && !isAway ? (
        <Loading lines={1} />
      ) : (
        <Card family="phone">
          <p className={classes.landed} role="status">
            {isAway || page === undefined || countedAt === undefined
              ? t("landing.away")
              : t("landing.counted", {
                  count: page.openings,
                  time: formatClock(new Date(countedAt).toISOString()),
                })}
          </p>
          <p className={classes.small}>{t("landing.nothing")}</p>
        </Card>
      )}
      {problem === undefined && <LeaveNote notes={notes} onWrite={(text) => void of.control.wrote(text)} />}
      <Weight of={of} />
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

/** The virtual kit's phone stands for one: what it tells is marked as simulated, and its network has a switch. */
function KitPhone({ of }: { readonly of: VisitOfPage }) {
  const t = useText();
  return (
    <Card className={classes.kitPhone}>
      <p className={classes.small}>{t("landing.kitPhone")}</p>
      <Switch
        label={t("landing.airplane")}
        checked={of.isAirplane}
        onChange={(event) => of.setAirplane(event.currentTarget.checked)}
      />
      <Button variant="default" onClick={() => void of.control.opened()}>
        {t("landing.reopen")}
      </Button>
    </Card>
  );
}

function Weight({ of }: { readonly of: VisitOfPage }) {
  const t = useText();
  const { language } = useLanguage();
  const { weight, keeping } = of;
  if (weight === undefined && keeping === undefined) return null;
  return (
    <Section id="poids" title={t("landing.weight")}>
      {weight !== undefined && (
        <>
          <p className={classes.landed} data-weight-kb={totalKb(weight)}>
            {t("landing.weighs", {
              weight: withUnit(language, formatNumber(language, totalKb(weight)), "kB"),
            })}
          </p>
          <dl className={classes.values}>
            {weightParts.map((part) => {
              const kb = weight[part];
              return kb === undefined ? null : (
                <div key={part}>
                  <dt>{t(`landing.part.${part}`)}</dt>
                  <dd>{withUnit(language, formatNumber(language, kb, 1), "kB")}</dd>
                </div>
              );
            })}
          </dl>
        </>
      )}
      {keeping !== undefined && (
        <p className={classes.small} data-keeping={keeping}>
          {t(`landing.keeping.${keeping}`)}
        </p>
      )}
    </Section>
  );
}
