// A sheet: readable on a screen, printable on a page, alive when its device is on the bench.
import { Button, SegmentedControl } from "@mantine/core";
import { Suspense, useState, useSyncExternalStore } from "react";
import { useParams } from "react-router";
import type { Language } from "#contract/words.ts";
import { problemOf } from "../../connection/api.ts";
import { ContentProblems } from "../../live/content-problems.tsx";
import { useIsTrainer, useRoute } from "../../live/use-route.ts";
import { familyOf } from "../../ui/families.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { later } from "../../ui/later.tsx";
import { Link } from "../../ui/link.tsx";
import { FamilyMark } from "../../ui/marks.tsx";
import { Loading, Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { SheetBody } from "./sheet-body.tsx";
import { type Reading, readings } from "./sheet-model.ts";
import classes from "./sheets.module.css";

const QrCode = later(async () => (await import("../../ui/qr-code.tsx")).QrCode, "first");

const authorLooksEveryMs = 2000;

const never = () => () => undefined;
const addressHere = () => window.location.origin + window.location.pathname;

/** On paper alone: the way back to the live version, from where it was read. */
function PrintedCode({ label }: { readonly label: string }) {
  const address = useSyncExternalStore(never, addressHere, () => undefined);
  if (address === undefined) return null;
  return (
    <p className={classes.printedCode}>
      <Suspense>
        <QrCode text={address} label={label} widthCm={2} />
      </Suspense>
      {label}
    </p>
  );
}

const pdfOf = (id: string, reading: Reading, language: Language) =>
  `/api/sheets/${encodeURIComponent(id)}.pdf?language=${reading === "both" ? language : reading}`;

export function SheetPage() {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const { id = "" } = useParams();
  // Whoever writes a sheet sees it change while writing.
  const isAuthor = useIsTrainer();
  const query = useRoute("sheet", { params: { id }, ...(isAuthor ? { refetchMs: authorLooksEveryMs } : {}) });
  const [chosen, setChosen] = useState<Reading>();
  const reading = chosen ?? language;
  if (query.isError) {
    return (
      <Page title={t("sheets.title")}>
        <ContentProblems of={id} />
        <ProblemNote problem={problemOf(query.error)} onRetry={() => void query.refetch()} />
      </Page>
    );
  }
  const sheet = query.data;
  if (sheet === undefined) return <Loading lines={4} />;
  const family = sheet.profiles[0] === undefined ? undefined : familyOf(sheet.profiles[0]);
  return (
    <Page
      title={words(sheet.title)}
      wide={reading === "both"}
      over={
        <>
          <span data-no-print>
            <Link to="/fiches">{t("nav.sheets")}</Link> /
          </span>
          {family !== undefined && <FamilyMark family={family} size={22} />}
          {t("sheet.over", { number: sheet.number })} · {t(`level.${sheet.level}`)} ·{" "}
          {t(`role.${sheet.role}`)}
        </>
      }
      lead={<em className={classes.questionLead}>{words(sheet.question)}</em>}
      actions={
        <div className={classes.tools} data-no-print>
          <SegmentedControl
            aria-label={t("sheet.reading")}
            value={reading}
            onChange={(value) => setChosen(readings.find((candidate) => candidate === value))}
            data={readings.map((value) => ({ value, label: t(`sheet.reading.${value}`) }))}
          />
          <Button component="a" variant="default" href={pdfOf(id, reading, language)} target="_blank">
            {t("sheet.pdf")}
          </Button>
          <Button variant="default" onClick={() => window.print()}>
            {t("sheet.print")}
          </Button>
        </div>
      }
    >
      <ContentProblems of={id} />
      <PrintedCode label={t("sheet.live")} />
      <SheetBody sheet={sheet} reading={reading} />
    </Page>
  );
}
