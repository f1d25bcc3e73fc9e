// The packet inspector: the last frames byte by byte, each field with its own look, and in words below.
import { Button } from "@mantine/core";
import { useEffect, useState } from "react";
import type { RawFrame } from "#contract/frames.ts";
import { refusalWords } from "#contract/refusals.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useCall } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import type { Family } from "../../ui/families.ts";
import { FieldName } from "../../ui/field-name.tsx";
import { formatClock, formatFigure } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import { byteCells, lookOf, spanPlace } from "./frame-view.ts";
import classes from "./inspector.module.css";

const watchMs = 60_000;
const framesListed = 12;
const none: readonly RawFrame[] = [];

export function Inspector({ device, family }: { readonly device: string; readonly family: Family }) {
  const t = useText();
  const live = useLive((state) => state.feeds[device]?.frames ?? none);
  const watch = useCall("command");
  const [until, setUntil] = useState(0);
  const [watching, setWatching] = useState(false);
  const [frozen, setFrozen] = useState<readonly RawFrame[]>();
  const [chosen, setChosen] = useState<number>();

  useEffect(() => {
    if (until === 0) return;
    setWatching(true);
    const timer = window.setTimeout(() => setWatching(false), Math.max(0, until - Date.now()));
    return () => window.clearTimeout(timer);
  }, [until]);

  const start = () =>
    watch.mutate(
      { params: { id: device }, body: { command: "raw.watch", args: { ms: watchMs } } },
      { onSuccess: (answer) => answer.ok && setUntil(Date.now() + watchMs) },
    );
  const frames = (frozen ?? live).slice(-framesListed).reverse();
  const frame = frames.find((candidate) => keyOf(candidate) === chosen) ?? frames[0];
  const refused = watch.data?.ok === false ? watch.data.problem : undefined;

  return (
    <Section id="octets" title={t("inspector.title")}>
      <p className={classes.lead}>{t("inspector.lead")}</p>
      <div className={classes.tools}>
        {frames.length === 0 && (
          <Button onClick={start} loading={watch.isPending}>
            {t(watching ? "inspector.again" : "inspector.start")}
          </Button>
        )}
        {frames.length > 0 && (
          <Button
            variant="default"
            aria-pressed={frozen !== undefined}
            onClick={() => setFrozen(frozen === undefined ? live : undefined)}
          >
            {t(frozen === undefined ? "inspector.freeze" : "inspector.follow")}
          </Button>
        )}
        <span role="status" className={classes.state}>
          {(watching || frames.length > 0) && frozen === undefined && t("inspector.watching")}
        </span>
      </div>
      {watch.isError && <ProblemNote problem={problemOf(watch.error)} />}
      {refused !== undefined && <ProblemNote problem={refused} />}
      {frame !== undefined && (
        <Card family={family} className={classes.card}>
          <fieldset className={classes.list} aria-label={t("inspector.frames")}>
            {frames.map((candidate) => (
              <button
                type="button"
                key={keyOf(candidate)}
                aria-pressed={candidate === frame}
                onClick={() => {
                  setChosen(keyOf(candidate));
                  setFrozen(frozen ?? live);
                }}
              >
                <span aria-hidden="true">{candidate.direction === "in" ? "↓" : "↑"}</span>
                <span className={classes.hidden}>{t(`inspector.${candidate.direction}`)}</span>
                {formatClock(candidate.time)} · {candidate.format}
                {candidate.discarded !== undefined && ` · ${t("inspector.discarded")}`}
              </button>
            ))}
          </fieldset>
          <FrameView frame={frame} />
        </Card>
      )}
    </Section>
  );
}

const numbers = new WeakMap<RawFrame, number>();
let lastNumber = 0;

/** A number of its own for each frame: two may hold the same bytes, and have come in the same millisecond. */
function keyOf(frame: RawFrame): number {
  const known = numbers.get(frame);
  if (known !== undefined) return known;
  lastNumber += 1;
  numbers.set(frame, lastNumber);
  return lastNumber;
}

function FrameView({ frame }: { readonly frame: RawFrame }) {
  const t = useText();
  const { language } = useLanguage();
  const words = useWords();
  const cells = byteCells(frame);
  return (
    <div className={classes.frame}>
      {frame.discarded !== undefined && (
        <p className={classes.discarded}>
          {t("inspector.discardedWhy", { why: words(frame.why ?? refusalWords(frame.discarded)) })}
        </p>
      )}
      <p className={classes.state}>{t("inspector.size", { format: frame.format, count: cells.length })}</p>
      <div className={classes.bytes} role="img" aria-label={t("inspector.bytes", { hex: frame.hex })}>
        {cells.map((cell, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: a byte is its place in the frame
            key={index}
            className={classes.byte}
            {...(cell.span === undefined ? {} : { "data-look": lookOf(cell.span) })}
            data-first={cell.first}
          >
            <b>{cell.hex}</b>
            <i>{cell.text}</i>
            <sup>{cell.first && cell.span !== undefined ? cell.span + 1 : "\u00a0"}</sup>
          </span>
        ))}
      </div>
      {frame.spans.length > 0 && (
        <ScrollFrame>
          <table className={classes.fields}>
            <caption className={classes.hidden}>{t("inspector.fields")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("inspector.number")}</th>
                <th scope="col">{t("inspector.place")}</th>
                <th scope="col">{t("inspector.field")}</th>
                <th scope="col">{t("inspector.value")}</th>
                <th scope="col">{t("inspector.note")}</th>
              </tr>
            </thead>
            <tbody>
              {frame.spans.map((span, index) => (
                <tr key={`${span.offset} ${span.field}`}>
                  <td>
                    <span className={classes.key} data-look={lookOf(index)}>
                      {index + 1}
                    </span>
                  </td>
                  <td>{spanPlace(span)}</td>
                  <td>
                    <FieldName id={span.field} />
                  </td>
                  <td>
                    {span.value === undefined
                      ? t("inspector.notAvailable")
                      : formatFigure(language, span.value)}
                  </td>
                  <td>{span.note === undefined ? "" : words(span.note)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollFrame>
      )}
    </div>
  );
}
