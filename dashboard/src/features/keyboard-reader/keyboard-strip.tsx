// On every page while this one listens: whether it hears the reader, how to make it hear again, and the way out.
import { Button } from "@mantine/core";
import { useText, useWords } from "../../ui/language.tsx";
import classes from "./keyboard-reader.module.css";
import { listenAgain, stopListening, usePageReader } from "./page-reader.ts";

export function KeyboardStrip() {
  const t = useText();
  const words = useWords();
  const { phase, name, hearing, isReached, bursts, remark } = usePageReader();
  if (phase !== "listening" || name === undefined) return null;
  const hears = hearing === "hears";
  return (
    <aside className={classes.strip} data-hears={hears} aria-label={words(name)}>
      <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true" className={classes.icon}>
        <path d="M3 7h18v10H3ZM6 10h.01M9 10h.01M12 10h.01M15 10h.01M18 10h.01M8 14h8" />
      </svg>
      <p role="status" className={classes.stripText}>
        <strong>{words(name)}.</strong> {t(`keyboard.${hearing}`)}{" "}
        {isReached ? t("keyboard.heard", { count: bursts }) : t("keyboard.unreached")}
        {remark !== undefined && <> {t(`keyboard.remark.${remark}`)}</>}
      </p>
      {!hears && (
        <Button color="amber" onClick={listenAgain}>
          {t("keyboard.again")}
        </Button>
      )}
      <Button variant="default" onClick={stopListening}>
        {t("keyboard.stop")}
      </Button>
    </aside>
  );
}
