// A rule being made: the sentence it says, and the four cards it is made of.
import { Button, Radio, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useState } from "react";
import { devicesOfRule, energies, type RuleForm, type RuleProblem, ruleFormSchema } from "#contract/rules.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useIsTrainer } from "../../live/use-route.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { HealthMark } from "../../ui/marks.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./composer.module.css";
import { ConditionCard, InputCard, OutputCard } from "./event-cards.tsx";
import { CalmCard, FollowedCard, FollowerCard } from "./mapping-cards.tsx";
import { RoleCard } from "./role-card.tsx";
import { inOne, useSentence } from "./sentence.ts";
import type { Devices } from "./view-model.ts";

/** A person stops turning a knob before it is worth asking. */
const checkAfterMs = 300;

export function RuleEditor({
  id,
  initial,
  devices,
  onDone,
}: {
  /** Of a rule that is changed; absent for a new one. */
  readonly id?: string;
  readonly initial: RuleForm;
  readonly devices: Devices;
  readonly onDone: () => void;
}) {
  const t = useText();
  const say = useSentence(devices);
  const isTrainer = useIsTrainer();
  const [rule, setRule] = useState<RuleForm>(initial);
  const problems = useProblems(rule);
  const add = useCall("addRule");
  const set = useCall("setRule");
  const isSound = ruleFormSchema.safeParse(rule).success && !problems.some(({ weight }) => weight === "stop");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id === undefined) add.mutate({ body: rule }, { onSuccess: onDone });
    else set.mutate({ params: { id }, body: rule }, { onSuccess: onDone });
  };
  const failed = [add, set].find(({ isError }) => isError);
  return (
    <form onSubmit={submit} className={classes.editor} aria-label={t("composer.editor")}>
      <TextInput
        label={t("composer.name")}
        value={rule.name}
        maxLength={60}
        onChange={(event) => setRule({ ...rule, name: event.currentTarget.value })}
      />
      <p className={classes.sentence} aria-live="polite">
        {inOne(say(rule))}
      </p>
      <div className={classes.cards}>
        <EnergyCard rule={rule} devices={devices} problems={problems} onChange={setRule} />
        {rule.kind === "event" ? (
          <>
            <InputCard rule={rule} devices={devices} problems={problems} onChange={setRule} />
            <ConditionCard rule={rule} devices={devices} problems={problems} onChange={setRule} />
            <OutputCard
              rule={rule}
              devices={devices}
              problems={problems}
              isTrainer={isTrainer}
              onChange={setRule}
            />
          </>
        ) : (
          <>
            <FollowedCard rule={rule} devices={devices} problems={problems} onChange={setRule} />
            <CalmCard rule={rule} devices={devices} problems={problems} onChange={setRule} />
            <FollowerCard
              rule={rule}
              devices={devices}
              problems={problems}
              isTrainer={isTrainer}
              onChange={setRule}
            />
          </>
        )}
      </div>
      <div className={classes.actions}>
        <Button type="submit" disabled={!isSound} loading={add.isPending || set.isPending}>
          {t("composer.save")}
        </Button>
        <Button variant="default" onClick={onDone}>
          {t("composer.cancel")}
        </Button>
        {!isSound && <span role="status">{t("composer.notYet")}</span>}
      </div>
      {failed !== undefined && <ProblemNote problem={problemOf(failed.error)} />}
    </form>
  );
}

/** What the bench thinks of a rule, asked once its maker pauses. */
function useProblems(rule: RuleForm): readonly RuleProblem[] {
  const { mutate, data } = useCall("checkRule");
  useEffect(() => {
    if (!ruleFormSchema.safeParse(rule).success) return;
    const timer = window.setTimeout(() => mutate({ body: rule }), checkAfterMs);
    return () => window.clearTimeout(timer);
  }, [rule, mutate]);
  return data?.problems ?? [];
}

function EnergyCard({
  rule,
  devices,
  problems,
  onChange,
}: {
  readonly rule: RuleForm;
  readonly devices: Devices;
  readonly problems: readonly RuleProblem[];
  readonly onChange: (rule: RuleForm) => void;
}) {
  const t = useText();
  const words = useWords();
  return (
    <RoleCard card="energy" problems={problems}>
      <Radio.Group
        size="md"
        label={t("composer.energy")}
        value={rule.energy}
        onChange={(chosen) => {
          const energy = energies.find((one) => one === chosen);
          if (energy !== undefined) onChange({ ...rule, energy });
        }}
      >
        <Stack gap="xs" mt="xs">
          {energies.map((energy) => (
            <Radio
              size="md"
              key={energy}
              value={energy}
              label={t(`composer.energy.${energy}`)}
              description={t(`composer.energy.${energy}.tip`)}
            />
          ))}
        </Stack>
      </Radio.Group>
      <ul className={classes.fed}>
        {devicesOfRule(rule).map((id) => {
          const found = devices[id];
          return (
            <li key={id}>
              {found === undefined ? id : words(found.device.name)}{" "}
              <HealthMark state={found?.availability?.health.state ?? "waiting"} />
            </li>
          );
        })}
      </ul>
    </RoleCard>
  );
}
