// The resident memory of a bridge and of its noble while something goes on, told as what grows.
import { type Reading, under } from "./measurement.ts";
import { childrenOf, residentMb } from "./processes.ts";
import { median } from "./statistics.ts";

const everyMs = 1000;
/** Memory that does not grow, give or take what a garbage collector leaves lying. */
const mostGrowth = 1.3;

/**
 * @param bridge its process.
 * @param early share of the time after which the tables are full, and nothing may grow any more.
 */
export function watchMemory(bridge: number, early: number) {
  const [noble = 0] = childrenOf(bridge);
  const samples: { bridge: number; noble: number }[] = [];
  const timer = setInterval(
    () => samples.push({ bridge: residentMb(bridge), noble: residentMb(noble) }),
    everyMs,
  );
  return {
    /** Medians of a tenth of the time, so that one collection more or less is not growth. */
    end(): Reading[] {
      clearInterval(timer);
      const tenth = Math.max(1, Math.floor(samples.length / 10));
      const from = Math.floor(samples.length * early);
      return (["bridge", "noble"] as const).flatMap((who): Reading[] => {
        const values = samples.map((sample) => sample[who]);
        const then = median(values.slice(from, from + tenth));
        const last = median(values.slice(-tenth));
        const at = `after ${Math.round(early * 100)} % of the time`;
        return [
          { name: `${who}: memory ${at}`, value: then, unit: "MB" },
          { name: `${who}: memory at the end`, value: last, unit: "MB" },
          { name: `${who}: highest`, value: Math.max(...values), unit: "MB" },
          { name: `${who}: end ÷ ${at}`, value: last / then, unit: "×", aim: under(mostGrowth, "×") },
        ];
      });
    },
  };
}
