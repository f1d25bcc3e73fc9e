// A sheet of paper on the bench; the edge takes the colour of a family.
import type { ReactNode } from "react";
import classes from "./card.module.css";
import type { Family } from "./families.ts";

export function Card({
  family,
  children,
  className = "",
  as: Tag = "div",
  label,
}: {
  readonly family?: Family | undefined;
  readonly children: ReactNode;
  readonly className?: string | undefined;
  readonly as?: "div" | "article" | "li" | "section" | "aside";
  /** Id of the title that names it. */
  readonly label?: string;
}) {
  return (
    <Tag
      className={`${classes.card} ${className}`}
      data-family={family}
      {...(label === undefined ? {} : { "aria-labelledby": label })}
    >
      {children}
    </Tag>
  );
}
