// What the participant had predicted, said beside what it is of.
import { unitIn } from "#contract/unit-words.ts";
import { formatNumber, ownDecimals, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import type { Prediction } from "./run-model.ts";
import classes from "./runner.module.css";

export function Predicted({ predictions }: { readonly predictions: readonly Prediction[] }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  if (predictions.length === 0) return null;
  const said = ({ value, unit, label }: Prediction) => {
    const figure = withUnit(
      language,
      formatNumber(language, value, ownDecimals(value)),
      unitIn(language, unit),
    );
    return label === undefined ? figure : t("run.predictedOf", { label: words(label), value: figure });
  };
  return <p className={classes.small}>{t("run.predicted", { values: predictions.map(said).join(" · ") })}</p>;
}
