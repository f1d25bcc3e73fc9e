// What is wrong with a rule, or should be known: a shape and words, before any colour.
import type { RuleCard, RuleProblem } from "#contract/rules.ts";
import { useText, useWords } from "../../ui/language.tsx";
import classes from "./composer.module.css";

export function Problems({
  problems,
  card,
}: {
  readonly problems: readonly RuleProblem[];
  /** Of this card alone. */
  readonly card?: RuleCard;
}) {
  const t = useText();
  const words = useWords();
  const shown = problems.filter((problem) => card === undefined || problem.card === card);
  if (shown.length === 0) return null;
  return (
    <ul className={classes.problems} aria-live="polite">
      {shown.map((problem) => (
        <li key={problem.words.en} data-weight={problem.weight}>
          <b>{t(`composer.problem.${problem.weight}`)}</b> {words(problem.words)}
        </li>
      ))}
    </ul>
  );
}
