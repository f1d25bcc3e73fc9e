// All the sheets, with those of the devices present marked.

import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { familyOf } from "../../ui/families.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { FamilyMark } from "../../ui/marks.tsx";
import { Empty, Loading, Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./sheets.module.css";

export function SheetList() {
  const t = useText();
  const words = useWords();
  const sheets = useRoute("sheets");
  const present = useLive((state) => state.bench?.devices);
  const paired = new Set(Object.values(present ?? {}).flatMap(({ pairing }) => pairing?.sheet ?? []));
  return (
    <Page title={t("sheets.title")} lead={t("sheets.lead")}>
      {sheets.isError ? (
        <ProblemNote problem={problemOf(sheets.error)} onRetry={() => void sheets.refetch()} />
      ) : sheets.data === undefined ? (
        <Loading />
      ) : sheets.data.sheets.length === 0 ? (
        <Empty title={t("sheets.empty")}>
          <p>{t("sheets.emptyText")}</p>
        </Empty>
      ) : (
        <ul className={classes.list}>
          {sheets.data.sheets.map((sheet) => {
            const family = sheet.profiles[0] === undefined ? undefined : familyOf(sheet.profiles[0]);
            return (
              <Card as="li" key={sheet.id} family={family} className={classes.item}>
                <div className={classes.itemHead}>
                  <span className={classes.number}>{sheet.number}</span>
                  {family !== undefined && <FamilyMark family={family} size={30} />}
                </div>
                <h2>
                  <Link to={`/fiches/${sheet.id}`} className={classes.cover ?? ""}>
                    {words(sheet.title)}
                  </Link>
                </h2>
                <p className={classes.question}>{words(sheet.question)}</p>
                <p className={classes.meta}>
                  <span>{t(`level.${sheet.level}`)}</span>
                  <span>{t(`role.${sheet.role}`)}</span>
                  <span>{t("sheets.experiments", { count: sheet.experiments.length })}</span>
                </p>
                {paired.has(sheet.id) && <p className={classes.here}>{t("sheets.here")}</p>}
              </Card>
            );
          })}
        </ul>
      )}
    </Page>
  );
}
