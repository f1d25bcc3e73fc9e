// The finder, downloaded when somebody begins to look for words; whole words are compared meanwhile, and if it never comes.
import { useEffect, useMemo, useState } from "react";
import type { ExperimentSummary, SheetSummary } from "#contract/sheets.ts";
import { families } from "../../ui/families.ts";
import { useText } from "../../ui/language.tsx";

type Finding = typeof import("./finder.ts");

/** Ids that the words are found in; `undefined` when none are looked for, or not yet. */
export function useFound(
  sheets: readonly SheetSummary[] | undefined,
  experiments: readonly ExperimentSummary[] | undefined,
  words: string,
): ReadonlySet<string> | undefined {
  const t = useText();
  const [finding, setFinding] = useState<Finding>();
  const isLooking = words.trim() !== "";
  useEffect(() => {
    if (!isLooking) return;
    let here = true;
    import("./finder.ts").then(
      (module) => here && setFinding(module),
      // The bench is away: what is on the page stays on the page.
      () => undefined,
    );
    return () => {
      here = false;
    };
  }, [isLooking]);
  const finder = useMemo(() => {
    if (finding === undefined || sheets === undefined || experiments === undefined) return undefined;
    const names = Object.fromEntries(families.map((family) => [family, t(`family.${family}`)]));
    return finding.createFinder(sheets, experiments, names);
  }, [finding, sheets, experiments, t]);
  return useMemo(() => (isLooking ? finder?.find(words) : undefined), [finder, isLooking, words]);
}
