// A beacon at one metre, step by step: put it there, listen without moving, see what it changes, keep it or not.
import { Button, Progress, TextInput } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import {
  type BeaconCalibration,
  judgeSampling,
  leastSamples,
  leastSeconds,
  mostSpread,
  type Sampling,
} from "#contract/beacon-calibration.ts";
import type { Device } from "#contract/devices.ts";
import type { DeviceFeed } from "#contract/live.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useCall } from "../../live/use-route.ts";
import { formatDuration, formatNumber, formatQuantity, quantityParts, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { receiverKind } from "../../ui/receiver-kind.ts";
import classes from "./one-metre.module.css";
import { comparePowers, isEnough, progressOf } from "./one-metre-model.ts";
import { SamplingPicture } from "./sampling-picture.tsx";

const nothing: DeviceFeed = { samples: [], events: [], frames: [] };
/** Said while the samples come; `few` and `short` are what the bar shows. */
const spoken = ["silent", "implausible", "moved", "restless"] as const;

/** Monotonic clock of the bridge, milliseconds. */
interface Listening {
  readonly from: number;
  /** Once there are enough: the last sample that counts. */
  readonly to?: number;
}

export function OneMetre({
  device,
  onKept,
  onCancel,
}: {
  readonly device: Device;
  readonly onKept: (calibration: BeaconCalibration) => void;
  readonly onCancel: () => void;
}) {
  const t = useText();
  const { id } = device;
  const feed = useLive((state) => state.feeds[id] ?? nothing);
  const isHeard = useLive((state) => state.bench?.devices[id]?.availability?.state === "online");
  const [listening, setListening] = useState<Listening>();
  const title = useRef<HTMLHeadingElement>(null);
  const sampling = listening === undefined ? undefined : judgeSampling(feed, listening.from, listening.to);
  const isSilent = sampling?.troubles.includes("silent") === true;
  const isDone = sampling !== undefined && isEnough(sampling) && !isSilent;
  const end = isDone ? sampling.heard.at(-1)?.mono : undefined;
  const stage = sampling === undefined ? "ready" : isDone || isSilent ? "heard" : "listening";

  // What comes after the last sample that was needed does not count: what is shown is what is kept.
  useEffect(() => {
    if (end !== undefined) setListening((now) => now && { to: end, ...now });
  }, [end]);
  // The button that was pressed is gone: whoever reads or tabs goes on from the title.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new stage moves the focus, nothing else does
  useEffect(() => title.current?.focus(), [stage]);

  const begin = () =>
    setListening({ from: Math.max(0, feed.samples.at(-1)?.mono ?? 0, feed.events.at(-1)?.mono ?? 0) });
  return (
    <div className={classes.panel}>
      <h3 ref={title} tabIndex={-1}>
        {t(`oneMetre.stage.${stage}`)}
      </h3>
      {sampling === undefined ? (
        <Guide device={id} />
      ) : (
        <>
          {stage === "listening" && (
            <Progress
              value={progressOf(sampling) * 100}
              aria-label={t("oneMetre.stage.listening")}
              size="lg"
            />
          )}
          <SamplingPicture sampling={sampling} />
          <Figures sampling={sampling} />
        </>
      )}
      <Troubles sampling={sampling} isHeard={isHeard} />
      {stage === "heard" &&
        sampling !== undefined &&
        sampling.troubles.length === 0 &&
        listening !== undefined && (
          <Outcome device={device} sampling={sampling} listening={listening} onKept={onKept} />
        )}
      <div className={classes.buttons}>
        <Button variant={stage === "ready" ? "filled" : "default"} disabled={!isHeard} onClick={begin}>
          {t(stage === "ready" ? "oneMetre.listen" : "oneMetre.restart")}
        </Button>
        <Button variant="subtle" onClick={onCancel}>
          {t("oneMetre.cancel")}
        </Button>
      </div>
    </div>
  );
}

function Guide({ device }: { readonly device: string }) {
  const t = useText();
  const { language } = useLanguage();
  const witness = useLive((state) => state.bench?.devices[device]?.receivers?.[0]?.receiver);
  const { kind, name } = receiverKind(witness ?? "");
  return (
    <ol className={classes.guide}>
      <li>
        {t("oneMetre.place")}
        {witness !== undefined && (
          <> {t("oneMetre.receiver", { receiver: t(`receiver.${kind}`, { name }) })}</>
        )}
      </li>
      <li>{t("oneMetre.sight")}</li>
      <li>
        {t("oneMetre.still", {
          samples: leastSamples,
          seconds: withUnit(language, formatNumber(language, leastSeconds), "s"),
        })}
      </li>
    </ol>
  );
}

function Figures({ sampling: { heard, seconds, median, spread } }: { readonly sampling: Sampling }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <p className={classes.figures}>
      {t("oneMetre.progress", {
        count: heard.length,
        samples: leastSamples,
        seconds: formatDuration(language, seconds * 1000),
        least: withUnit(language, formatNumber(language, leastSeconds), "s"),
      })}
      {heard.length > 0 && (
        <>
          <br />
          {t("oneMetre.figures", { median: power(language, median), spread: decibels(language, spread) })}
        </>
      )}
    </p>
  );
}

/** What is wrong, said aloud once; a silent beacon hides the rest. */
function Troubles({
  sampling,
  isHeard,
}: {
  readonly sampling: Sampling | undefined;
  readonly isHeard: boolean;
}) {
  const t = useText();
  const { language } = useLanguage();
  const found = spoken.find((one) => sampling?.troubles.includes(one));
  const words =
    found !== undefined
      ? t(`oneMetre.trouble.${found}`, { most: decibels(language, mostSpread) })
      : isHeard
        ? ""
        : t("oneMetre.trouble.unheard");
  return (
    <p role="status" className={words === "" ? classes.quiet : classes.trouble}>
      {words}
    </p>
  );
}

/** Before and after, and who signs. */
function Outcome({
  device,
  sampling,
  listening: { from, to = from },
  onKept,
}: {
  readonly device: Device;
  readonly sampling: Sampling;
  readonly listening: Listening;
  readonly onKept: (calibration: BeaconCalibration) => void;
}) {
  const t = useText();
  const { language } = useLanguage();
  const [author, setAuthor] = useState("");
  const declared = useLive((state) => state.bench?.devices[device.id]?.state?.readings.measuredPower);
  const keep = useCall("calibrateBeacon");
  const rows = comparePowers(sampling, declared, device.calibration);
  return (
    <>
      <table className={classes.compared}>
        <caption>{t("oneMetre.caption")}</caption>
        <thead>
          <tr>
            <td />
            <th scope="col">{t("oneMetre.power")}</th>
            <th scope="col">{t("oneMetre.distance")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.from} data-power={row.from}>
              <th scope="row">{t(`oneMetre.from.${row.from}`)}</th>
              <td>{row.power === undefined ? "—" : power(language, row.power)}</td>
              <td>
                {row.distance === undefined
                  ? "—"
                  : t("value.between", {
                      low: quantityParts(language, "distance", row.distance.low).number,
                      high: formatQuantity(language, "distance", row.distance.high),
                    })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {keep.isError && <ProblemNote problem={problemOf(keep.error)} />}
      <form
        className={classes.buttons}
        onSubmit={(event) => {
          event.preventDefault();
          keep.mutate(
            { params: { id: device.id }, body: { sampling: { from, to }, author: author.trim() } },
            { onSuccess: onKept },
          );
        }}
      >
        <TextInput
          label={t("calibrate.author")}
          maxLength={60}
          required
          value={author}
          onChange={(event) => setAuthor(event.currentTarget.value)}
        />
        <Button type="submit" loading={keep.isPending} disabled={author.trim() === ""}>
          {t("oneMetre.keep")}
        </Button>
      </form>
    </>
  );
}

type Language = ReturnType<typeof useLanguage>["language"];

/** Halves happen: the median of an even number of whole decibels. */
export function power(language: Language, dBm: number): string {
  return withUnit(language, formatNumber(language, dBm, Number.isInteger(dBm) ? 0 : 1), "dBm");
}

export function decibels(language: Language, dB: number): string {
  return withUnit(language, formatNumber(language, dB, 1), "dB");
}
