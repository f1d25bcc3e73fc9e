// The visit notebook: begun by a person, filled by tags, exported by pseudonyms, erased in one gesture.
import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import type { BenchDevice } from "#contract/bench.ts";
import { mostStopLetters, type NotebookView } from "#contract/notebook.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useCall, useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { formatClock } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Empty, Loading, Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./notebook.module.css";
import { notebookTable } from "./notebook-table.ts";

const refreshMs = 1_500;
const notebookId = "carnet-visite";
const readerProfiles = ["rfid-hf", "rfid-lf", "rfid-wedge"];

export function NotebookPage() {
  const t = useText();
  const queries = useQueryClient();
  const notebook = useRoute("notebook", { refetchMs: refreshMs });
  const begin = useCall("beginNotebook");
  const { data } = notebook;
  useOpening(data?.begun === true);
  const isEmpty = (data?.visitors.length ?? 0) === 0;
  return (
    <Page
      title={t("notebook.title")}
      lead={t("notebook.lead")}
      actions={data?.begun === true && <Actions notebook={data} />}
    >
      {notebook.isError ? (
        <ProblemNote problem={problemOf(notebook.error)} onRetry={() => void notebook.refetch()} />
      ) : data === undefined ? (
        <Loading lines={2} />
      ) : !data.begun ? (
        <Empty title={t("notebook.idle")}>
          <p>{t("notebook.idleText")}</p>
          <Button
            loading={begin.isPending}
            onClick={() =>
              begin.mutate(
                { body: {} },
                { onSuccess: () => void queries.invalidateQueries({ queryKey: ["notebook"] }) },
              )
            }
          >
            {t("notebook.begin")}
          </Button>
          {begin.isError && <ProblemNote problem={problemOf(begin.error)} />}
        </Empty>
      ) : (
        <div className={classes.columns}>
          <section aria-labelledby="visits">
            <h2 id="visits">{t("notebook.visits")}</h2>
            {isEmpty ? (
              <Empty title={t("notebook.empty")}>
                <p>{t("notebook.emptyText")}</p>
              </Empty>
            ) : (
              <ul className={classes.visitors}>
                {data.visitors.map((visitor) => (
                  <Card as="li" key={visitor.id} label={visitor.id}>
                    <h3 id={visitor.id} className={classes.name}>
                      {visitor.id}
                    </h3>
                    <ol className={classes.visits}>
                      {visitor.visits.map(({ time, stop }) => (
                        <li key={time}>
                          <span>{stop}</span> <time dateTime={time}>{formatClock(time)}</time>
                        </li>
                      ))}
                    </ol>
                  </Card>
                ))}
              </ul>
            )}
          </section>
          <Stops notebook={data} />
        </div>
      )}
    </Page>
  );
}

/** Tells the bench that the page was shown, once. */
function useOpening(shown: boolean): void {
  const { mutate } = useCall("openNotebook");
  const told = useRef(false);
  useEffect(() => {
    if (!shown || told.current) return;
    told.current = true;
    mutate({ body: {} });
  }, [shown, mutate]);
}

function Actions({ notebook }: { readonly notebook: NotebookView }) {
  const t = useText();
  const { language } = useLanguage();
  const queries = useQueryClient();
  const send = useCall("command");
  const [sure, setSure] = useState(false);
  const exportIt = () => {
    const head = [
      t("notebook.column.visitor"),
      t("notebook.column.time"),
      t("notebook.column.stop"),
    ] as const;
    const address = URL.createObjectURL(
      new Blob([notebookTable(notebook, head, language)], { type: "text/csv;charset=utf-8" }),
    );
    const link = document.createElement("a");
    link.href = address;
    link.download = language === "fr" ? "carnet-de-visite.csv" : "visit-notebook.csv";
    link.click();
    URL.revokeObjectURL(address);
  };
  const purge = () => {
    if (!sure) return setSure(true);
    setSure(false);
    send.mutate(
      { params: { id: notebookId }, body: { command: "notebook.purge", args: {} } },
      { onSuccess: () => void queries.invalidateQueries({ queryKey: ["notebook"] }) },
    );
  };
  return (
    <div className={classes.actions}>
      <Button variant="default" disabled={notebook.visitors.length === 0} onClick={exportIt}>
        {t("notebook.export")}
      </Button>
      <Button
        variant={sure ? "filled" : "default"}
        color={sure ? "amber" : "gray"}
        loading={send.isPending}
        onBlur={() => setSure(false)}
        onClick={purge}
      >
        {t(sure ? "notebook.purgeSure" : "notebook.purge")}
      </Button>
      <span role="status">
        {send.data?.ok === true && notebook.visitors.length === 0 && t("notebook.purged")}
      </span>
      {send.isError && <ProblemNote problem={problemOf(send.error)} />}
      {send.data?.ok === false && send.data.problem !== undefined && (
        <ProblemNote problem={send.data.problem} />
      )}
    </div>
  );
}

function Stops({ notebook }: { readonly notebook: NotebookView }) {
  const t = useText();
  const devices = useLive((state) => state.bench?.devices);
  const readers = Object.values(devices ?? {}).filter(({ device }) =>
    readerProfiles.includes(device.profile),
  );
  return (
    <section aria-labelledby="stops">
      <h2 id="stops">{t("notebook.stops")}</h2>
      <p className={classes.help}>{t("notebook.stopsHelp")}</p>
      {readers.length === 0 && <p>{t("notebook.noReader")}</p>}
      {readers.map((reader) => (
        <Stop
          key={reader.device.id}
          reader={reader}
          now={notebook.stops.find((one) => one.reader === reader.device.id)?.stop ?? ""}
        />
      ))}
    </section>
  );
}

function Stop({ reader, now }: { readonly reader: BenchDevice; readonly now: string }) {
  const t = useText();
  const words = useWords();
  const queries = useQueryClient();
  const send = useCall("command");
  const [name, setName] = useState(now);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send.mutate(
      {
        params: { id: notebookId },
        body: { command: "stop.set", args: { reader: reader.device.id, stop: name.trim() } },
      },
      { onSuccess: () => void queries.invalidateQueries({ queryKey: ["notebook"] }) },
    );
  };
  return (
    <form onSubmit={submit} className={classes.stop}>
      <TextInput
        label={t("notebook.stopOf", { name: words(reader.device.name) })}
        placeholder={words(reader.device.name)}
        value={name}
        maxLength={mostStopLetters}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={send.isPending}>
        {t("notebook.save")}
      </Button>
      <span role="status" className={classes.saved}>
        {send.data?.ok === true &&
          name.trim() === now &&
          t("notebook.saved", { stop: now === "" ? words(reader.device.name) : now })}
      </span>
      {send.isError && <ProblemNote problem={problemOf(send.error)} />}
      {send.data?.ok === false && send.data.problem !== undefined && (
        <ProblemNote problem={send.data.problem} />
      )}
    </form>
  );
}
