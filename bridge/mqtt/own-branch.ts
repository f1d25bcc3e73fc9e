// The part of the topic tree where one bridge alone speaks. A broker does not tell who published a message: whoever may
// publish there could speak in the bridge's name.
import { topicFor } from "#contract/topics.ts";

/**
 * @param bridge whose branch it is.
 * @returns whether only this bridge speaks on a topic: all of its branch but the commands its devices are sent.
 */
export function ownBranchOf(bridge: string): (topic: string) => boolean {
  const state = topicFor("state", bridge);
  const branch = state.slice(0, state.lastIndexOf("/") + 1);
  const isCommand = (topic: string) =>
    topic.endsWith("/set") && topic === topicFor("set", bridge, topic.slice(branch.length, -"/set".length));
  return (topic) => topic.startsWith(branch) && !isCommand(topic);
}
