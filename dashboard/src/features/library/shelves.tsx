// Each sheet by its question, and beside it the experiments that answer it.
import { Card } from "../../ui/card.tsx";
import { familyOf } from "../../ui/families.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { FamilyMark } from "../../ui/marks.tsx";
import { ExperimentLine } from "./experiment-line.tsx";
import classes from "./library.module.css";
import type { Shelf } from "./library-model.ts";

export function Shelves({
  shelves,
  isKnown,
}: {
  readonly shelves: readonly Shelf[];
  /** The bench answers: what is here can be told. */
  readonly isKnown: boolean;
}) {
  return (
    <ul className={classes.shelves} data-paired={shelves.some((shelf) => shelf.experiments.length > 0)}>
      {shelves.map((shelf) => (
        <SheetShelf key={shelf.sheet.sheet.id} shelf={shelf} isKnown={isKnown} />
      ))}
    </ul>
  );
}

function SheetShelf({ shelf, isKnown }: { readonly shelf: Shelf; readonly isKnown: boolean }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { sheet, isHere } = shelf.sheet;
  const family = sheet.profiles[0] === undefined ? undefined : familyOf(sheet.profiles[0]);
  return (
    <Card as="li" family={family} className={classes.shelf}>
      <div className={classes.sheet}>
        <div className={classes.sheetHead}>
          {family !== undefined && <FamilyMark family={family} size={30} />}
          <span className={classes.number}>{sheet.number}</span>
        </div>
        <h2 className={classes.question}>
          <Link to={`/fiches/${sheet.id}`}>{words(sheet.question)}</Link>
        </h2>
        <p className={classes.sheetTitle}>{words(sheet.title)}</p>
        <p className={classes.meta}>
          <span>{t(`level.${sheet.level}`)}</span>
          <span>{t(`role.${sheet.role}`)}</span>
          {sheet.minutes > 0 && (
            <span>{withUnit(language, formatNumber(language, Math.round(sheet.minutes)), "min")}</span>
          )}
        </p>
        {isKnown && isHere && <p className={classes.here}>{t("sheets.here")}</p>}
      </div>
      {shelf.experiments.length > 0 && (
        <ol className={classes.lines}>
          {shelf.experiments.map((item) => (
            <ExperimentLine key={item.experiment.id} item={item} />
          ))}
        </ol>
      )}
    </Card>
  );
}
