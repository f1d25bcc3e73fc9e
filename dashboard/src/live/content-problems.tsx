// What is wrong with a sheet or an experiment, told to whoever may mend it, where it should be: file, line, what to do.
import { mostContentProblems, problemsOf } from "#contract/content-problems.ts";
import { useText, useWords } from "../ui/language.tsx";
import classes from "./content-problems.module.css";
import { useIsTrainer, useRoute } from "./use-route.ts";

/** Who writes looks again and again. */
const looksEveryMs = 2000;

/** @param of the folder of a sheet or of an experiment; everything that keeps content off the shelf when absent. */
export function ContentProblems({ of }: { readonly of?: string }) {
  const t = useText();
  const words = useWords();
  const isTrainer = useIsTrainer();
  const { data } = useRoute("contentProblems", { enabled: isTrainer, refetchMs: looksEveryMs });
  const all = data?.problems ?? [];
  const shown = of === undefined ? all.filter(({ severity }) => severity === "error") : problemsOf(all, of);
  if (!isTrainer || shown.length === 0) return null;
  const isBroken = shown.some(({ severity }) => severity === "error");
  return (
    <section className={classes.problems} data-broken={isBroken} role="status" data-no-print>
      <h2>{t(isBroken ? "content.broken" : "content.warned", { count: shown.length })}</h2>
      {isBroken && <p>{t("content.brokenNote")}</p>}
      <ul>
        {shown.slice(0, mostContentProblems).map(({ file, line, field, rule, message, remedy }) => (
          <li key={`${file} ${line} ${field} ${rule} ${message.fr}`}>
            <code>
              {file}:{line}
            </code>{" "}
            <b>{words(message)}</b> {words(remedy)}
          </li>
        ))}
      </ul>
    </section>
  );
}
