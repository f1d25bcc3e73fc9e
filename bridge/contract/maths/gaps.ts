// When a silence is a gap: much longer than the pace of what came. Charts cut their lines there, tables say so. Pure.

/** Longest silence still taken for one line, milliseconds, when the pace cannot tell. */
const leastGapMs = 1500;
/** The pace is read off the latest readings. */
const paceReadings = 256;

/**
 * The silence that is a gap, milliseconds.
 * @param monos when each reading came, ascending, milliseconds.
 */
export function gapMs(monos: readonly number[]): number {
  const latest = monos.slice(-paceReadings);
  const steps = latest.slice(1).map((mono, index) => mono - (latest[index] ?? mono));
  return Math.max(leastGapMs, 4 * (steps.sort((a, b) => a - b)[(steps.length - 1) >> 1] ?? 0));
}

/** Tells, reading after reading, how long a channel was silent before, milliseconds; 0 where that is no gap. */
export function silences(
  readings: readonly { readonly channel: string; readonly mono: number }[],
): readonly number[] {
  const byChannel = new Map<string, number[]>();
  for (const { channel, mono } of readings) {
    const monos = byChannel.get(channel);
    if (monos === undefined) byChannel.set(channel, [mono]);
    else monos.push(mono);
  }
  const gaps = new Map([...byChannel].map(([channel, monos]) => [channel, gapMs(monos)]));
  const heard = new Map<string, number>();
  return readings.map(({ channel, mono }) => {
    const silence = mono - (heard.get(channel) ?? mono);
    heard.set(channel, mono);
    return silence > (gaps.get(channel) ?? leastGapMs) ? silence : 0;
  });
}
