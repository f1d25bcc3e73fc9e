// Hears a curve: pitch for value, silence for a gap, left to right. What plays it comes when first asked for.
import { Button } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { useText } from "./language.tsx";
import { tonesOf } from "./sonification.ts";

const seconds = 5;

type Points = readonly (readonly [number, number] | null)[];

export function ListenButton({
  points,
  among = points,
  label,
}: {
  /** Read when it begins. Ascending in x; `null` is a gap. */
  readonly points: () => Points;
  /** Everything that is heard on the same scale, these points with it. */
  readonly among?: () => Points;
  /** Where there is more than one curve to hear. */
  readonly label?: string;
}) {
  const t = useText();
  const stop = useRef<() => void>(undefined);
  const [playing, setPlaying] = useState(false);
  useEffect(() => () => stop.current?.(), []);
  const press = async () => {
    if (playing) {
      stop.current?.();
      return;
    }
    const tones = tonesOf(points(), seconds, among());
    if (tones.length === 0) return;
    setPlaying(true);
    const { playTones } = await import("./play-tones.ts");
    stop.current = playTones(tones, () => setPlaying(false));
  };
  return (
    <Button variant="default" aria-pressed={playing} onClick={() => void press()}>
      {playing ? t("measure.listenStop") : (label ?? t("measure.listen"))}
    </Button>
  );
}
