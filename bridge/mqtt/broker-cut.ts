// The embedded broker taken away for a while, on purpose: every line is cut, and nothing answers until it is back.
import type { Clock, Timer } from "../clock.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import type { Broker } from "./broker.ts";

export interface BrokerCut {
  /**
   * Resolves once the broker is gone.
   * @throws LaboError BROKER_ELSEWHERE for a broker that is not ours to stop, BROKER_CUT when it is away already.
   */
  cut(seconds: number): Promise<void>;
  /** The bench closes: the broker is not brought back. */
  stop(): void;
}

/** @param broker the embedded one; absent when the bench uses another. */
export function createBrokerCut(
  broker: Pick<Broker, "start" | "stop"> | undefined,
  { clock, logger }: { readonly clock: Clock; readonly logger: Logger },
): BrokerCut {
  let back: Timer | undefined;
  let isAway = false;

  const bringBack = async (ours: Pick<Broker, "start">): Promise<void> => {
    try {
      await ours.start();
      isAway = false;
      back = undefined;
    } catch (error) {
      // Somebody else took its port meanwhile: tried until it is free.
      logger.warn({ err: error }, "the broker could not come back yet");
      back = clock.after(1000, () => void bringBack(ours));
    }
  };

  return {
    async cut(seconds) {
      if (broker === undefined) throw new LaboError("BROKER_ELSEWHERE");
      if (isAway) throw new LaboError("BROKER_CUT");
      isAway = true;
      await broker.stop();
      back = clock.after(seconds * 1000, () => void bringBack(broker));
    },
    stop() {
      back?.cancel();
    },
  };
}
