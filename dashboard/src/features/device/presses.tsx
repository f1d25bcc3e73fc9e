// A button's channel: up or down is no curve. What it is now, and the presses one after the other, as long as they lasted.
import type { Channel } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import { useLive } from "../../live/live-context.tsx";
import { LiveValue } from "../../live/live-value.tsx";
import { formatClock, formatDuration } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import classes from "./device.module.css";
import { barShare, type PressSeen, pressesOf } from "./press-model.ts";

const shown = 12;
const none: readonly LaboEvent[] = [];

export function Presses({ device, channel }: { readonly device: string; readonly channel: Channel }) {
  const t = useText();
  const words = useWords();
  const events = useLive((state) => state.feeds[device]?.events ?? none);
  const isDown = useLive((state) => (state.bench?.devices[device]?.state?.readings[channel.id] ?? 0) > 0);
  const presses = pressesOf(events, channel.id);
  return (
    <figure className={classes.presses}>
      <figcaption>
        <span>{words(channel.name)}</span>
        <LiveValue device={device} channel={channel} />
      </figcaption>
      {presses.length === 0 ? (
        <p className={classes.none}>{t("presses.none")}</p>
      ) : (
        <>
          <p className={classes.pressCount}>{t("presses.count", { count: presses.length })}</p>
          <ol>
            {presses.slice(0, shown).map((press, index) => (
              <PressRow key={press.id} press={press} isHeld={index === 0 && isDown} />
            ))}
          </ol>
        </>
      )}
    </figure>
  );
}

function PressRow({ press, isHeld }: { readonly press: PressSeen; readonly isHeld: boolean }) {
  const t = useText();
  const { language } = useLanguage();
  const { time, durationMs, how } = press;
  const length =
    durationMs !== undefined
      ? formatDuration(language, durationMs)
      : isHeld
        ? t("presses.held")
        : t(`presses.${how ?? "press"}`);
  return (
    <li>
      <time dateTime={time}>{formatClock(time)}</time>
      <span className={classes.pressBar} data-held={isHeld} aria-hidden="true">
        <span style={{ width: `${100 * (isHeld ? 1 : barShare(durationMs ?? 0))}%` }} />
      </span>
      <span>{length}</span>
    </li>
  );
}
