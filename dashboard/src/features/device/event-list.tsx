// What happened lately on a device, newest first, in a sentence each.
import type { Device } from "#contract/devices.ts";
import type { LaboEvent } from "#contract/events.ts";
import { fieldName } from "#contract/fields.ts";
import { refusalWords } from "#contract/refusals.ts";
import { tagSayings } from "#contract/tag-sayings.ts";
import { useLive } from "../../live/live-context.tsx";
import { useTagName } from "../../live/tags-on-reader.tsx";
import { formatClock, formatDuration, formatQuantity } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import classes from "./device.module.css";

const shown = 30;
const none: readonly LaboEvent[] = [];

export function EventList({ device }: { readonly device: Device }) {
  const t = useText();
  const events = useLive((state) => state.feeds[device.id]?.events ?? none);
  const tell = useTell(device);
  // Readings are the chart's business: as sentences they would drown all the rest.
  const told = events.filter((event) => event.kind !== "reading-taken" || tagSayings(event).length > 0);
  const list = (told.length > 0 ? told : events).slice(-shown).reverse();
  if (list.length === 0) return <p className={classes.none}>{t("event.none")}</p>;
  return (
    <ScrollFrame as="ol" label={t("device.events")} className={classes.events}>
      {list.map((event) => (
        <li key={event.id}>
          <time dateTime={event.time}>{formatClock(event.time)}</time>
          <span>{tell(event)}</span>
        </li>
      ))}
    </ScrollFrame>
  );
}

function useTell(device: Device): (event: LaboEvent) => string {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const nameOf = useTagName();
  const channelName = (id: string) => {
    const channel = device.channels.find((candidate) => candidate.id === id);
    return words(channel === undefined ? fieldName(id) : channel.name);
  };
  return (event) => {
    switch (event.kind) {
      case "tag-arrived":
        return t("event.tag-arrived", { tag: nameOf(event.tag.id) });
      case "tag-left":
        return t("event.tag-left", {
          tag: nameOf(event.tag.id),
          time: formatDuration(language, event.durationMs),
        });
      case "beacon-appeared":
        return t("event.beacon-appeared", { rssi: formatQuantity(language, "rssi", event.rssi) });
      case "beacon-moved":
        return t("event.beacon-moved", { from: t(`zone.${event.from}`), to: t(`zone.${event.zone}`) });
      case "beacon-left":
        return t("event.beacon-left", { time: formatDuration(language, event.silentMs) });
      case "button-pressed":
        return t(event.press === undefined ? "event.button-pressed" : `press.${event.press}`, {
          name: channelName(event.channel),
        });
      case "dial-turned":
        return t(event.steps > 0 ? "event.dial-right" : "event.dial-left", {
          name: channelName(event.channel),
          count: Math.abs(event.steps),
        });
      case "button-released":
        return t("event.button-released", {
          name: channelName(event.channel),
          time: formatDuration(language, event.durationMs),
        });
      case "reaction-timed":
        return t(`event.reaction-${event.outcome}`, {
          time: formatQuantity(language, "delay", event.reactionMs ?? 0),
        });
      case "page-opened":
        return t(event.offline ? "event.page-opened-offline" : "event.page-opened", { page: event.page });
      case "note-left":
        return t("event.note-left", { page: event.page, text: event.text });
      case "message-published":
      case "message-received":
        return t(`event.${event.kind}`, { topic: event.topic, text: event.text });
      case "link-up":
        return t(event.resumed ? "event.link-up-resumed" : "event.link-up");
      case "link-down":
        return t(`event.link-down-${event.how}`);
      case "rule-set":
        return t(`event.rule-set-${event.form === "gone" ? "gone" : event.on ? "on" : "off"}`);
      case "rule-fired":
        return t(`event.rule-fired-${event.branch}`);
      case "device-found":
        return t("event.device-found");
      case "device-lost":
        return t("event.device-lost");
      case "frame-discarded":
        return t("event.frame-discarded", {
          count: event.count,
          why: words(event.why ?? refusalWords(event.reason)),
        });
      case "reading-taken": {
        const said = tagSayings(event).map(([saying, text]) => t(`event.${saying}`, { text }));
        if (said.length > 0) return said.join(" ");
        return Object.entries(event.readings)
          .map(([id, value]) => {
            const channel = device.channels.find((candidate) => candidate.id === id);
            return channel === undefined
              ? id
              : `${words(channel.name)} ${formatQuantity(language, channel.quantity, value)}`;
          })
          .join(", ");
      }
    }
  };
}
