// The four levels, explained to whoever wonders which is theirs.
import { levels } from "#contract/sheets.ts";
import { useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import classes from "./library.module.css";

export function Levels() {
  const t = useText();
  return (
    <Section id="niveaux" title={t("library.levels")}>
      <dl className={classes.levels}>
        {levels.map((level, index) => (
          <div key={level}>
            <dt>
              <span aria-hidden="true" className={classes.steps}>
                {"●".repeat(index + 1)}
                {"○".repeat(levels.length - 1 - index)}
              </span>
              {t(`level.${level}`)}
            </dt>
            <dd>{t(`library.level.${level}`)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
