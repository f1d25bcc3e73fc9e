// The ten parts of a sheet in one language or two, with its live tiles, numbers, glossary and experiments.
import { Fragment, useMemo } from "react";
import type { OpenSheet, Sheet } from "#contract/sheets.ts";
import type { Language } from "#contract/words.ts";
import { useLive } from "../../live/live-context.tsx";
import { LiveTile } from "../../live/live-value.tsx";
import { TagsOnReader } from "../../live/tags-on-reader.tsx";
import { tileChannels } from "../../live/tile-channels.ts";
import { Card } from "../../ui/card.tsx";
import { familyOf } from "../../ui/families.ts";
import { formatNumber, localeOf, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { SourceBadge } from "../../ui/marks.tsx";
import { ScrollFrame } from "../../ui/scroll-frame.tsx";
import { Columns, Fold } from "./sheet-fold.tsx";
import { devicesOf, languagesOf, type Reading, termsOf } from "./sheet-model.ts";
import classes from "./sheets.module.css";

export function SheetBody({
  sheet,
  reading,
  compact = false,
}: {
  readonly sheet: OpenSheet;
  readonly reading: Reading;
  readonly compact?: boolean;
}) {
  const t = useText();
  const shown = languagesOf(reading);
  const terms = useMemo(() => termsOf(sheet), [sheet]);
  return (
    <article className={classes.sheet} data-compact={compact}>
      {sheet.sections.map((section) => {
        const body = (
          <>
            {section.id === "see" && <SheetDevices sheet={sheet} />}
            <Columns
              body={section.body}
              title={section.title}
              shown={shown}
              terms={terms}
              isFirst={section.id === "in-a-sentence"}
            />
            {section.id === "numbers" && (
              <>
                <Numbers sheet={sheet} languages={shown} />
                <p data-no-print>
                  <Link to={`/nombres?dans=${sheet.id}`}>{t("sheet.allNumbers")}</Link>
                </p>
              </>
            )}
          </>
        );
        return (
          <section key={section.id} className={classes.part} data-part={section.id}>
            <PartTitle section={section} language={shown[0] ?? "fr"} />
            {section.folded && section.folds.length === 0 ? (
              <details>
                <summary>{t("sheet.unfold")}</summary>
                {body}
              </details>
            ) : (
              body
            )}
            {section.folds.map((fold) => (
              <Fold key={fold.level} level={fold.level} isAnchor={!compact}>
                <Columns body={fold.body} shown={shown} terms={terms} />
              </Fold>
            ))}
          </section>
        );
      })}
      {!sheet.sections.some(({ id }) => id === "numbers") && sheet.numbers.length > 0 && (
        <Numbers sheet={sheet} languages={shown} />
      )}
      <Experiments sheet={sheet} />
      {sheet.glossary.length > 0 && (
        <section className={classes.part}>
          <h2>{t("sheet.glossary")}</h2>
          <dl className={classes.glossary}>
            {sheet.glossary.map((entry) => (
              <div key={entry.term.fr}>
                {shown.map((language) => (
                  <Fragment key={language}>
                    <dt lang={localeOf(language)}>{entry.term[language]}</dt>
                    <dd lang={localeOf(language)}>{entry.definition[language]}</dd>
                  </Fragment>
                ))}
              </div>
            ))}
          </dl>
        </section>
      )}
      <p className={classes.colophon}>
        {t("sheet.colophon", {
          authors: sheet.authors.join(", "),
          version: sheet.version,
          date: sheet.checkedOn,
        })}
      </p>
    </article>
  );
}

function PartTitle({
  section,
  language,
}: {
  readonly section: Sheet["sections"][number];
  readonly language: Language;
}) {
  const { language: page } = useLanguage();
  if (section.id === "in-a-sentence") {
    return <h2 className={classes.hidden}>{section.title[language]}</h2>;
  }
  return (
    <h2 {...(language === page ? {} : { lang: localeOf(language) })}>
      {section.title[language]}
      {section.minutes !== undefined && (
        <span className={classes.minutes}>
          {" "}
          {withUnit(language, formatNumber(language, section.minutes), "min")}
        </span>
      )}
    </h2>
  );
}

/** Live tiles of the devices this sheet is about; on paper, nothing. */
function SheetDevices({ sheet }: { readonly sheet: Sheet }) {
  const t = useText();
  const words = useWords();
  const bench = useLive((state) => state.bench);
  const devices = devicesOf(bench, sheet);
  // Room is kept for a device’s tiles, or the words below would jump away from under who reads them.
  if (bench === undefined) return <div className={classes.awaited} data-no-print />;
  return (
    <div className={classes.devices} data-no-print>
      {devices.length === 0 ? (
        <p className={classes.absent}>
          {t(sheet.profiles.includes("composer") ? "composer.empty" : "sheet.noDevice")}
        </p>
      ) : (
        devices.slice(0, 4).map(({ device }) => (
          <Card key={device.id} family={familyOf(device.profile)} className={classes.device}>
            <p className={classes.deviceName}>
              <Link to={`/appareil/${device.id}`}>{words(device.name)}</Link>
              <SourceBadge source={device.source} />
            </p>
            <div className={classes.tiles}>
              {tileChannels(device.channels)
                .slice(0, 3)
                .map((channel) => (
                  <LiveTile key={channel.id} device={device} channel={channel} />
                ))}
              {familyOf(device.profile) === "reader" && <TagsOnReader device={device.id} />}
            </div>
          </Card>
        ))
      )}
    </div>
  );
}

function Numbers({ sheet, languages }: { readonly sheet: Sheet; readonly languages: readonly Language[] }) {
  const t = useText();
  if (sheet.numbers.length === 0) return null;
  return (
    <ScrollFrame className={classes.numbersFrame}>
      <table className={classes.numbers}>
        <caption className={classes.hidden}>{t("sheet.numbers")}</caption>
        <thead>
          <tr>
            <th scope="col">{t("sheet.what")}</th>
            <th scope="col">{t("sheet.value")}</th>
            <th scope="col">{t("sheet.source")}</th>
          </tr>
        </thead>
        <tbody>
          {sheet.numbers.map((number) => (
            <tr key={number.id}>
              <th scope="row">
                {languages.map((language) => (
                  <span key={language} lang={localeOf(language)} className={classes.line}>
                    {number.what[language]}
                  </span>
                ))}
              </th>
              <td>
                {languages.map((language) => (
                  <span key={language} className={classes.line}>
                    <b>{number.printed[language]}</b>
                    {number.tolerance !== undefined && ` (${number.tolerance[language]})`}
                  </span>
                ))}
              </td>
              <td className={classes.source}>
                {languages.map((language) => (
                  <span key={language} lang={localeOf(language)} className={classes.line}>
                    {number.source[language]}
                  </span>
                ))}
                <span className={classes.line}>
                  {t(`constant.${number.status}`)} · {number.checkedOn}
                </span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollFrame>
  );
}

function Experiments({ sheet }: { readonly sheet: OpenSheet }) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  if (sheet.linked.length === 0) return null;
  return (
    <section className={classes.part}>
      <h2>{t("sheet.experiments")}</h2>
      <ul className={classes.linked}>
        {sheet.linked.map((experiment) => (
          <li key={experiment.id}>
            <Link to={`/experiences/${experiment.id}`}>
              {experiment.number} · {words(experiment.title)}
            </Link>
            <span className={classes.minutes}>
              {" "}
              {t(`level.${experiment.level}`)}
              {experiment.bonus === true && `, ${t("experiment.bonus")}`},{" "}
              {withUnit(language, formatNumber(language, experiment.minutes), "min")}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
