// The composer: what the exhibit does by itself, one sentence a rule, each made with four cards.
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mostRules, type RuleForm } from "#contract/rules.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useIsTrainer, useRoute } from "../../live/use-route.ts";
import { useText } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Empty, Loading, Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./composer.module.css";
import { RuleEditor } from "./rule-editor.tsx";
import { RuleLine } from "./rule-line.tsx";
import { startEventRule, startMappingRule } from "./view-model.ts";

const refreshMs = 1_500;

export function ComposerPage() {
  const t = useText();
  const rules = useRoute("rules", { refetchMs: refreshMs });
  const devices = useLive((state) => state.bench?.devices);
  const isTrainer = useIsTrainer();
  const queries = useQueryClient();
  const [open, setOpen] = useState<{ readonly id?: string; readonly rule: RuleForm }>();
  if (devices === undefined || rules.data === undefined)
    return (
      <Page title={t("composer.title")} lead={t("composer.lead")}>
        {rules.isError ? (
          <ProblemNote problem={problemOf(rules.error)} onRetry={() => void rules.refetch()} />
        ) : (
          <Loading />
        )}
      </Page>
    );
  const { rules: list } = rules.data;
  const done = () => {
    setOpen(undefined);
    void queries.invalidateQueries({ queryKey: ["rules"] });
  };
  const name = t("composer.nameOf", { n: list.length + 1 });
  const event = startEventRule(devices, isTrainer, name);
  const mapping = startMappingRule(devices, isTrainer, name);
  const begin = (rule: RuleForm | undefined) => rule !== undefined && setOpen({ rule });
  const isFull = list.length >= mostRules;
  return (
    <Page title={t("composer.title")} lead={t("composer.lead")}>
      {rules.isError && <ProblemNote problem={problemOf(rules.error)} onRetry={() => void rules.refetch()} />}
      {open !== undefined ? (
        <RuleEditor
          key={open.id ?? open.rule.kind}
          {...(open.id === undefined ? {} : { id: open.id })}
          initial={open.rule}
          devices={devices}
          onDone={done}
        />
      ) : event === undefined && mapping === undefined && list.length === 0 ? (
        <Empty title={t("composer.nothing")}>
          <p>{t("composer.nothingText")}</p>
          <Link to="/">{t("notFound.back")}</Link>
        </Empty>
      ) : (
        <>
          <div className={classes.begin}>
            <Button disabled={event === undefined || isFull} onClick={() => begin(event)}>
              {t("composer.beginEvent")}
            </Button>
            <Button
              variant="default"
              disabled={mapping === undefined || isFull}
              onClick={() => begin(mapping)}
            >
              {t("composer.beginMapping")}
            </Button>
            {isFull && <span>{t("composer.full")}</span>}
          </div>
          <Section id="regles" title={t("composer.rules")}>
            {list.length === 0 ? (
              <p className={classes.help}>{t("composer.empty")}</p>
            ) : (
              <ul className={classes.rules}>
                {list.map((view) => (
                  <RuleLine
                    key={view.id}
                    view={view}
                    devices={devices}
                    onEdit={() => setOpen({ id: view.id, rule: view.rule })}
                    onChange={done}
                  />
                ))}
              </ul>
            )}
          </Section>
        </>
      )}
    </Page>
  );
}
