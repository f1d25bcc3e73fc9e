// A problem in words: what happened, what to do, and the details for who wants them.
import { Alert, Button } from "@mantine/core";
import type { Problem } from "#contract/problems.ts";
import { useText, useWords } from "./language.tsx";

export function ProblemNote({
  problem,
  onRetry,
}: {
  readonly problem: Problem;
  readonly onRetry?: (() => void) | undefined;
}) {
  const t = useText();
  const words = useWords();
  return (
    <Alert color="amber" variant="light" title={words(problem.message)} role="alert">
      <p style={{ margin: 0 }}>{words(problem.remedy)}</p>
      {problem.details !== undefined && problem.details.length > 0 && (
        <details>
          <summary>{t("problem.details")}</summary>
          <ul>
            {problem.details.map((detail) => (
              <li key={detail}>{detail}</li>
            ))}
          </ul>
          <code>{problem.code}</code>
        </details>
      )}
      {onRetry !== undefined && (
        <Button variant="default" mt="sm" onClick={onRetry}>
          {t("problem.retry")}
        </Button>
      )}
    </Alert>
  );
}
