// One of the four cards: colour, letter and shape of its role, as on the bits one snaps together.
import type { ReactNode } from "react";
import type { RuleCard, RuleProblem } from "#contract/rules.ts";
import { Card } from "../../ui/card.tsx";
import { useText } from "../../ui/language.tsx";
import classes from "./composer.module.css";
import { Problems } from "./problems.tsx";

const shapes: Record<RuleCard, ReactNode> = {
  energy: <path d="M13 2 5 13h6l-1 9 9-12h-6Z" />,
  input: <path d="M3 5h9v14H3zM12 12h9M17 8l4 4-4 4" />,
  rule: <path d="M12 2 22 12 12 22 2 12Z" />,
  output: <path d="M12 5h9v14h-9zM3 12h9M8 8l4 4-4 4" />,
};

export function RoleCard({
  card,
  problems,
  children,
}: {
  readonly card: RuleCard;
  readonly problems: readonly RuleProblem[];
  readonly children: ReactNode;
}) {
  const t = useText();
  const id = `carte-${card}`;
  return (
    <Card as="section" label={id} className={`${classes.role} ${card === "output" ? classes.wide : ""}`}>
      <div className={classes.roleHead} data-role={card}>
        <svg viewBox="0 0 24 24" width="26" height="26" aria-hidden="true">
          {shapes[card]}
        </svg>
        <span className={classes.letter} aria-hidden="true">
          {t(`composer.letter.${card}`)}
        </span>
        <h3 id={id}>{t(`composer.card.${card}`)}</h3>
      </div>
      <p className={classes.help}>{t(`composer.help.${card}`)}</p>
      {children}
      <Problems problems={problems} card={card} />
    </Card>
  );
}
