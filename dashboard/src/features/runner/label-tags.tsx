// The participant's own names for the tags read during the run.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useId, useState } from "react";
import type { LaboEvent } from "#contract/events.ts";
import { useFeeds, useLive } from "../../live/live-context.tsx";
import { useTagName } from "../../live/tags-on-reader.tsx";
import { useText } from "../../ui/language.tsx";
import { labelable } from "./run-model.ts";
import classes from "./runner.module.css";
import type { StepProps } from "./step-props.ts";

const noEvents: readonly LaboEvent[] = [];

export function LabelTags({ run, act }: StepProps) {
  const t = useText();
  const readers = Object.values(run.devices);
  useFeeds(readers.map((id) => `device:${id}` as const));
  const lying = useLive((state) =>
    readers.flatMap((id) => state.bench?.devices[id]?.state?.tags ?? []).join(" "),
  );
  const feeds = useLive((state) => state.feeds);
  const events = readers.flatMap((id) => feeds[id]?.events ?? noEvents);
  const onReaders = lying === "" ? [] : lying.split(" ");
  const tags = labelable(run, onReaders, events);
  if (tags.length === 0) return <p className={classes.none}>{t("input.noTag")}</p>;
  return (
    <ul className={classes.tagList}>
      {tags.map((tag) => (
        <LabelTag
          key={tag}
          tag={tag}
          label={run.tagLabels[tag]}
          present={onReaders.includes(tag)}
          act={act}
        />
      ))}
    </ul>
  );
}

function LabelTag({
  tag,
  label,
  present,
  act,
}: {
  readonly tag: string;
  readonly label: string | undefined;
  readonly present: boolean;
  readonly act: StepProps["act"];
}) {
  const t = useText();
  const nameOf = useTagName();
  const [text, setText] = useState(label ?? "");
  const id = useId();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void act.send({ action: "label-tag", tag, label: text.trim() });
  };
  return (
    <li>
      <form onSubmit={submit} className={classes.inputRow}>
        <TextInput
          id={id}
          label={t("input.tagLabel", { tag: nameOf(tag) })}
          description={`${tag}${present ? ` · ${t("input.tagPresent")}` : ""}`}
          value={text}
          maxLength={60}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant={label === undefined ? "filled" : "default"}
          disabled={text.trim() === "" || text.trim() === label}
        >
          {t(label === undefined ? "input.nameIt" : "input.rename")}
        </Button>
      </form>
    </li>
  );
}
