// The rules of the bench and the one being made: the same on the composer's own page and beside the step of a run.
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { mostRules, type RuleForm } from "#contract/rules.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useIsTrainer, useRoute, useSession } from "../../live/use-route.ts";
import { useText } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { SourceBadge } from "../../ui/marks.tsx";
import { Empty, Loading } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./composer.module.css";
import { type OpenRule, useOpenRule } from "./open-rule.ts";
import { RuleEditor } from "./rule-editor.tsx";
import { RuleLine } from "./rule-line.tsx";
import { inOrder, isReplay, present, startEventRule, startMappingRule } from "./view-model.ts";

const refreshMs = 1_500;

/** @param prefer devices a new rule begins with, where they can play in one. */
export function Composer({ prefer = [] }: { readonly prefer?: readonly string[] }) {
  const t = useText();
  const rules = useRoute("rules", { refetchMs: refreshMs });
  const bench = useLive((state) => state.bench?.devices);
  const bridge = useSession().data?.bridge;
  const isTrainer = useIsTrainer();
  const queries = useQueryClient();
  const [open, setOpen] = useOpenRule();
  const [looked, setLooked] = useState<string>();
  const [said, setSaid] = useState<"saved" | "removed">();
  // Where the hand goes on once what it held is gone: a rule by its id, or the beginning.
  const [next, setNext] = useState<string>();
  const beginning = useRef<HTMLButtonElement>(null);
  const isMaking = open !== undefined;
  useEffect(() => {
    if (next === "" && !isMaking) beginning.current?.focus();
  }, [next, isMaking]);

  if (bench === undefined || rules.data === undefined)
    return rules.isError ? (
      <ProblemNote problem={problemOf(rules.error)} onRetry={() => void rules.refetch()} />
    ) : (
      <Loading lines={2} />
    );
  const devices = inOrder(bench, prefer);
  const { rules: list } = rules.data;
  const isPlayed = isReplay(bench, bridge);
  const refresh = () => void queries.invalidateQueries({ queryKey: ["rules"] });
  const begin = (one: OpenRule | undefined) => {
    setSaid(undefined);
    setNext(undefined);
    if (one !== undefined) setOpen(one);
  };
  const leave = (to: string) => {
    setOpen(undefined);
    setNext(to);
    refresh();
  };
  const shown = looked === undefined ? undefined : list.find(({ id }) => id === looked);
  const problem = rules.isError && (
    <ProblemNote problem={problemOf(rules.error)} onRetry={() => void rules.refetch()} />
  );

  if (shown !== undefined)
    return (
      <RuleEditor
        key={JSON.stringify(shown.rule)}
        isLooked
        open={{ id: shown.id, rule: shown.rule }}
        devices={devices}
        onLeave={() => {
          setLooked(undefined);
          setNext(shown.id);
        }}
      />
    );
  if (open !== undefined && !isPlayed)
    return (
      <>
        {problem}
        <RuleEditor
          key={open.id ?? open.rule.kind}
          open={open}
          devices={devices}
          onChange={(rule) => setOpen({ ...open, rule })}
          onSaved={(id) => {
            setSaid("saved");
            leave(id);
          }}
          onLeave={() => leave(open.id ?? "")}
        />
      </>
    );

  const name = t("composer.nameOf", { n: list.length + 1 });
  // With what is here, if that is enough.
  const here = present(devices);
  const event = startEventRule(here, isTrainer, name) ?? startEventRule(devices, isTrainer, name);
  const mapping = startMappingRule(here, isTrainer, name) ?? startMappingRule(devices, isTrainer, name);
  const isFull = list.length >= mostRules;
  const beginWith = (rule: RuleForm | undefined) => rule && { rule };
  if (list.length === 0 && event === undefined && mapping === undefined)
    return (
      <Empty title={t("composer.nothing")}>
        <p>{t("composer.nothingText")}</p>
        <Link to="/">{t("notFound.back")}</Link>
      </Empty>
    );
  return (
    <div className={classes.composer}>
      {problem}
      {isPlayed ? (
        <p className={classes.help}>
          <SourceBadge source="replay" /> {t(list.length === 0 ? "composer.playedEmpty" : "composer.played")}
        </p>
      ) : (
        <div className={classes.begin}>
          <Button
            ref={beginning}
            disabled={event === undefined || isFull}
            onClick={() => begin(beginWith(event))}
          >
            {t("composer.beginEvent")}
          </Button>
          <Button
            variant="default"
            disabled={mapping === undefined || isFull}
            onClick={() => begin(beginWith(mapping))}
          >
            {t("composer.beginMapping")}
          </Button>
          {isFull && <span>{t("composer.full")}</span>}
        </div>
      )}
      <p role="status" className={classes.said}>
        {said !== undefined && t(`composer.${said}`)}
      </p>
      {list.length > 0 ? (
        <ul className={classes.rules}>
          {list.map((view) => (
            <RuleLine
              key={view.id}
              view={view}
              devices={devices}
              isPlayed={isPlayed}
              isNext={next === view.id}
              onEdit={() => begin({ id: view.id, rule: view.rule })}
              onLook={() => setLooked(view.id)}
              onChange={refresh}
              onRemoved={() => {
                setSaid("removed");
                setNext("");
                refresh();
              }}
            />
          ))}
        </ul>
      ) : (
        !isPlayed && <p className={classes.help}>{t("composer.empty")}</p>
      )}
    </div>
  );
}
