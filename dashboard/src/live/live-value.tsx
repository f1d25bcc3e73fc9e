// A channel's live value: draws again only when that very value changes.

import { useEffect, useRef, useState } from "react";
import type { Channel, Device } from "#contract/devices.ts";
import { formatQuantity, quantityParts } from "../ui/format.ts";
import { useLanguage, useText, useWords } from "../ui/language.tsx";
import { isTwoState, Value } from "../ui/value.tsx";
import { useLive, useLiveReader } from "./live-context.tsx";
import classes from "./live-value.module.css";
import { boundsOf } from "./tile-channels.ts";

type Size = "small" | "medium" | "large" | "huge";

export function LiveValue({
  device,
  channel,
  size = "medium",
}: {
  readonly device: string;
  readonly channel: Channel;
  readonly size?: Size;
}) {
  const value = useLive((state) => state.bench?.devices[device]?.state?.readings[channel.id]);
  return <Value quantity={channel.quantity} value={value} size={size} />;
}

/** Name, live value and pin of a channel. */
export function LiveTile({
  device,
  channel,
  size = "medium",
}: {
  readonly device: Device;
  readonly channel: Channel;
  readonly size?: Size;
}) {
  const words = useWords();
  return (
    <div className={classes.tile}>
      <span className={classes.name}>
        {words(channel.name)}
        {channel.pin !== undefined && <span className={classes.pin}>{channel.pin}</span>}
      </span>
      <LiveValue device={device.id} channel={channel} size={size} />
      <Bounds device={device} channel={channel} />
    </div>
  );
}

/** How far an estimate may be off: it never stands alone. */
function Bounds({ device, channel }: { readonly device: Device; readonly channel: Channel }) {
  const t = useText();
  const { language } = useLanguage();
  const bounds = boundsOf(channel, device.channels);
  const readings = useLive((state) => state.bench?.devices[device.id]?.state?.readings);
  const low = bounds && readings?.[bounds.low.id];
  const high = bounds && readings?.[bounds.high.id];
  if (low === undefined || high === undefined) return null;
  return (
    <span className={classes.bounds}>
      {t("value.between", {
        low: quantityParts(language, channel.quantity, low).number,
        high: formatQuantity(language, channel.quantity, high),
      })}
    </span>
  );
}

const spokenEveryMs = 5000;

/** Says a value to screen readers, politely, at most every five seconds. */
export function SpokenValue({ device, channel }: { readonly device: string; readonly channel: Channel }) {
  const reader = useLiveReader();
  const { language } = useLanguage();
  const words = useWords();
  const [said, setSaid] = useState("");
  const last = useRef("");
  useEffect(() => {
    const timer = window.setInterval(() => {
      const value = reader.getState().bench?.devices[device]?.state?.readings[channel.id];
      if (value === undefined || isTwoState(channel.quantity)) return;
      const text = `${words(channel.name)} ${formatQuantity(language, channel.quantity, value)}`;
      if (text !== last.current) {
        last.current = text;
        setSaid(text);
      }
    }, spokenEveryMs);
    return () => window.clearInterval(timer);
  }, [reader, device, channel, language, words]);
  return (
    <span className={classes.hidden} role="status">
      {said}
    </span>
  );
}
