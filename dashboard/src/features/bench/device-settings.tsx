// What the trainer settles about a device: its name, its sheet; forgetting one that is away.
import { Button, Modal, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { BenchDevice } from "#contract/bench.ts";
import type { SheetSummary } from "#contract/sheets.ts";
import { problemOf } from "../../connection/api.ts";
import { useTake } from "../../live/live-context.tsx";
import { useCall } from "../../live/use-route.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./bench.module.css";
import { isHere, pairable } from "./bench-model.ts";

const byMatch = "";

export function DeviceSettings({
  opened,
  entry,
  sheets,
  onClose,
}: {
  readonly opened: boolean;
  readonly entry: BenchDevice;
  readonly sheets: readonly SheetSummary[];
  readonly onClose: () => void;
}) {
  const t = useText();
  const words = useWords();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t("bench.settingsOf", { name: words(entry.device.name) })}
      closeButtonProps={{ "aria-label": t("close"), size: 44 }}
    >
      <SettingsForm entry={entry} sheets={sheets} onDone={onClose} />
    </Modal>
  );
}

function SettingsForm({
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
