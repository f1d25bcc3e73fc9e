// A visitor's word: written with or without a network, and seen to have arrived.
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { longestNote } from "#contract/code-pages.ts";
import { useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import classes from "./phone.module.css";
import type { VisitNote } from "./visit.ts";

export function LeaveNote({
  notes,
  onWrite,
}: {
  readonly notes: readonly VisitNote[];
  onWrite(text: string): void;
}) {
  const t = useText();
  const [text, setText] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onWrite(text);
    setText("");
  };
  return (
    <Section id="mot" title={t("landing.notes")}>
      <form onSubmit={submit} className={classes.form}>
        <Textarea
          label={t("landing.note")}
          description={t("landing.noteHelp")}
          value={text}
          maxLength={longestNote}
          autosize
          minRows={2}
          w="100%"
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" disabled={text.trim() === ""}>
          {t("landing.leave")}
        </Button>
      </form>
      <ul className={classes.notes} aria-live="polite">
        {notes.map((note) => (
          <li key={note.id} data-told={note.isTold}>
            <span>{note.text}</span>{" "}
            <span className={classes.small}>{t(note.isTold ? "landing.told" : "landing.waits")}</span>
          </li>
        ))}
      </ul>
    </Section>
  );
}
