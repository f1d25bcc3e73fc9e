// On the bench: for who has a reader that types like a keyboard. What it can and cannot do is said before it is added.
import { Button } from "@mantine/core";
import { useText, useWords } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./keyboard-reader.module.css";
import { startListening, stopListening, usePageReader } from "./page-reader.ts";

export function KeyboardPanel() {
  const t = useText();
  const words = useWords();
  const { phase, name, device, bursts, problem } = usePageReader();
  const isOn = phase === "listening" && name !== undefined && device !== undefined;
  return (
    <Section id="lecteur-clavier" title={t("keyboard.title")}>
      {problem !== undefined && <ProblemNote problem={problem} />}
      <p className={classes.note}>
        {isOn ? t("keyboard.on", { name: words(name), count: bursts }) : t("keyboard.lead")}
      </p>
      <details className={classes.more}>
        <summary>{t("keyboard.more")}</summary>
        <ul className={classes.known}>
          <li>{t("keyboard.focus")}</li>
          <li>{t("keyboard.fast")}</li>
          <li>{t("keyboard.leaves")}</li>
          <li>{t("keyboard.layout")}</li>
        </ul>
      </details>
      <div className={classes.actions}>
        {isOn ? (
          <>
            <LinkButton to={`/appareil/${device}`} variant="default">
              {t("keyboard.open")}
            </LinkButton>
            <Button variant="default" onClick={stopListening}>
              {t("keyboard.stop")}
            </Button>
          </>
        ) : (
          <Button variant="default" loading={phase === "asking"} onClick={startListening}>
            {t("keyboard.add")}
          </Button>
        )}
      </div>
    </Section>
  );
}
