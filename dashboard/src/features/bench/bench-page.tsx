// The bench: what is there, how it is, what it says right now, and what to do first.
import { Button } from "@mantine/core";
import { type ReactNode, Suspense, useState } from "react";
import type { Receiver } from "#contract/topics.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useIsTrainer, useRoute, useSession } from "../../live/use-route.ts";
import { formatNumber } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { later } from "../../ui/later.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { FamilyMark, HealthMark, SourceBadge } from "../../ui/marks.tsx";
import { Empty, Loading, Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { receiverKind } from "../../ui/receiver-kind.ts";
import classes from "./bench.module.css";
import { shelves, totals } from "./bench-model.ts";
import { DeviceCard } from "./device-card.tsx";
import { FirstSteps, firstStepsDone } from "./first-steps.tsx";

const NearbyBeacons = later(async () => (await import("./nearby-beacons.tsx")).NearbyBeacons);
const RotatingDevice = later(async () => (await import("./rotating-device.tsx")).RotatingDevice);

export function BenchPage({
  kitPanel,
  phonePanel,
}: {
  readonly kitPanel: ReactNode;
  readonly phonePanel: ReactNode;
}) {
  const t = useText();
  const session = useSession();
  const trainer = useIsTrainer();
  const bench = useLive((state) => state.bench);
  const sheets = useRoute("sheets").data?.sheets ?? [];
  const [guide, setGuide] = useState(() => !firstStepsDone());
  const kit = session.data?.kit === true;

  return (
    <Page
      wide
      title={t("bench.title")}
      lead={t("bench.lead")}
      actions={
        guide ? undefined : (
          <>
            <Button variant="default" onClick={() => setGuide(true)}>
              {t("guide.reopen")}
            </Button>
            <LinkButton to="/experiences">{t("bench.goExperiments")}</LinkButton>
          </>
        )
      }
    >
      {session.isError && (
        <ProblemNote problem={problemOf(session.error)} onRetry={() => void session.refetch()} />
      )}
      {guide && <FirstSteps kit={kit} kitPanel={kitPanel} onClose={() => setGuide(false)} />}
      {bench === undefined ? (
        session.isError ? null : (
          <Loading lines={4} />
        )
      ) : Object.keys(bench.devices).length === 0 ? (
        <Empty title={t("bench.empty")}>
          <p>{t(kit ? "bench.emptyKit" : "bench.emptyNoKit")}</p>
          {kit && <LinkButton to="/kit">{t("bench.openKit")}</LinkButton>}
        </Empty>
      ) : (
        <div className={classes.shelves}>
          {shelves(bench).map(({ family, devices }) => (
            <div
              key={family}
              className={classes.shelf}
              style={{ "--labo-count": Math.min(4, devices.length) }}
            >
              <Section
                id={`famille-${family}`}
                title={t(`family.${family}.many`)}
                aside={<FamilyMark family={family} size={24} />}
              >
                <ul className={classes.cards}>
                  {devices.map((id) => (
                    <DeviceCard key={id} id={id} sheets={sheets} trainer={trainer} />
                  ))}
                </ul>
              </Section>
            </div>
          ))}
        </div>
      )}
      {bench !== undefined && phonePanel}
      {trainer && (
        <Suspense fallback={<Loading lines={2} />}>
          <NearbyBeacons />
          <RotatingDevice />
        </Suspense>
      )}
      {bench !== undefined && <Surroundings />}
    </Page>
  );
}

/** Receivers, broker, strangers: the health of the bench itself. */
function Surroundings() {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const bench = useLive((state) => state.bench);
  const rejected = useLive((state) => state.rejected);
  if (bench === undefined) return null;
  const { strangers, discarded, advertisementsPerSecond } = totals(bench);
  const receivers = Object.values(bench.bridges).flatMap(({ id, health }) =>
    (health?.receivers ?? []).map((receiver) => ({ ...receiver, key: `${id}/${receiver.id}` })),
  );
  const nameOf = ({ id, kind }: Receiver) => {
    const known = receiverKind(id);
    // A gateway stands in another room: which one it is says where.
    return known.kind === "gateway" ? t("receiver.gateway", { name: known.name }) : t(`receiver.${kind}`);
  };
  return (
    <Section id="alentours" title={t("around.title")}>
      <dl className={classes.around}>
        <div>
          <dt>{t("around.broker")}</dt>
          <dd>
            {t(bench.broker.state === "connected" ? "around.brokerHere" : "around.brokerAway")}
            <span className={classes.small}>
              {bench.broker.where === "embedded" ? t("around.brokerOwn") : bench.broker.where}
              {bench.broker.kept > 0 && ` · ${t("around.kept", { count: bench.broker.kept })}`}
              {bench.broker.dropped > 0 && ` · ${t("around.dropped", { count: bench.broker.dropped })}`}
            </span>
          </dd>
        </div>
        {receivers.map((receiver) => (
          <div key={receiver.key}>
            <dt>{nameOf(receiver)}</dt>
            <dd>
              <span className={classes.line}>
                <HealthMark state={receiver.health.state} />
                <SourceBadge source={receiver.source} />
              </span>
              <span className={classes.small}>
                {receiver.health.reason !== undefined && words(receiver.health.reason)}
                {receiver.restarts > 0 && ` ${t("receiver.restarts", { count: receiver.restarts })}`}
              </span>
            </dd>
          </div>
        ))}
        <div>
          <dt>{t("around.strangers")}</dt>
          <dd>
            <span className={classes.figure}>{formatNumber(language, strangers)}</span>
            <span className={classes.small}>{t("around.strangersWhy")}</span>
          </dd>
        </div>
        <div>
          <dt>{t("around.air")}</dt>
          <dd>
            <span className={classes.figure}>{formatNumber(language, advertisementsPerSecond)}</span>
            <span className={classes.small}>{t("around.airUnit")}</span>
          </dd>
        </div>
        <div>
          <dt>{t("around.discarded")}</dt>
          <dd>
            <span className={classes.figure}>{formatNumber(language, discarded)}</span>
            <span className={classes.small}>
              {t("around.discardedWhy")}
              {rejected > 0 && ` ${t("around.rejected", { count: rejected })}`}
            </span>
          </dd>
        </div>
      </dl>
    </Section>
  );
}
