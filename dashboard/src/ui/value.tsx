// A live value drawn large, the unit small beside it; digits keep their width so that nothing dances.
import { memo } from "react";
import type { QuantityId } from "#contract/quantities.ts";
import { quantityParts } from "./format.ts";
import { type MessageId, useLanguage, useText } from "./language.tsx";
import classes from "./value.module.css";

/** Quantities that are one of two words rather than a number. */
const twoStates: Partial<Record<QuantityId, { readonly on: MessageId; readonly off: MessageId }>> = {
  contact: { on: "value.pressed", off: "value.released" },
  sounding: { on: "value.sounding", off: "value.silent" },
};

export const isTwoState = (quantity: QuantityId): boolean => twoStates[quantity] !== undefined;

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
  if (value === undefined) {
    return (
      <span className={classes.value} data-size={size}>
        <span className={classes.number} role="img" aria-label={t("value.none")}>
          —
        </span>
      </span>
    );
  }
  const states = twoStates[quantity];
  if (states !== undefined) {
    return (
      <span className={classes.value} data-size={size} data-word="true">
        <span className={classes.number}>{t(value > 0 ? states.on : states.off)}</span>
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
