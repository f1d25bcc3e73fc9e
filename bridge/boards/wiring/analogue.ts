// Analogue parts, through johnny-five's Sensor: the median of its samples, converted by the part's formula.
import { type AnalogueComponent, analogueReadings } from "../conversions.ts";
import { johnnyFive as five } from "../johnny-five.ts";
import { pinNumber, type WiringBench } from "./bench.ts";

/** A change of this many counts is more than the converter's own noise. */
const noticeableCounts = 2;

export function wireAnalogue(
  bench: WiringBench,
  component: AnalogueComponent & { pin: string; options: { sampleMs: number } },
): void {
  const { board, io, rate, supplyVolts } = bench;
  const { id, pin, options } = component;
  const sensor = new five.Sensor({ board, pin, freq: options.sampleMs / rate });
  let heard = false;
  io.once(`analog-read-${pinNumber(pin)}`, () => {
    heard = true;
  });
  // Before the first sample johnny-five already gives 0: not a measurement.
  sensor.on("data", (median: number) => {
    if (!heard) return;
    const resolution = io.RESOLUTION.ADC ?? 1023;
    bench.tell(id, analogueReadings(component, median, resolution, supplyVolts), median, noticeableCounts);
  });
}
