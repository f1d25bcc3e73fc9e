// A decision tree, one question at a time, until there is something to do.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { TreeNode } from "#contract/doctor.ts";
import { useText, useWords } from "../../ui/language.tsx";
import classes from "./check-up.module.css";
import { walk } from "./view-model.ts";

export function DecisionTree({ tree }: { readonly tree: readonly TreeNode[] }) {
  const t = useText();
  const words = useWords();
  const [answers, setAnswers] = useState<readonly ("yes" | "no")[]>([]);
  const { asked, here } = walk(tree, answers);
  if (here === undefined) return null;
  const isQuestion = here.yes !== undefined && here.no !== undefined;
  return (
    <div className={classes.tree}>
      {asked.length > 0 && (
        <ul className={classes.asked}>
          {asked.map(({ node, answer }) => (
            <li key={node.say.en}>
              {words(node.say)} <strong>{t(`checkUp.${answer}`)}</strong>
            </li>
          ))}
        </ul>
      )}
      <p className={classes.question} aria-live="polite">
        {words(here.say)}
      </p>
      <div className={classes.answers}>
        {isQuestion &&
          (["yes", "no"] as const).map((answer) => (
            <Button key={answer} variant="default" onClick={() => setAnswers([...answers, answer])}>
              {t(`checkUp.${answer}`)}
            </Button>
          ))}
        {asked.length > 0 && (
          <Button variant="subtle" color="gray" onClick={() => setAnswers([])}>
            {t("checkUp.again")}
          </Button>
        )}
      </div>
    </div>
  );
}
