// A channel as an axis names it: its name, and its unit in brackets.
import type { Channel } from "#contract/devices.ts";
import { viewOf } from "../../ui/format.ts";
import { useWords } from "../../ui/language.tsx";

export function useChannelName(): (channel: Channel) => string {
  const words = useWords();
  return ({ name, quantity }) => {
    const { unit } = viewOf(quantity);
    return unit === "" ? words(name) : `${words(name)} (${unit})`;
  };
}
