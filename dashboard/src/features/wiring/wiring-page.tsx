// What is wired to a board: the trainer says it part by part; the drawing and what is wrong follow, and the board is
// wired so when the plan is kept.
import { Button, NativeSelect } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useParams } from "react-router";
import {
  type BoardPlan,
  type BoardPlanAnswer,
  type ComponentKind,
  componentKinds,
  partNames,
} from "#contract/board-plan.ts";
import { call, problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useCall, useIsTrainer, useRoute } from "../../live/use-route.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Loading, Page, Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { PartForm } from "./part-form.tsx";
import { hasRoom, withoutPart, withPart } from "./plan-model.ts";
import classes from "./wiring.module.css";
import { WiringDrawing } from "./wiring-drawing.tsx";

export function WiringPage() {
  const t = useText();
  const words = useWords();
  const { id = "" } = useParams();
  const trainer = useIsTrainer();
  const name = useLive((state) => state.bench?.devices[id]?.device.name);
  /** The plan on the screen was taken by the bench: the form begins anew with it. */
  const [told, setTold] = useState(false);
  const answer = useRoute("boardPlan", { params: { id }, enabled: trainer });
  return (
    <Page
      wide
      title={t("wiring.title")}
      over={
        <>
          <Link to="/">{t("nav.bench")}</Link>
          <span aria-hidden="true">/</span>
          <Link to={`/appareil/${id}`}>{name === undefined ? id : words(name)}</Link>
        </>
      }
      lead={t("wiring.lead")}
    >
      {!trainer ? (
        <p>{t("wiring.trainerOnly")}</p>
      ) : answer.isError ? (
        <ProblemNote problem={problemOf(answer.error)} onRetry={() => void answer.refetch()} />
      ) : answer.data === undefined ? (
        <Loading lines={3} />
      ) : (
        <Editor
          key={JSON.stringify(answer.data.plan)}
          device={id}
          kept={answer.data}
          isTold={told}
          onKept={() => setTold(true)}
        />
      )}
    </Page>
  );
}

function Editor({
  device,
  kept,
  isTold,
  onKept,
}: {
  readonly device: string;
  readonly kept: BoardPlanAnswer;
  readonly isTold: boolean;
  readonly onKept: () => void;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const queries = useQueryClient();
  const [plan, setPlan] = useState<BoardPlan>(kept.plan);
  const [kind, setKind] = useState<ComponentKind>("led");
  const changed = JSON.stringify(plan) !== JSON.stringify(kept.plan);
  const check = useQuery({
    queryKey: ["checkBoardPlan", device, plan],
    queryFn: ({ signal }) => call("checkBoardPlan", { params: { id: device }, body: plan, signal }),
    enabled: changed,
    placeholderData: (before) => before,
  });
  const { problems, mostMilliamps } = (changed ? check.data : undefined) ?? kept;
  const takeAnswer = (next: BoardPlanAnswer) => {
    onKept();
    queries.setQueryData(["boardPlan", { id: device }], next);
  };
  const keep = useCall("setBoardPlan");
  const clear = useCall("clearBoardPlan");
  const failed = keep.error ?? clear.error;
  const isStopped = problems.some(({ weight }) => weight === "stop");
  return (
    <>
      <WiringDrawing plan={plan} />
      {problems
        .filter(({ component }) => component === undefined)
        .map((problem) => (
          <p key={problem.words.en} className={classes.problem} role="status">
            {words(problem.words)}
          </p>
        ))}
      <p className={classes.how}>
        {t("wiring.current", { current: withUnit(language, formatNumber(language, mostMilliamps), "mA") })}
      </p>
      {failed !== null && <ProblemNote problem={problemOf(failed)} />}
      <div className={classes.keep}>
        <Button
          disabled={!changed || isStopped}
          loading={keep.isPending}
          onClick={() => keep.mutate({ params: { id: device }, body: plan }, { onSuccess: takeAnswer })}
        >
          {t("wiring.keep")}
        </Button>
        <Button variant="default" disabled={!changed} onClick={() => setPlan(kept.plan)}>
          {t("wiring.drop")}
        </Button>
        {kept.own && (
          <Button
            variant="subtle"
            loading={clear.isPending}
            onClick={() => clear.mutate({ params: { id: device } }, { onSuccess: takeAnswer })}
          >
            {t("wiring.clear")}
          </Button>
        )}
        <span role="status">{isTold && !changed && t("wiring.kept")}</span>
      </div>
      <Section id="pieces" title={t("wiring.parts")}>
        <ul className={classes.parts}>
          {plan.components.map((component) => (
            <PartForm
              key={component.id}
              device={device}
              plan={plan}
              component={component}
              problems={problems.filter((problem) => problem.component === component.id)}
              onPlan={setPlan}
              onRemove={() => setPlan(withoutPart(plan, component.id))}
            />
          ))}
        </ul>
        {hasRoom(plan) && (
          <div className={classes.add}>
            <NativeSelect
              label={t("wiring.kind")}
              value={kind}
              onChange={(event) =>
                setKind(componentKinds.find((one) => one === event.currentTarget.value) ?? kind)
              }
              data={componentKinds.map((one) => ({ value: one, label: words(partNames[one]) }))}
            />
            <Button variant="default" onClick={() => setPlan(withPart(plan, kind))}>
              {t("wiring.add")}
            </Button>
          </div>
        )}
      </Section>
    </>
  );
}
