// The library: every sheet and experiment, by question, device, level, time and place; what can be done now; what was begun.
import { Button } from "@mantine/core";
import { useId } from "react";
import { useSearchParams } from "react-router";
import { problemOf } from "../../connection/api.ts";
import { ContentProblems } from "../../live/content-problems.tsx";
import { useLive } from "../../live/live-context.tsx";
import { useRoute } from "../../live/use-route.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Empty, Loading, Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { Begun } from "./begun.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { type Filters, isAsking, type Kind, readFilters, writeFilters } from "./filters.ts";
import { Levels } from "./levels.tsx";
import classes from "./library.module.css";
import { countOf, type Library, pathItems, shelvesOf } from "./library-model.ts";
import { Paths } from "./paths.tsx";
import { Shelves } from "./shelves.tsx";
import { useFound } from "./use-finder.ts";

const addresses: Record<Kind, string> = {
  all: "/bibliotheque",
  sheets: "/fiches",
  experiments: "/experiences",
};

export function LibraryPage({ kind }: { readonly kind: Kind }) {
  const t = useText();
  const { language } = useLanguage();
  const [query, setQuery] = useSearchParams();
  const filters = readFilters(query);
  const sheets = useRoute("sheets");
  const experiments = useRoute("experiments");
  const runs = useRoute("runs").data?.runs ?? [];
  const bench = useLive((state) => state.bench);
  const isAway = useLive((state) => state.connection !== "open");
  const found = useFound(sheets.data?.sheets, experiments.data?.experiments, filters.words);
  const count = useId();
  const failed = [sheets, experiments].find((one) => one.isError && one.data === undefined);
  const ask = (change: Partial<Filters>) =>
    setQuery(writeFilters({ ...filters, ...change }), { replace: true, preventScrollReset: true });
  const library: Library | undefined =
    sheets.data === undefined || experiments.data === undefined
      ? undefined
      : {
          sheets: sheets.data.sheets,
          experiments: experiments.data.experiments,
          // Of a bench that is away nothing is known: what was plugged in may be gone.
          bench: isAway ? undefined : bench,
          runs,
        };
  const shelves = library === undefined ? [] : shelvesOf(library, filters, kind, found);
  const total = countOf(shelves);
  const isPlain = !isAsking(filters);
  return (
    <Page
      title={t(`library.title.${kind}`)}
      lead={t(`library.lead.${kind}`)}
      actions={
        kind === "experiments" ? undefined : (
          <Button
            component="a"
            variant="default"
            href={`/api/sheets.pdf?language=${language}`}
            target="_blank"
          >
            {t("library.booklet")}
          </Button>
        )
      }
    >
      <ContentProblems />
      <nav aria-label={t("library.kinds")} className={classes.kinds}>
        {(Object.keys(addresses) as Kind[]).map((one) => (
          <Link
            key={one}
            to={{ pathname: addresses[one], search: query.toString() }}
            className={classes.kind ?? ""}
            aria-current={one === kind ? "page" : undefined}
          >
            {t(`library.kind.${one}`)}
          </Link>
        ))}
      </nav>
      {library !== undefined && isPlain && kind !== "sheets" && (
        <Begun runs={runs} experiments={library.experiments} />
      )}
      <FilterBar
        filters={filters}
        onAsk={ask}
        isAway={isAway}
        isSheets={kind === "sheets"}
        describedBy={count}
      />
      <p id={count} role="status" className={classes.count}>
        {library !== undefined && !isPlain && t("library.count", { count: total })}
        {!isPlain && (
          <Button variant="subtle" size="compact-md" onClick={() => setQuery({}, { replace: true })}>
            {t("library.clear")}
          </Button>
        )}
      </p>
      {failed !== undefined ? (
        <ProblemNote
          problem={problemOf(failed.error)}
          onRetry={() => {
            void sheets.refetch();
            void experiments.refetch();
          }}
        />
      ) : library === undefined ? (
        <Loading lines={4} />
      ) : library.sheets.length === 0 ? (
        <Empty title={t("sheets.empty")}>
          <p>{t("sheets.emptyText")}</p>
        </Empty>
      ) : total === 0 ? (
        <Empty title={t("library.nothing")}>
          <p>{t(filters.now ? "library.nothingNow" : "library.nothingText")}</p>
        </Empty>
      ) : (
        <Shelves shelves={shelves} isKnown={!isAway} />
      )}
      {library !== undefined && isPlain && (
        <>
          {kind !== "sheets" && <Paths items={pathItems(library, experiments.data?.paths ?? [])} />}
          <Levels />
        </>
      )}
    </Page>
  );
}
