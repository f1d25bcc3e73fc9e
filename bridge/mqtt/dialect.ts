// Which MQTT a broker speaks. With 5 it does not send a bridge its own words back (no local, MQTT 5 §3.8.3.1): half of
// what would come in, and read for nothing. One that speaks 3.1.1 alone says so, or hangs up without a word.

export type MqttVersion = 4 | 5;

export interface Dialect {
  /** Of the next attempt: 4 is MQTT 3.1.1. */
  readonly version: MqttVersion;
  /**
   * An attempt ended before the broker greeted.
   * @param error what it said; nothing when it only hung up.
   * @returns whether to try again at once: the broker is there and named its reason.
   */
  failed(error: Error | undefined): boolean;
}

/** Unacceptable protocol version (MQTT 3.1.1 §3.2.2.3); unsupported protocol version (MQTT 5 §3.2.2.2). */
const wrongVersion: readonly unknown[] = [1, 132];

/** @param first tried; 4 is for brokers known to speak nothing else, and stays. */
export function createDialect(first: MqttVersion): Dialect {
  let version = first;
  return {
    get version() {
      return version;
    },
    failed(error) {
      if (first === 4) return false;
      if (error === undefined) {
        version = version === 5 ? 4 : 5;
        return false;
      }
      if (version === 4 || !("code" in error) || !wrongVersion.includes(error.code)) return false;
      version = 4;
      return true;
    },
  };
}
