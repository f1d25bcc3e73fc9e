// One device on the bench: name, health, live values, the sheet it is paired with; the trainer may rename and re-pair it.
import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { BenchDevice } from "#contract/bench.ts";
import type { SheetSummary } from "#contract/sheets.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive, useTake } from "../../live/live-context.tsx";
import { LiveTile } from "../../live/live-value.tsx";
import { TagsOnReader } from "../../live/tags-on-reader.tsx";
import { useCall } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { familyOf } from "../../ui/families.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { HealthMark, SourceBadge } from "../../ui/marks.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./bench.module.css";
import { headlineChannels, isHere, pairable } from "./bench-model.ts";

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
  const [settings, setSettings] = useState(false);
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
      {trainer && (
        <Modal
          opened={settings}
          onClose={() => setSettings(false)}
          title={t("bench.settingsOf", { name: words(device.name) })}
          closeButtonProps={{ "aria-label": t("close"), size: 44 }}
        >
          <DeviceSettings
            entry={{ device, availability, pairing }}
            sheets={sheets}
            onDone={() => setSettings(false)}
          />
        </Modal>
      )}
    </Card>
  );
}

const byMatch = "";

function DeviceSettings({
  entry,
  sheets,
  onDone,
}: {
  readonly entry: BenchDevice;
  readonly sheets: readonly SheetSummary[];
  readonly onDone: () => void;
}) {
  const t = useText();
  const words = useWords();
  const take = useTake();
  const { id } = entry.device;
  const before = words(entry.device.name);
  const [name, setName] = useState(before);
  const [sheet, setSheet] = useState(entry.pairing?.by === "hand" ? entry.pairing.sheet : byMatch);
  const rename = useCall("renameDevice");
  const pair = useCall("pairSheet");
  const unpair = useCall("unpairSheet");
  const forget = useCall("forgetDevice");
  const error = rename.error ?? pair.error ?? unpair.error ?? forget.error;
  const show = (answer: BenchDevice) =>
    take({ type: "bench-delta", data: { devices: { [answer.device.id]: answer } } });

  const save = async (event: FormEvent) => {
    event.preventDefault();
    try {
      if (name.trim() !== before) {
        show(await rename.mutateAsync({ params: { id }, body: { name: name.trim() } }));
      }
      if (sheet !== byMatch && sheet !== entry.pairing?.sheet) {
        show(await pair.mutateAsync({ params: { id }, body: { sheet } }));
      } else if (sheet === byMatch && entry.pairing?.by === "hand") {
        show(await unpair.mutateAsync({ params: { id } }));
      }
      onDone();
    } catch {
      // The mutation keeps its error, shown above the buttons.
    }
  };

  return (
    <form onSubmit={save} className={classes.form}>
      <TextInput
        label={t("bench.name")}
        value={name}
        maxLength={60}
        required
        onChange={(event) => setName(event.currentTarget.value)}
        data-autofocus
      />
      <NativeSelect
        label={t("bench.pairing")}
        description={t("bench.pairingHelp")}
        value={sheet}
        onChange={(event) => setSheet(event.currentTarget.value)}
        data={[
          { value: byMatch, label: t("bench.pairingByMatch") },
          ...pairable(sheets, entry.device.profile).map((candidate) => ({
            value: candidate.id,
            label: `${candidate.number} · ${words(candidate.title)}`,
          })),
        ]}
      />
      {error !== null && <ProblemNote problem={problemOf(error)} />}
      <div className={classes.formFoot}>
        {!isHere(entry) && (
          <Button
            variant="subtle"
            color="amber"
            loading={forget.isPending}
            onClick={() => forget.mutate({ params: { id } }, { onSuccess: onDone })}
          >
            {t("bench.forget")}
          </Button>
        )}
        <Button type="submit" loading={rename.isPending || pair.isPending || unpair.isPending}>
          {t("save")}
        </Button>
      </div>
    </form>
  );
}
