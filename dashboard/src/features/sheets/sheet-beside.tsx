// A sheet in the margin of a device's page.
import { problemOf } from "../../connection/api.ts";
import { useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Loading } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { SheetBody } from "./sheet-body.tsx";
import classes from "./sheets.module.css";

export function SheetBeside({ id }: { readonly id: string }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const query = useRoute("sheet", { params: { id } });
  if (query.isError) return <ProblemNote problem={problemOf(query.error)} />;
  if (query.data === undefined) return <Loading />;
  const sheet = query.data;
  // Beside the device its own values already stand large: the live part of the sheet would only repeat them.
  const sections = sheet.sections.filter((section) => section.id !== "see");
  return (
    <Card>
      <p className={classes.besideOver}>{t("sheet.over", { number: sheet.number })}</p>
      <p className={classes.besideTitle}>
        <Link to={`/fiches/${id}`}>{words(sheet.title)}</Link>
      </p>
      <SheetBody sheet={{ ...sheet, sections }} reading={language} compact />
    </Card>
  );
}
