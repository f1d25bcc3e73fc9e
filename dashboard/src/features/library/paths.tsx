// Learning paths: experiments that go together, for a trade, in their order.
import { formatDuration } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { ExperimentLine } from "./experiment-line.tsx";
import classes from "./library.module.css";
import type { PathItem } from "./library-model.ts";

const msPerMinute = 60_000;

export function Paths({ items }: { readonly items: readonly PathItem[] }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  if (items.length === 0) return null;
  return (
    <Section id="parcours" title={t("library.paths")}>
      <ul className={classes.paths}>
        {items.map(({ path, minutes, experiments }) => {
          const done = experiments.filter(({ progress }) => progress === "done").length;
          return (
            <li key={path.id}>
              <details className={classes.path}>
                <summary>
                  <span className={classes.pathName}>{words(path.name)}</span>
                  <span className={classes.meta}>
                    <span>{t("sheets.experiments", { count: experiments.length })}</span>
                    <span>{formatDuration(language, minutes * msPerMinute)}</span>
                    {done > 0 && <span>{t("library.pathDone", { done })}</span>}
                  </span>
                </summary>
                <p>{words(path.lead)}</p>
                <ol className={classes.lines}>
                  {experiments.map((item) => (
                    <ExperimentLine key={item.experiment.id} item={item} />
                  ))}
                </ol>
              </details>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
