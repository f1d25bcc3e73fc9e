// A place whose content scrolls inside it where it is too wide or too tall. The page itself never scrolls sideways, and
// the keyboard reaches what is out of sight: browsers do not all give a scrolling place its stop. Where all is in sight,
// there is no stop that would lead nowhere.
import { type ReactNode, useEffect, useRef, useState } from "react";
import classes from "./scroll-frame.module.css";

/** Sizes in pixels are rounded: one more is not a place to scroll to. */
const slack = 1;

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
  const place = useRef<HTMLElement>(null);
  const [scrolls, setScrolls] = useState(false);
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const measure = () => {
      const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
      setScrolls(scrollWidth > clientWidth + slack || scrollHeight > clientHeight + slack);
    };
    // Asked when something changed, not at each drawing: what it holds may be drawn with every move of a cursor.
    const sizes = new ResizeObserver(measure);
    for (const one of [element, ...element.children]) sizes.observe(one);
    const pieces = new MutationObserver(measure);
    pieces.observe(element, { childList: true });
    return () => {
      sizes.disconnect();
      pieces.disconnect();
    };
  }, []);
  return (
    <Tag
      ref={(element: HTMLElement | null) => {
        place.current = element;
      }}
      className={`${classes.frame} ${className}`}
      {...(scrolls ? { tabIndex: 0 } : {})}
      {...(label === undefined ? {} : { "aria-label": label })}
    >
      {children}
    </Tag>
  );
}
