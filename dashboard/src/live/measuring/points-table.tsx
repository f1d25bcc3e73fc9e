// Rows of numbers behind a picture.
import { formatNumber } from "../../ui/format.ts";
import { useLanguage } from "../../ui/language.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import classes from "./measuring.module.css";

/** Rows shown at most: a table of a thousand numbers is nobody's idea of calm. The file has them all. */
const most = 60;

export function PointsTable({
  caption,
  head,
  rows,
  decimals,
}: {
  readonly caption: string;
  readonly head: readonly string[];
  /** The last ones when there are too many. */
  readonly rows: readonly (readonly (number | string)[])[];
  /** Of each column. */
  readonly decimals: readonly number[];
}) {
  const { language } = useLanguage();
  return (
    <ScrollFrame>
      <table className={classes.table}>
        <caption>{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.slice(-most).map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are numbers in their order, and may be equal
            <tr key={index}>
              {row.map((cell, column) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                <td key={column}>
                  {typeof cell === "number" ? formatNumber(language, cell, decimals[column] ?? 2) : cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}
