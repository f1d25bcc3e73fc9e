// A place whose content scrolls inside it where it is too wide or too tall. The page itself never scrolls sideways, and
// the keyboard reaches what is out of sight: browsers do not all give a scrolling place its stop.
import type { ReactNode } from "react";
import classes from "./scroll-frame.module.css";

export function ScrollFrame({
  as: Tag = "div",
  label,
  className = "",
  children,
}: {
  /** A label needs an element that may bear one: a section, or a list. */
  readonly as?: "div" | "section" | "ol" | "pre";
  readonly label?: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <Tag
      className={`${classes.frame} ${className}`}
      tabIndex={0}
      {...(label === undefined ? {} : { "aria-label": label })}
    >
      {children}
    </Tag>
  );
}
