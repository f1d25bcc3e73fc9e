// All the numbers of the project in one place: what each says, where it comes from, when it was checked, what uses it.
// A number that is not confirmed is named, so that one sees what is missing, and its figure is shown nowhere.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import { useLocation } from "react-router";
import type { ListedNumber, NumberUse } from "#contract/numbers.ts";
import { constantSchema } from "#contract/sheets.ts";
import { problemOf } from "../../connection/api.ts";
import { useRoute } from "../../live/use-route.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Empty, Loading, Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./numbers.module.css";
import { type Asked, askedForAll, byTopic, usesIn } from "./numbers-model.ts";

/** Choices live in the address, so that they can be sent to somebody. */
const keys = { words: "mots", topic: "sujet", status: "etat", use: "dans" } as const;

function readAsked(search: string): Asked {
  const given = new URLSearchParams(search);
  return {
    words: given.get(keys.words) ?? "",
    topic: given.get(keys.topic) ?? "",
    status: given.get(keys.status) ?? "",
    use: given.get(keys.use) ?? "",
  };
}

/** What is asked for is kept here, so that no key is lost while somebody types, and written into the address behind. */
function useAsked(): [Asked, (change: Partial<Asked>) => void] {
  const { search, key } = useLocation();
  const [asked, setAsked] = useState(() => readAsked(search));
  const from = useRef(key);
  useEffect(() => {
    if (from.current === key) return;
    from.current = key;
    setAsked(readAsked(search));
  }, [search, key]);
  const ask = (change: Partial<Asked>) => {
    const next = { ...asked, ...change };
    setAsked(next);
    const url = new URL(window.location.href);
    for (const [name, value] of Object.entries(next) as [keyof Asked, string][]) {
      if (value === "") url.searchParams.delete(keys[name]);
      else url.searchParams.set(keys[name], value);
    }
    window.history.replaceState(window.history.state, "", url);
  };
  return [asked, ask];
}

export function NumbersPage() {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const answer = useRoute("numbers");
  const [asked, ask] = useAsked();
  const shown = useDeferredValue(asked);
  const groups = answer.data === undefined ? [] : byTopic(answer.data, shown, language);
  const count = groups.reduce((sum, { numbers }) => sum + numbers.length, 0);
  const labelOf = (use: NumberUse) => (use.kind === "kit" ? t("numbers.kit") : use.number);
  useNamedRow(answer.data !== undefined);
  return (
    <Page title={t("numbers.title")} lead={t("numbers.lead")} wide>
      {answer.isError ? (
        <ProblemNote problem={problemOf(answer.error)} onRetry={() => void answer.refetch()} />
      ) : answer.data === undefined ? (
        <Loading />
      ) : answer.data.numbers.length === 0 ? (
        <Empty title={t("numbers.empty")}>
          <p>{t("numbers.emptyText")}</p>
        </Empty>
      ) : (
        <>
          <search className={classes.choices} aria-label={t("numbers.choices")} data-no-print>
            <TextInput
              type="search"
              label={t("numbers.search")}
              value={asked.words}
              maxLength={80}
              onChange={({ currentTarget }) => ask({ words: currentTarget.value })}
              className={classes.words ?? ""}
            />
            <NativeSelect
              label={t("numbers.topic")}
              value={asked.topic}
              data={[
                { value: "", label: t("numbers.all") },
                ...answer.data.topics.map(({ id, title }) => ({ value: id, label: words(title) })),
              ]}
              onChange={({ currentTarget }) => ask({ topic: currentTarget.value })}
            />
            <NativeSelect
              label={t("numbers.use")}
              value={asked.use}
              data={[
                { value: "", label: t("numbers.anywhere") },
                ...usesIn(answer.data.numbers).map((use) => ({ value: use.id, label: labelOf(use) })),
              ]}
              onChange={({ currentTarget }) => ask({ use: currentTarget.value })}
            />
            <NativeSelect
              label={t("numbers.status")}
              value={asked.status}
              data={[
                { value: "", label: t("numbers.allStatuses") },
                ...constantSchema.shape.status.options.map((status) => ({
                  value: status,
                  label: t(`numbers.status.${status}`),
                })),
              ]}
              onChange={({ currentTarget }) => ask({ status: currentTarget.value })}
            />
          </search>
          <p className={classes.count} role="status">
            {t("numbers.count", { count })}
          </p>
          {count === 0 && (
            <Empty title={t("numbers.none")}>
              <Button variant="light" onClick={() => ask(askedForAll)}>
                {t("numbers.clear")}
              </Button>
            </Empty>
          )}
          {groups.map(({ topic, numbers }) => (
            <section key={topic.id} className={classes.topic} aria-labelledby={`sujet-${topic.id}`}>
              <h2 id={`sujet-${topic.id}`}>{words(topic.title)}</h2>
              <ul className={classes.rows}>
                {numbers.map((number) => (
                  <NumberRow key={number.id} number={number} labelOf={labelOf} />
                ))}
              </ul>
            </section>
          ))}
        </>
      )}
    </Page>
  );
}

/** An address may name one number (`/nombres#ldr-gamma`): the page goes there once the list has come. */
function useNamedRow(ready: boolean): void {
  const { hash } = useLocation();
  const gone = useRef("");
  useEffect(() => {
    if (!ready || hash === "" || gone.current === hash) return;
    gone.current = hash;
    const row = document.getElementById(decodeURIComponent(hash.slice(1)));
    row?.focus({ preventScroll: true });
    row?.scrollIntoView({ block: "center" });
  }, [ready, hash]);
}

function NumberRow({
  number,
  labelOf,
}: {
  readonly number: ListedNumber;
  readonly labelOf: (use: NumberUse) => string;
}) {
  const t = useText();
  const words = useWords();
  return (
    <li id={number.id} tabIndex={-1} className={classes.row} data-status={number.status}>
      <p className={classes.what}>{words(number.what)}</p>
      <p className={classes.value}>
        {number.printed === undefined ? (
          <span className={classes.withheld}>{t("numbers.notPrinted")}</span>
        ) : (
          <>
            <b>{words(number.printed)}</b>
            {number.tolerance !== undefined && (
              <span className={classes.tolerance}> {words(number.tolerance)}</span>
            )}
          </>
        )}
      </p>
      <p className={classes.source}>
        <span className={classes.status}>{t(`numbers.status.${number.status}`)}</span>
        <span>{words(number.source)}</span>
        {number.checkedOn !== "" && (
          <span className={classes.checked}>
            {t("numbers.checked")} <time dateTime={number.checkedOn}>{number.checkedOn}</time>
          </span>
        )}
      </p>
      <p className={classes.uses}>
        {number.uses.length === 0 ? (
          <span className={classes.unused}>{t("numbers.unused")}</span>
        ) : (
          <>
            <span className={classes.hidden}>{t("numbers.usedIn")} </span>
            {number.uses.map((use) => (
              <Link key={use.id} to={addressOf(use)} className={classes.use ?? ""}>
                {labelOf(use)}
              </Link>
            ))}
          </>
        )}
      </p>
    </li>
  );
}

function addressOf(use: NumberUse): string {
  if (use.kind === "kit") return "/kit";
  return use.kind === "sheet" ? `/fiches/${use.id}` : `/experiences/${use.id}`;
}
