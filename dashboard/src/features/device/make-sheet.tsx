// For the trainer: a sheet begun for a device that has none of its own. The bench writes it; here one sees where and what.
import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { Pairing } from "#contract/bench.ts";
import type { Device } from "#contract/devices.ts";
import type { WrittenSheet } from "#contract/inspection.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import classes from "./unknown.module.css";
import { lacksSheet, unknownModel } from "./unknown-model.ts";

const longestTitle = 60;

export function MakeSheet({
  device,
  pairing,
  framing,
}: {
  readonly device: Device;
  readonly pairing: Pairing | undefined;
  readonly framing: string | undefined;
}) {
  const t = useText();
  const words = useWords();
  const queries = useQueryClient();
  const sheets = useRoute("sheets").data?.sheets;
  const make = useCall("makeSheet");
  // “Serial port” is no name for a sheet.
  const [title, setTitle] = useState(() =>
    device.model === unknownModel ? "" : words(device.name).slice(0, longestTitle),
  );
  // What was just written stays in sight, though the device has its sheet now.
  if (make.data === undefined && (sheets === undefined || !lacksSheet(device, pairing, sheets))) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate(
      {
        params: { id: device.id },
        body: { title: title.trim(), ...(framing === undefined ? {} : { framing }) },
      },
      { onSuccess: () => void queries.invalidateQueries({ queryKey: ["sheets"] }) },
    );
  };
  return (
    <Section id="faire-une-fiche" title={t("makeSheet.title")}>
      <Card className={classes.card}>
        {make.data === undefined ? (
          <form onSubmit={submit} className={classes.form}>
            <p>{t("makeSheet.lead")}</p>
            <TextInput
              label={t("makeSheet.label")}
              value={title}
              maxLength={longestTitle}
              required
              onChange={(event) => setTitle(event.currentTarget.value)}
            />
            {make.isError && <ProblemNote problem={problemOf(make.error)} />}
            <Button type="submit" variant="default" loading={make.isPending} disabled={title.trim() === ""}>
              {t("makeSheet.write")}
            </Button>
          </form>
        ) : (
          <Written written={make.data} />
        )}
      </Card>
    </Section>
  );
}

function Written({ written: { sheet, folder, files } }: { readonly written: WrittenSheet }) {
  const t = useText();
  return (
    <>
      <p role="status">{t("makeSheet.done", { number: sheet.number })}</p>
      <p>
        {t("makeSheet.where")} <code className={classes.path}>{folder}</code>
      </p>
      <div>
        <LinkButton to={`/fiches/${sheet.id}`} variant="default">
          {t("makeSheet.open")}
        </LinkButton>
      </div>
      <details>
        <summary className={classes.summary}>{t("makeSheet.preview")}</summary>
        {files.map(({ name, text }) => (
          <div key={name} className={classes.part}>
            <h3>{name}</h3>
            <ScrollFrame as="pre" className={classes.file}>
              {text}
            </ScrollFrame>
          </div>
        ))}
      </details>
    </>
  );
}
