// The composer's own page, for composing freely: what the exhibit does by itself, one sentence a rule, each made with four
// cards. Whoever came here from a run finds the way back to it.
import { useRoute } from "../../live/use-route.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Page, Section } from "../../ui/page.tsx";
import { Composer } from "./composer.tsx";

export function ComposerPage() {
  const t = useText();
  return (
    <Page title={t("composer.title")} lead={t("composer.lead")} over={<WayBack />}>
      <Section id="regles" title={t("composer.rules")}>
        <Composer />
      </Section>
    </Page>
  );
}

/** To the newest run that is still open and composes. */
function WayBack() {
  const t = useText();
  const words = useWords();
  const { runs = [] } = useRoute("runs").data ?? {};
  const { experiments = [] } = useRoute("experiments").data ?? {};
  const [found] = runs
    .filter(({ finishedAt, paper }) => finishedAt === undefined && paper !== true)
    .toSorted((a, b) => b.startedAt.localeCompare(a.startedAt))
    .flatMap((run) => {
      const experiment = experiments.find(({ id }) => id === run.experiment);
      return experiment?.needs.some(({ profiles }) => profiles.includes("composer")) === true
        ? [{ run, experiment }]
        : [];
    });
  if (found === undefined) return null;
  const { number, title } = found.experiment;
  return <Link to={`/parcours/${found.run.id}`}>{t("composer.back", { number, title: words(title) })}</Link>;
}
