// A rule being made: the sentence it says, and the four cards it is made of.
import { Button, Radio, Stack, TextInput } from "@mantine/core";
import { type FormEvent, useEffect, useRef } from "react";
import { devicesOfRule, energies, type RuleForm, type RuleProblem, ruleFormSchema } from "#contract/rules.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useIsTrainer } from "../../live/use-route.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { HealthMark } from "../../ui/marks.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./composer.module.css";
import { ConditionCard, InputCard, OutputCard } from "./event-cards.tsx";
import { CalmCard, FollowedCard, FollowerCard } from "./mapping-cards.tsx";
import type { OpenRule } from "./open-rule.ts";
import { RoleCard } from "./role-card.tsx";
import { inOne, useSentence } from "./sentence.ts";
import type { Devices } from "./view-model.ts";

const nothing = () => undefined;

/** A person stops turning a knob before it is worth asking. */
const checkAfterMs = 300;

export function RuleEditor({
  open: { id, rule },
  devices,
  isLooked = false,
  onChange: setRule = nothing,
  onSaved = nothing,
  onLeave,
}: {
  readonly open: OpenRule;
  readonly devices: Devices;
  /** A rule of a recording: its cards are looked at, as they were. */
  readonly isLooked?: boolean;
  readonly onChange?: (rule: RuleForm) => void;
  readonly onSaved?: (id: string) => void;
  readonly onLeave: () => void;
}) {
  const t = useText();
  const say = useSentence(devices);
  const isTrainer = useIsTrainer();
  const problems = useProblems(rule);
  // The button that opened it is gone: the keyboard goes on from here.
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  const add = useCall("addRule");
  const set = useCall("setRule");
  const isSound = ruleFormSchema.safeParse(rule).success && !problems.some(({ weight }) => weight === "stop");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (id === undefined) add.mutate({ body: rule }, { onSuccess: (view) => onSaved(view.id) });
    else set.mutate({ params: { id }, body: rule }, { onSuccess: () => onSaved(id) });
  };
  const failed = [add, set].find(({ isError }) => isError);
  return (
    <form onSubmit={submit} className={classes.editor} aria-labelledby="regle-titre">
      <h3 id="regle-titre" ref={title} tabIndex={-1}>
        {t("composer.editor")}
      </h3>
      <p className={classes.sentence} aria-live="polite">
        {inOne(say(rule))}
      </p>
      <fieldset className={classes.cards} disabled={isLooked} aria-label={t("composer.cards")}>
        <TextInput
          className={classes.name ?? ""}
          label={t("composer.name")}
          value={rule.name}
          maxLength={60}
          onChange={(event) => setRule({ ...rule, name: event.currentTarget.value })}
        />
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
      </fieldset>
      <div className={classes.actions}>
        {!isLooked && (
          <Button type="submit" disabled={!isSound} loading={add.isPending || set.isPending}>
            {t("composer.save")}
          </Button>
        )}
        <Button variant="default" onClick={onLeave}>
          {t(isLooked ? "close" : "composer.cancel")}
        </Button>
        {!isSound && !isLooked && <span role="status">{t("composer.notYet")}</span>}
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
