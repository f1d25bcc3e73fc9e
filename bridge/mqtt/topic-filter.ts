// Topic filters with their wildcards (MQTT 5 §4.7). Pure.

/** Is the topic matched by this filter: exact, with `+` for any level, or ending in `#`. */
export function isUnder(filter: string, topic: string): boolean {
  if (!filter.includes("+"))
    return filter.endsWith("#") ? topic.startsWith(filter.slice(0, -1)) : filter === topic;
  const wanted = filter.split("/");
  const levels = topic.split("/");
  const isOpen = wanted.at(-1) === "#";
  if (isOpen) wanted.pop();
  if (isOpen ? levels.length < wanted.length : levels.length !== wanted.length) return false;
  return wanted.every((level, index) => level === "+" || level === levels[index]);
}
