// A live value drawn large, the unit small beside it; digits keep their width so that nothing dances.
import { memo } from "react";
import { type QuantityId, statesOf } from "#contract/quantities.ts";
import { quantityParts } from "./format.ts";
import { useLanguage, useText, useWords } from "./language.tsx";
import classes from "./value.module.css";

/** Whether a quantity is one of two words rather than a number. */
export const isTwoState = (quantity: QuantityId): boolean => statesOf(quantity) !== undefined;

export const Value = memo(function Value({
  quantity,
  value,
  size = "medium",
}: {
  readonly quantity: QuantityId;
  readonly value: number | undefined;
  readonly size?: "small" | "medium" | "large" | "huge";
}) {
  const { language } = useLanguage();
  const t = useText();
  const words = useWords();
  if (value === undefined) {
    return (
      <span className={classes.value} data-size={size}>
        <span className={classes.number} role="img" aria-label={t("value.none")}>
          —
        </span>
      </span>
    );
  }
  const states = statesOf(quantity);
  if (states !== undefined) {
    return (
      <span className={classes.value} data-size={size} data-word="true">
        <span className={classes.number}>{words(value > 0 ? states.on : states.off)}</span>
      </span>
    );
  }
  const { number, unit } = quantityParts(language, quantity, value);
  return (
    <span className={classes.value} data-size={size}>
      <span className={classes.number}>{number}</span>
      {unit !== "" && <span className={classes.unit}>{`\u00a0${unit}`}</span>}
    </span>
  );
});
