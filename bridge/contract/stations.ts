// Stations: objects of the bench that really speak MQTT, each over its own connection, below `atelier/`.
import { z } from "zod";
import { idSchema } from "./identifiers.ts";
import { nameSchema } from "./words.ts";

/** Everything a station may publish or ask for is below this level. */
export const stationRoot = "atelier";
/** Characters of a topic or a filter, at most. */
export const longestStationTopic = 60;
/** Characters of a message a station sends; longer ones that come from elsewhere are told as discarded. */
export const longestStationText = 200;
/** Messages of a burst, at most, and how many leave in a second. */
export const mostInBurst = 100;
export const burstPerSecond = 5;
export const mostSubscriptions = 8;
export const mostStations = 16;

const allowed = /^[^\p{C}+#]+$/u;

/** Whether a station may publish there: `atelier/…`, no wildcard, nothing invisible, no empty level. */
export function isStationTopic(topic: string): boolean {
  const levels = topic.split("/");
  return (
    topic.length <= longestStationTopic &&
    levels.length >= 2 &&
    levels[0] === stationRoot &&
    levels.every((level) => allowed.test(level))
  );
}

/** The same for a subscription, where `+` stands for one level and `#`, last, for all the rest. */
export function isStationFilter(filter: string): boolean {
  const levels = filter.split("/");
  return (
    filter.length <= longestStationTopic &&
    levels.length >= 2 &&
    levels[0] === stationRoot &&
    levels.every(
      (level, index) =>
        level === "+" || (level === "#" && index === levels.length - 1) || allowed.test(level),
    )
  );
}

/** Who a message says it is from, and about what: the second level of its topic, and all after it. */
export function topicParts(topic: string): { readonly publisher: string; readonly subject: string } {
  const [, publisher = "", ...rest] = topic.split("/");
  return { publisher, subject: rest.join("/") };
}

/** A station just made. */
export const stationSchema = z.object({ device: idSchema, name: nameSchema });
export type Station = z.infer<typeof stationSchema>;
