// One device: what it says now and lately, what it can be told, the bytes behind it, with its sheet beside.
import { Button, NativeSelect } from "@mantine/core";
import { lazy, type ReactNode, Suspense, useState } from "react";
import { useParams } from "react-router";
import { factUnit } from "#contract/fields.ts";
import { useFeeds, useLive } from "../../live/live-context.tsx";
import { LiveTile, SpokenValue } from "../../live/live-value.tsx";
import { StationPad } from "../../live/station-pad.tsx";
import { tileChannels } from "../../live/tile-channels.ts";
import { useIsTrainer } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { familyOf } from "../../ui/families.ts";
import { FieldName } from "../../ui/field-name.tsx";
import { withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { later } from "../../ui/later.tsx";
import { Link, LinkButton } from "../../ui/link.tsx";
import { FamilyMark, HealthMark, SourceBadge } from "../../ui/marks.tsx";
import { Empty, Loading, Page, Section } from "../../ui/page.tsx";
import { BeaconCalibration } from "./beacon-calibration.tsx";
import { Commands } from "./commands.tsx";
import classes from "./device.module.css";
import { DeviceKey } from "./device-key.tsx";
import { EventList } from "./event-list.tsx";
import { Hearings } from "./hearings.tsx";
import { Inspector } from "./inspector.tsx";
import { NoSheet } from "./no-sheet.tsx";
import { Presses } from "./presses.tsx";
import { TeachTags } from "./teach-tags.tsx";

const MeasuringBench = later(
  async () => (await import("../../live/measuring/measuring-bench.tsx")).MeasuringBench,
);
/** Downloaded only for a device nobody knows, or that has no sheet of its own. */
const UnknownDevice = lazy(async () => ({ default: (await import("./unknown-device.tsx")).UnknownDevice }));

export function DevicePage({ sheet }: { readonly sheet: (id: string) => ReactNode }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { id = "" } = useParams();
  useFeeds([`device:${id}`]);
  const known = useLive((state) => state.bench !== undefined);
  const device = useLive((state) => state.bench?.devices[id]?.device);
  const health = useLive((state) => state.bench?.devices[id]?.availability?.health);
  const pairing = useLive((state) => state.bench?.devices[id]?.pairing);
  const zone = useLive((state) => state.bench?.devices[id]?.state?.zone);
  const facts = useLive((state) => state.bench?.devices[id]?.state?.facts);
  const trainer = useIsTrainer();
  const [chosen, setChosen] = useState<string>();

  if (!known) return <Loading lines={4} />;
  if (device === undefined) {
    return (
      <Page title={t("device.unknown")}>
        <Empty title={t("device.unknownTitle")}>
          <p>{t("device.unknownText")}</p>
          <LinkButton to="/">{t("notFound.back")}</LinkButton>
        </Empty>
      </Page>
    );
  }
  const family = familyOf(device.profile);
  const shown = device.channels.find((channel) => channel.id === chosen) ?? device.channels[0];
  const told = Object.entries({ ...device.facts, ...facts });
  return (
    <Page
      wide
      title={words(device.name)}
      actions={
        trainer &&
        device.model === "firmata-board" && (
          <LinkButton to={`/appareil/${id}/cablage`} variant="default">
            {t("wiring.open")}
          </LinkButton>
        )
      }
      over={
        <>
          <Link to="/">{t("nav.bench")}</Link>
          <span aria-hidden="true">/</span>
          <FamilyMark family={family} size={22} />
          {t(`family.${family}`)}
        </>
      }
      lead={
        <span className={classes.status}>
          <HealthMark state={health?.state ?? "idle"} />
          <SourceBadge source={device.source} />
          {zone !== undefined && <span>{t(`zone.${zone}`)}</span>}
          {health?.reason !== undefined && <span className={classes.reason}>{words(health.reason)}</span>}
        </span>
      }
    >
      <div className={classes.columns}>
        <div className={classes.main}>
          {device.channels.length > 0 && (
            <Section id="valeurs" title={t("device.values")}>
              <Card family={family} className={classes.values}>
                {tileChannels(device.channels).map((channel) => (
                  <LiveTile key={channel.id} device={device} channel={channel} />
                ))}
              </Card>
              {shown !== undefined && (
                <Card className={classes.chart}>
                  {device.channels.length > 1 && (
                    <NativeSelect
                      label={t("device.chartOf")}
                      value={shown.id}
                      onChange={(event) => setChosen(event.currentTarget.value)}
                      data={device.channels.map((channel) => ({
                        value: channel.id,
                        label: words(channel.name),
                      }))}
                    />
                  )}
                  {shown.quantity === "contact" ? (
                    <Presses device={id} channel={shown} />
                  ) : (
                    <>
                      <Suspense fallback={<Loading lines={1} />}>
                        <MeasuringBench key={shown.id} device={device} channel={shown} level="beginner" />
                      </Suspense>
                      <SpokenValue device={id} channel={shown} />
                    </>
                  )}
                </Card>
              )}
            </Section>
          )}
          <Hearings device={id} />
          <BeaconCalibration device={device} />
          {family === "reader" && <TeachTags device={id} trainer={trainer} />}
          <DeviceKey device={device} trainer={trainer} />
          {family === "station" ? <StationPad device={device} /> : <Commands device={device} />}
          <Section id="evenements" title={t("device.events")}>
            <EventList device={device} />
          </Section>
          <Inspector device={id} family={family} />
          <Suspense fallback={null}>
            <UnknownDevice key={id} device={device} pairing={pairing} trainer={trainer} />
          </Suspense>
          <Section id="details" title={t("device.facts")}>
            <dl className={classes.facts}>
              <div>
                <dt>{t("device.id")}</dt>
                <dd>{device.id}</dd>
              </div>
              <div>
                <dt>{t("device.model")}</dt>
                <dd>{device.model}</dd>
              </div>
              {told.map(([fact, value]) => (
                <div key={fact}>
                  <dt>
                    <FieldName id={fact} />
                  </dt>
                  <dd>{withUnit(language, value, factUnit(fact))}</dd>
                </div>
              ))}
            </dl>
          </Section>
        </div>
        <aside className={classes.aside} aria-label={t("device.sheet")}>
          {pairing === undefined ? (
            <NoSheet device={device}>
              {trainer && (
                <Button component="a" href="#faire-une-fiche">
                  {t("makeSheet.begin")}
                </Button>
              )}
            </NoSheet>
          ) : (
            sheet(pairing.sheet)
          )}
        </aside>
      </div>
    </Page>
  );
}
