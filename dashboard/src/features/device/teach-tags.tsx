// The tags on a reader, and for the trainer a way to teach the kit their names.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { problemOf } from "../../connection/api.ts";
import { useLive, useTake } from "../../live/live-context.tsx";
import { TagsOnReader, useTagName } from "../../live/tags-on-reader.tsx";
import { useCall } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./device.module.css";

export function TeachTags({ device, trainer }: { readonly device: string; readonly trainer: boolean }) {
  const t = useText();
  const [teaching, setTeaching] = useState<string>();
  return (
    <Section id="etiquettes" title={t("tag.title")}>
      <Card family="reader">
        <TagsOnReader
          device={device}
          {...(trainer
            ? {
                action: (tag: string) => (
                  <Button variant="default" onClick={() => setTeaching(tag)}>
                    {t("tag.teach")}
                  </Button>
                ),
              }
            : {})}
        />
        {trainer && teaching !== undefined && (
          <TeachForm key={teaching} tag={teaching} onDone={() => setTeaching(undefined)} />
        )}
      </Card>
    </Section>
  );
}

function TeachForm({ tag, onDone }: { readonly tag: string; readonly onDone: () => void }) {
  const t = useText();
  const words = useWords();
  const take = useTake();
  const nameOf = useTagName();
  const taught = useLive((state) => state.bench?.tags[tag]);
  const [label, setLabel] = useState(taught === undefined ? "" : words(taught.label));
  const teach = useCall("teachTag");
  const forget = useCall("forgetTag");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    teach.mutate(
      { params: { id: tag }, body: { label: label.trim() } },
      {
        onSuccess: (answer) => {
          take({ type: "bench-delta", data: { tags: { [answer.id]: answer } } });
          onDone();
        },
      },
    );
  };
  const error = teach.error ?? forget.error;
  return (
    <form onSubmit={submit} className={classes.teach}>
      <TextInput
        label={t("tag.nameFor", { tag: nameOf(tag) })}
        value={label}
        maxLength={60}
        required
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      {error !== null && <ProblemNote problem={problemOf(error)} />}
      <div className={classes.sent}>
        <Button type="submit" loading={teach.isPending} disabled={label.trim() === ""}>
          {t("save")}
        </Button>
        {taught !== undefined && (
          <Button
            variant="subtle"
            color="amber"
            loading={forget.isPending}
            onClick={() => forget.mutate({ params: { id: tag } }, { onSuccess: onDone })}
          >
            {t("tag.forget")}
          </Button>
        )}
        <Button variant="subtle" color="gray" onClick={onDone}>
          {t("cancel")}
        </Button>
      </div>
    </form>
  );
}
