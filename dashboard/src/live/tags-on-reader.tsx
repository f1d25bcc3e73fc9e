// The tags lying on a reader now, by the name the kit was taught, or as a stranger's.
import type { ReactNode } from "react";
import { useText, useWords } from "../ui/language.tsx";
import { useLive } from "./live-context.tsx";
import classes from "./tags-on-reader.module.css";

const none: readonly string[] = [];

export function useTagsOn(device: string): readonly string[] {
  return useLive((state) => state.bench?.devices[device]?.state?.tags ?? none);
}

/** Name of a tag: what it was taught as, or that it is unknown here. */
export function useTagName(): (tag: string) => string {
  const t = useText();
  const tags = useLive((state) => state.bench?.tags);
  const words = useWords();
  return (tag) => {
    const label = tags?.[tag]?.label;
    if (label !== undefined) return words(label);
    return tag.startsWith("foreign-") ? t("tag.foreign") : tag;
  };
}

export function TagsOnReader({
  device,
  action,
}: {
  readonly device: string;
  /** Something to offer beside each tag. */
  readonly action?: (tag: string) => ReactNode;
}) {
  const t = useText();
  const tags = useTagsOn(device);
  const nameOf = useTagName();
  return (
    <div className={classes.box}>
      <span className={classes.title}>{t("tag.onReader")}</span>
      {tags.length === 0 ? (
        <span className={classes.none}>{t("tag.none")}</span>
      ) : (
        <ul className={classes.tags}>
          {tags.map((tag) => (
            <li key={tag}>
              <span className={classes.tag}>{nameOf(tag)}</span>
              {nameOf(tag) !== tag && <code className={classes.id}>{tag}</code>}
              {action?.(tag)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
