// A word of the glossary in the middle of a text: its definition shows at a touch, at the focus, or under the pointer.
import { type KeyboardEvent, type ReactNode, useId, useState } from "react";
import classes from "./term-note.module.css";

export function TermNote({
  definition,
  children,
}: {
  readonly definition: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  const [isOpen, setOpen] = useState(false);
  const close = (event: KeyboardEvent) => {
    if (event.key === "Escape") setOpen(false);
  };
  return (
    <dfn className={classes.term}>
      <button
        type="button"
        className={classes.word}
        aria-describedby={isOpen ? id : undefined}
        aria-expanded={isOpen}
        onFocus={() => setOpen(true)}
        onBlur={() => setOpen(false)}
        onClick={() => setOpen(true)}
        onPointerEnter={(event) => event.pointerType === "mouse" && setOpen(true)}
        onPointerLeave={(event) => event.pointerType === "mouse" && setOpen(false)}
        onKeyDown={close}
      >
        {children}
      </button>
      {isOpen && (
        <span role="tooltip" id={id} className={classes.note}>
          <b>{children}</b>
          <span>{definition}</span>
        </span>
      )}
    </dfn>
  );
}
