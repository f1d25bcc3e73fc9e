// One device on the bench: name, health, live values, the sheet it is paired with; the trainer may rename and re-pair it.
import { Button } from "@mantine/core";
import { Suspense, useState } from "react";
import type { SheetSummary } from "#contract/sheets.ts";
import { useLive } from "../../live/live-context.tsx";
import { LiveTile } from "../../live/live-value.tsx";
import { TagsOnReader } from "../../live/tags-on-reader.tsx";
import { Card } from "../../ui/card.tsx";
import { familyOf } from "../../ui/families.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { later } from "../../ui/later.tsx";
import { Link } from "../../ui/link.tsx";
import { HealthMark, SourceBadge } from "../../ui/marks.tsx";
import classes from "./bench.module.css";
import { headlineChannels, isHere } from "./bench-model.ts";

const DeviceSettings = later(async () => (await import("./device-settings.tsx")).DeviceSettings);

export function DeviceCard({
  id,
  sheets,
  trainer,
}: {
  readonly id: string;
  readonly sheets: readonly SheetSummary[];
  readonly trainer: boolean;
}) {
  const t = useText();
  const words = useWords();
  const device = useLive((state) => state.bench?.devices[id]?.device);
  const availability = useLive((state) => state.bench?.devices[id]?.availability);
  const pairing = useLive((state) => state.bench?.devices[id]?.pairing);
  const zone = useLive((state) => state.bench?.devices[id]?.state?.zone);
  const receivers = useLive((state) => state.bench?.devices[id]?.receivers?.length ?? 0);
  /** Undefined until they were asked for once: closing them is animated. */
  const [settings, setSettings] = useState<boolean>();
  if (device === undefined) return null;
  const family = familyOf(device.profile);
  const sheet = sheets.find((candidate) => candidate.id === pairing?.sheet);
  const here = isHere({ device, availability });
  const titleId = `appareil-${id}`;
  return (
    <Card as="li" family={family} className={classes.card} label={titleId}>
      <div className={classes.cardHead}>
        <h3 id={titleId}>
          <Link to={`/appareil/${id}`} className={classes.deviceLink ?? ""}>
            {words(device.name)}
          </Link>
        </h3>
        <SourceBadge source={device.source} />
      </div>
      <div className={classes.line}>
        <HealthMark state={availability?.health.state ?? "idle"} />
        {zone !== undefined && here && <span className={classes.zone}>{t(`zone.${zone}`)}</span>}
        {receivers > 1 && here && (
          <span className={classes.small}>{t("bench.heardBy", { count: receivers })}</span>
        )}
      </div>
      {availability?.health.reason !== undefined && (
        <p className={classes.reason}>{words(availability.health.reason)}</p>
      )}
      <div className={classes.values} data-away={!here}>
        {headlineChannels(device.channels).map((channel) => (
          <LiveTile key={channel.id} device={device} channel={channel} />
        ))}
        {family === "reader" && <TagsOnReader device={id} />}
      </div>
      <div className={classes.cardFoot}>
        {sheet === undefined ? (
          <span className={classes.small}>{t("bench.noSheet")}</span>
        ) : (
          <Link to={`/fiches/${sheet.id}`}>
            {t("bench.sheet", { number: sheet.number, title: words(sheet.title) })}
          </Link>
        )}
        {trainer && (
          <Button variant="subtle" color="gray" px="xs" onClick={() => setSettings(true)}>
            {t("bench.settings")}
          </Button>
        )}
      </div>
      {trainer && settings !== undefined && (
        <Suspense>
          <DeviceSettings
            opened={settings}
            entry={{ device, availability, pairing }}
            sheets={sheets}
            onClose={() => setSettings(false)}
          />
        </Suspense>
      )}
    </Card>
  );
}
