// Figures of a text that depend on the device at hand: written as that device has them, as with the kit where none is known.
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { type Figure, type FigureDevice, figureValue } from "#contract/figures.ts";
import type { Language } from "#contract/words.ts";
import { localeOf, noBreakSpace } from "./format.ts";

interface FiguresHere {
  readonly figures: readonly Figure[];
  readonly devices: Readonly<Record<string, FigureDevice | undefined>>;
}
const Here = createContext<FiguresHere | undefined>(undefined);

/** @param devices role → the device that plays it. */
export function FiguresOf({ figures, devices, children }: FiguresHere & { readonly children?: ReactNode }) {
  const here = useMemo(() => ({ figures, devices }), [figures, devices]);
  return <Here value={here}>{children}</Here>;
}

/** A figure as a language writes it, with its unit or alone. */
export function printFigure(
  { value, unit, digits }: Figure,
  devices: FiguresHere["devices"],
  language: Language,
  alone: boolean,
): string {
  const number = figureValue(value, (role) => devices[role]);
  // As the constants of the same text are: four figures stand together.
  const format = new Intl.NumberFormat(localeOf(language), {
    maximumSignificantDigits: digits,
    useGrouping: "min2",
  });
  const text = format.format(number).replaceAll("\u202f", noBreakSpace);
  return alone || unit[language] === "" ? text : `${text}${noBreakSpace}${unit[language]}`;
}

/** @param children the same with the kit. */
export function FigureText({
  id,
  alone,
  language,
  children,
}: {
  readonly id: string;
  readonly alone: boolean;
  readonly language: Language;
  readonly children?: ReactNode;
}) {
  const here = useContext(Here);
  const figure = here?.figures.find((one) => one.id === id);
  return (
    <>
      {here === undefined || figure === undefined
        ? children
        : printFigure(figure, here.devices, language, alone)}
    </>
  );
}
