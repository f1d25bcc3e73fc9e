// An experiment on one line of a list: its name, how long, how hard, with what, and whether it can be done now.
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import classes from "./library.module.css";
import type { ExperimentItem } from "./library-model.ts";

export function ExperimentLine({ item }: { readonly item: ExperimentItem }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { experiment, readiness, progress } = item;
  return (
    <li className={classes.line}>
      <span className={classes.number}>{experiment.number}</span>
      <span className={classes.lineMain}>
        <Link to={`/experiences/${experiment.id}`} className={classes.lineTitle ?? ""}>
          {words(experiment.title)}
        </Link>
        <span className={classes.meta}>
          <span>{t(`level.${experiment.level}`)}</span>
          {experiment.bonus === true && <span>{t("experiment.bonus")}</span>}
          <span>{withUnit(language, formatNumber(language, experiment.minutes), "min")}</span>
          <span>{experiment.needs.map((need) => words(need.name)).join(", ")}</span>
        </span>
      </span>
      <span className={classes.marks}>
        {readiness === "ready" && <Mark kind="ready" text={t("library.ready")} />}
        {progress !== undefined && <Mark kind={progress} text={t(`library.${progress}`)} />}
      </span>
    </li>
  );
}

const shapes = {
  ready: <path d="M3 6.2 5.2 8.4 9.4 3.6" />,
  begun: <path d="M6 1.6a4.4 4.4 0 0 1 0 8.8Z" fill="currentColor" />,
  done: <path d="M6 1.6a4.4 4.4 0 1 0 .01 0Z" fill="currentColor" />,
} as const;

function Mark({ kind, text }: { readonly kind: keyof typeof shapes; readonly text: string }) {
  return (
    <span className={classes.mark} data-mark={kind}>
      <svg viewBox="0 0 12 12" width="13" height="13" aria-hidden="true">
        {kind !== "ready" && <circle cx="6" cy="6" r="4.6" />}
        {shapes[kind]}
      </svg>
      {text}
    </span>
  );
}
