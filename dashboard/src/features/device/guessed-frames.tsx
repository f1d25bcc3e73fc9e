// Bytes nobody knows, as the bench guesses them: speeds, framings to choose from, frames, and what each part could be.
import { Button } from "@mantine/core";
import { useId, useState } from "react";
import type { Device } from "#contract/devices.ts";
import { type Framing, framingNames, type Inspection } from "#contract/inspection.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Loading, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import { FieldTable } from "./field-table.tsx";
import { lookOf } from "./frame-view.ts";
import looks from "./inspector.module.css";
import classes from "./unknown.module.css";
import { frameCells, shownFraming, textOf, unknownModel } from "./unknown-model.ts";

const everyMs = 1000;

/** "97 %", "97%". */
function useSureness(): (score: number) => string {
  const { language } = useLanguage();
  return (score) => withUnit(language, formatNumber(language, Math.round(score * 100)), "%");
}

export function GuessedFrames({
  device,
  trainer,
  chosen,
  onChoose,
}: {
  readonly device: Device;
  readonly trainer: boolean;
  readonly chosen: string | undefined;
  readonly onChoose: (framing: string) => void;
}) {
  const t = useText();
  const words = useWords();
  const [frozen, setFrozen] = useState<Inspection>();
  const query = useRoute("inspection", { params: { id: device.id }, refetchMs: everyMs });
  const inspection = frozen ?? query.data;
  const framing = inspection === undefined ? undefined : shownFraming(inspection, chosen);
  return (
    <Section id="deviner" title={t("unknown.title")}>
      <p className={classes.lead}>{t("unknown.lead")}</p>
      {query.isError && <ProblemNote problem={problemOf(query.error)} onRetry={() => void query.refetch()} />}
      {inspection === undefined ? (
        !query.isError && <Loading lines={2} />
      ) : (
        <Card className={classes.card}>
          <div className={classes.tools}>
            <Button
              variant="default"
              aria-pressed={frozen !== undefined}
              onClick={() => setFrozen(frozen === undefined ? query.data : undefined)}
            >
              {t(frozen === undefined ? "inspector.freeze" : "inspector.follow")}
            </Button>
            <Heard inspection={inspection} />
          </div>
          <Speeds inspection={inspection} device={device} trainer={trainer} />
          {inspection.hint !== undefined && <p className={classes.hint}>{words(inspection.hint)}</p>}
          {framing !== undefined && (
            <>
              <Framings inspection={inspection} shown={framing} onChoose={onChoose} />
              <Frames framing={framing} />
              <FieldTable framing={framing} />
            </>
          )}
          <p className={classes.small}>{t("unknown.privacy")}</p>
        </Card>
      )}
    </Section>
  );
}

function Heard({ inspection: { bytes, speed } }: { readonly inspection: Inspection }) {
  const t = useText();
  return (
    <span className={classes.small}>
      {speed === undefined || bytes === 0
        ? t("unknown.heard", { count: bytes })
        : t("unknown.heardAt", { count: bytes, speed })}
    </span>
  );
}

/** What was heard at each speed tried; the trainer may hold the line at one. */
function Speeds({
  inspection: { speeds },
  device,
  trainer,
}: {
  readonly inspection: Inspection;
  readonly device: Device;
  readonly trainer: boolean;
}) {
  const t = useText();
  const sureness = useSureness();
  const set = useCall("command");
  const canStay = trainer && device.model === unknownModel && device.facts.protocol !== "bytes";
  const stay = (speed: number) =>
    set.mutate({
      params: { id: device.id },
      body: { command: "protocol.set", args: { protocol: "bytes", speed: String(speed) } },
    });
  const refused = set.data?.ok === false ? set.data.problem : undefined;
  return (
    <>
      {speeds.length > 1 && (
        <ul className={classes.speeds} aria-label={t("unknown.speeds")}>
          {speeds.map(({ speed, score }) => (
            <li key={speed}>
              <span>{t("unknown.speed", { speed, score: sureness(score) })}</span>
              {canStay && (
                <Button variant="subtle" size="sm" loading={set.isPending} onClick={() => stay(speed)}>
                  {t("unknown.stay", { speed })}
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {set.isError && <ProblemNote problem={problemOf(set.error)} />}
      {refused !== undefined && <ProblemNote problem={refused} />}
      <p role="status" className={classes.small}>
        {set.data?.ok === true ? t("unknown.stays") : ""}
      </p>
    </>
  );
}

function Framings({
  inspection,
  shown,
  onChoose,
}: {
  readonly inspection: Inspection;
  readonly shown: Framing;
  readonly onChoose: (framing: string) => void;
}) {
  const t = useText();
  const words = useWords();
  const sureness = useSureness();
  const group = useId();
  return (
    <fieldset className={classes.framings}>
      <legend>{t("unknown.framings")}</legend>
      {inspection.framings.map(({ id, kind, score, what, checksum, count }) => (
        <label key={id} className={classes.framing}>
          <input
            type="radio"
            name={group}
            value={id}
            checked={id === shown.id}
            onChange={() => onChoose(id)}
          />
          <span>
            <b>{words(framingNames[kind])}</b>{" "}
            <span className={classes.small}>
              {t("unknown.sure", { score: sureness(score) })}, {t("unknown.count", { count })}
            </span>
            <br />
            {words(what)} {checksum !== undefined && t("unknown.checksum", { name: checksum })}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function Frames({ framing: { kind, frames, fields, frameLength } }: { readonly framing: Framing }) {
  const t = useText();
  if (frames.length === 0) return null;
  const isText = kind === "lines" || kind === "text";
  return (
    <div className={classes.part}>
      <h3>{t("unknown.frames")}</h3>
      <ScrollFrame className={classes.frames}>
        {frames.map((hex, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a frame is its place among the last ones
          <div key={index} className={classes.row}>
            {isText ? (
              <span>{textOf(hex).replace(/·+$/, "")}</span>
            ) : (
              <>
                <span className={classes.cells}>
                  {frameCells(hex, fields, frameLength).map(({ hex: pair, field }, at) => (
                    <span
                      // biome-ignore lint/suspicious/noArrayIndexKey: a byte is its place in the frame
                      key={at}
                      className={looks.key}
                      {...(field === undefined ? {} : { "data-look": lookOf(field) })}
                    >
                      {pair}
                    </span>
                  ))}
                </span>
                <span className={classes.text}>{textOf(hex)}</span>
              </>
            )}
          </div>
        ))}
      </ScrollFrame>
    </div>
  );
}
