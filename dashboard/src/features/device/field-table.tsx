// What each part of a frame could be, with its latest value and why.
import { type CandidateField, type Framing, fieldKindNames } from "#contract/inspection.ts";
import { quantities } from "#contract/quantities.ts";
import { formatQuantity } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import { lookOf } from "./frame-view.ts";
import looks from "./inspector.module.css";
import classes from "./unknown.module.css";
import { fieldPlace } from "./unknown-model.ts";

export function FieldTable({ framing: { kind, fields } }: { readonly framing: Framing }) {
  const t = useText();
  const isColumns = kind === "lines";
  const title = t(isColumns ? "unknown.columns" : "unknown.fields");
  return (
    <div className={classes.part}>
      <h3>{title}</h3>
      {fields.length === 0 ? (
        <p className={classes.small}>{t("unknown.fieldsWait")}</p>
      ) : (
        <>
          <ScrollFrame>
            <table className={classes.fields}>
              <caption className={looks.hidden}>{title}</caption>
              <thead>
                <tr>
                  <th scope="col">{t(isColumns ? "unknown.column" : "unknown.place")}</th>
                  <th scope="col">{t("unknown.what")}</th>
                  <th scope="col">{t("unknown.value")}</th>
                  <th scope="col">{t("unknown.couldBe")}</th>
                  {!isColumns && <th scope="col">{t("unknown.readAs")}</th>}
                  <th scope="col">{t("unknown.why")}</th>
                </tr>
              </thead>
              <tbody>
                {fields.map((field, index) => (
                  <FieldRow key={field.offset} field={field} look={lookOf(index)} isColumn={isColumns} />
                ))}
              </tbody>
            </table>
          </ScrollFrame>
          {!isColumns && <p className={classes.small}>{t("unknown.types")}</p>}
        </>
      )}
    </div>
  );
}

function FieldRow({
  field,
  look,
  isColumn,
}: {
  readonly field: CandidateField;
  readonly look: number;
  readonly isColumn: boolean;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { kind, value, range, guesses, others, why, type } = field;
  return (
    <tr>
      <td>
        <span className={looks.key} data-look={look}>
          {fieldPlace(field)}
        </span>
      </td>
      <th scope="row">{words(fieldKindNames[kind])}</th>
      <td className={classes.value}>
        {value}
        {range !== undefined && range[0] !== range[1] && (
          <span className={classes.under}>{t("unknown.range", { low: range[0], high: range[1] })}</span>
        )}
      </td>
      <td className={classes.guesses}>
        {guesses.map(({ quantity, value: guessed, formula }) => (
          <span key={`${quantity} ${formula}`} className={classes.guess}>
            {words(quantities[quantity].name)} <b>{formatQuantity(language, quantity, guessed)}</b> ({formula}
            )
          </span>
        ))}
      </td>
      {!isColumn && (
        <td className={classes.value}>
          {type === "bytes" ? "" : type}
          {others.slice(0, 2).map((other) => (
            <span key={other} className={classes.under}>
              {t("unknown.others", { list: other })}
            </span>
          ))}
        </td>
      )}
      <td>{words(why)}</td>
    </tr>
  );
}
