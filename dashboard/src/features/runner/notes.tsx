// Notes of a step: written, kept with the run, deleted with a moment to change one's mind.
import { Button, Textarea } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import type { Note, Run } from "#contract/runs.ts";
import { formatClock } from "../../ui/format.ts";
import { useText } from "../../ui/language.tsx";
import classes from "./runner.module.css";
import type { RunActions } from "./use-run-action.ts";

const undoMs = 10_000;

export function Notes({
  run,
  step,
  act,
}: {
  readonly run: Run;
  readonly step: string;
  readonly act: RunActions;
}) {
  const t = useText();
  const [text, setText] = useState("");
  const [removed, setRemoved] = useState<Note>();
  const notes = run.notes.filter((note) => note.step === step);
  useEffect(() => {
    if (removed === undefined) return;
    const timer = window.setTimeout(() => setRemoved(undefined), undoMs);
    return () => window.clearTimeout(timer);
  }, [removed]);
  const add = async (event: FormEvent) => {
    event.preventDefault();
    if (await act.send({ action: "note", step, text: text.trim() })) setText("");
  };
  return (
    <details className={classes.notes} open={notes.length > 0}>
      <summary>{t("note.title", { count: notes.length })}</summary>
      <ul>
        {notes.map((note) => (
          <li key={note.id}>
            <time dateTime={note.time}>{formatClock(note.time)}</time>
            <p>{note.text}</p>
            <Button
              variant="subtle"
              color="gray"
              aria-label={t("note.deleteThis", { text: note.text.slice(0, 40) })}
              onClick={async () => {
                if (await act.send({ action: "remove-note", note: note.id })) setRemoved(note);
              }}
            >
              {t("note.delete")}
            </Button>
          </li>
        ))}
      </ul>
      <p role="status" className={classes.undo}>
        {removed !== undefined && (
          <>
            {t("note.deleted")}{" "}
            <Button
              variant="default"
              onClick={() => {
                void act.send({ action: "note", step, text: removed.text });
                setRemoved(undefined);
              }}
            >
              {t("undo")}
            </Button>
          </>
        )}
      </p>
      <form onSubmit={add}>
        <Textarea
          label={t("note.new")}
          value={text}
          maxLength={4000}
          autosize
          minRows={2}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={text.trim() === ""}>
          {t("note.add")}
        </Button>
      </form>
    </details>
  );
}
