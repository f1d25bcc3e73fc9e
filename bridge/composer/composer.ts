// The composer: rules over the events of the bench, as one device. It listens where every reader of the topic tree does,
// and sends commands by the door the pages use: limits of flashes, of servos and of currents stay those of the devices.
import type { BenchDevice } from "#contract/bench.ts";
import type { EventBody, LaboEvent, RuleBranch } from "#contract/events.ts";
import {
  composerId,
  mostRules,
  type RuleAction,
  type RuleForm,
  type RuleProblem,
  type RuleView,
  ruleFormSchema,
} from "#contract/rules.ts";
import type { Words } from "#contract/words.ts";
import { type Clock, isoTime, type Timer } from "../clock.ts";
import type { EventFactory } from "../devices/event-factory.ts";
import type { DeviceOutput } from "../devices/output.ts";
import { LaboError } from "../errors.ts";
import type { Logger } from "../logger.ts";
import { createEventRule } from "./event-rule.ts";
import { type Firing, type RuleMachine, rehearsalMs } from "./machine.ts";
import { createMappingRule } from "./mapping-rule.ts";
import { ruleProblems } from "./rule-problems.ts";

export interface ComposerOptions {
  /** What it hears, is told and is answered comes at this clock's instants: a recording has them all. */
  readonly clock: Clock;
  readonly logger: Logger;
  readonly bridge: string;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  /** Rules outlive the bench, in JSON. */
  readonly keep: {
    rules(): readonly { readonly id: string; readonly rule: string }[];
    /** `undefined`: forgotten. */
    keepRule(id: string, rule: string | undefined): void;
  };
  device(id: string): BenchDevice | undefined;
  /** Sends a command; why the device did not do it, or `null`. Never rejects. */
  send(action: RuleAction): Promise<Words | null>;
  /** Random text, lower-case letters and digits. */
  readonly newId: () => string;
}

export interface Composer {
  list(): RuleView[];
  /** What would be wrong, changing nothing. */
  check(rule: RuleForm): RuleProblem[];
  /** Takes a rule that was found sound. @throws LaboError RULES_FULL. */
  add(rule: RuleForm): RuleView;
  /** Changes one into another that was found sound. @throws LaboError NOT_FOUND. */
  set(id: string, rule: RuleForm): RuleView;
  /** @throws LaboError NOT_FOUND. */
  remove(id: string): void;
  /** Does a branch now, then goes back to rest. @throws LaboError NOT_FOUND, TOO_MANY_REQUESTS. */
  rehearse(id: string, branch: RuleBranch): RuleView;
  /** Whether an event concerns any rule. */
  listensTo(event: LaboEvent): boolean;
  /** An event of the tree; never throws. */
  hear(event: LaboEvent): void;
  /** The bench has come to know the composer: until then nobody would hear what it says. */
  known(): void;
  /** Takes the rules kept up again. */
  start(): void;
  stop(): void;
}

interface Live {
  readonly id: string;
  rule: RuleForm;
  machine: RuleMachine;
  /** One of its commands is not answered yet: a value that follows another waits for it. */
  busy: boolean;
  timer?: Timer | undefined;
  firings: number;
  last?: RuleView["last"];
  rehearsedAt: number;
}

/** Changes that wait to be told, at most: somebody tries things out while the broker is away. */
const mostWaiting = 100;
/** A run gives its open roles to newcomers once a second: what is said before is said to nobody. */
const newcomerMs = 2000;

export function createComposer(options: ComposerOptions): Composer {
  const { clock, logger, bridge, output, events, keep } = options;
  const live = new Map<string, Live>();
  /** Latest values of the channels that conditions look at. */
  const values = new Map<string, number>();
  let announced = false;
  let isKnown = false;
  let waiting: EventBody[] = [];
  const deviceOf = (id: string) => options.device(id)?.device;

  const figures = () => ({
    rules: live.size,
    firings: [...live.values()].reduce((sum, { firings }) => sum + firings, 0),
  });
  const tellState = () => output.state(composerId, { time: isoTime(clock.now()), readings: figures() });

  function announce(): void {
    if (announced) return;
    announced = true;
    output.device({
      id: composerId,
      bridge,
      name: { fr: "Compositeur", en: "Composer" },
      model: "rule-composer",
      profile: "composer",
      transport: "web",
      source: "manual",
      channels: [
        { id: "rules", quantity: "count", name: { fr: "Règles", en: "Rules" } },
        { id: "firings", quantity: "count", name: { fr: "Déclenchements", en: "Triggers" } },
      ],
      capabilities: [],
      facts: {},
    });
    output.availability(composerId, { state: "online", health: { state: "ready", code: "ok" } });
    tellState();
  }

  function tell(body: EventBody, source: Firing["source"]): void {
    output.event(events.make(composerId, source, { now: clock.now(), mono: clock.mono() }, body));
  }

  function tellWaiting(): void {
    for (const body of waiting) tell(body, "manual");
    waiting = [];
  }

  function tellSet(id: string, rule: RuleForm, form: RuleForm["kind"] | "gone"): void {
    waiting.push({
      kind: "rule-set",
      rule: id,
      form,
      on: rule.on && form !== "gone",
      trigger: rule.kind === "mapping" ? "value" : rule.input.trigger.type,
      does: rule.kind === "mapping" ? 1 : rule.does.length,
      otherwise: rule.kind === "mapping" ? 0 : rule.otherwise.length,
      rest: rule.kind === "mapping" ? Number(rule.rest !== undefined) : rule.rest.length,
    });
    if (waiting.length > mostWaiting) waiting.shift();
    if (isKnown) tellWaiting();
    tellState();
  }

  const machineOf = (rule: RuleForm): RuleMachine =>
    rule.kind === "mapping"
      ? createMappingRule(rule)
      : createEventRule(rule, clock.mono, (device, channel) => values.get(`${device}/${channel}`));

  async function act(one: Live, firing: Firing): Promise<void> {
    const time = isoTime(clock.now());
    const { branch, actions } = firing;
    one.firings += 1;
    one.busy = true;
    one.last = { time, branch };
    const { last } = one;
    if (firing.tried !== true)
      tell(
        {
          kind: "rule-fired",
          rule: one.id,
          branch,
          ...(firing.cause === undefined ? {} : { cause: firing.cause }),
          ...(firing.since === undefined
            ? {}
            : { afterMs: Math.max(0, Math.round(clock.mono() - firing.since)) }),
        },
        firing.source,
      );
    tellState();
    const refusals = await Promise.all(actions.map(options.send));
    one.busy = false;
    const refusal = refusals.find((words) => words !== null);
    if (one.last === last)
      one.last = { ...last, ok: refusal === undefined, ...(refusal === undefined ? {} : { refusal }) };
    turn(one);
  }

  /** Sends what is to be sent, and looks again when time alone will have something. */
  function turn(one: Live): void {
    one.timer?.cancel();
    one.timer = undefined;
    if (live.get(one.id) !== one) return;
    const mayMove = one.rule.kind === "event" || !one.busy;
    if (!mayMove) return;
    const firing = one.machine.next(clock.mono());
    if (firing !== undefined) {
      void act(one, firing);
      if (one.rule.kind === "event") turn(one);
      return;
    }
    const due = one.machine.due();
    if (due !== undefined) one.timer = clock.after(Math.max(1, due - clock.mono()), () => turn(one));
  }

  function retire(one: Live): void {
    one.timer?.cancel();
    const firing = one.machine.release();
    if (firing !== undefined) void act(one, firing);
  }

  function bring(id: string, rule: RuleForm): Live {
    const one: Live = {
      id,
      rule,
      machine: machineOf(rule),
      busy: false,
      firings: 0,
      rehearsedAt: Number.NEGATIVE_INFINITY,
    };
    live.set(id, one);
    return one;
  }

  const find = (id: string): Live => {
    const one = live.get(id);
    if (one === undefined) throw new LaboError("NOT_FOUND", [`rule ${id}`]);
    return one;
  };

  const view = (one: Live): RuleView => ({
    id: one.id,
    rule: one.rule,
    problems: ruleProblems(one.rule, deviceOf),
    firings: one.firings,
    held: one.machine.held,
    ...(one.last === undefined ? {} : { last: one.last }),
  });

  function listenedTo(key: string): boolean {
    for (const { rule } of live.values())
      if (
        rule.kind === "event" &&
        rule.condition.type === "value" &&
        key === `${rule.condition.device}/${rule.condition.channel}`
      )
        return true;
    return false;
  }

  const forgetUnheard = (): void => {
    for (const key of values.keys()) if (!listenedTo(key)) values.delete(key);
  };

  return {
    list: () => [...live.values()].map(view),
    check: (rule) => ruleProblems(rule, deviceOf),
    add(rule) {
      if (live.size >= mostRules) throw new LaboError("RULES_FULL");
      const id = `regle-${options.newId()}`;
      keep.keepRule(id, JSON.stringify(rule));
      const one = bring(id, rule);
      announce();
      tellSet(id, rule, rule.kind);
      return view(one);
    },
    set(id, rule) {
      const one = find(id);
      keep.keepRule(id, JSON.stringify(rule));
      retire(one);
      one.rule = rule;
      one.machine = machineOf(rule);
      forgetUnheard();
      tellSet(id, rule, rule.kind);
      return view(one);
    },
    remove(id) {
      const one = find(id);
      keep.keepRule(id, undefined);
      retire(one);
      live.delete(id);
      forgetUnheard();
      tellSet(id, one.rule, "gone");
    },
    rehearse(id, branch) {
      const one = find(id);
      if (clock.mono() - one.rehearsedAt < rehearsalMs / 6) throw new LaboError("TOO_MANY_REQUESTS");
      one.rehearsedAt = clock.mono();
      one.machine.rehearse(branch, clock.mono());
      turn(one);
      return view(one);
    },
    listensTo(event) {
      if (event.device === composerId) return false;
      for (const { rule } of live.values()) if (rule.on && rule.input.device === event.device) return true;
      return (
        event.kind === "reading-taken" &&
        Object.keys(event.readings).some((channel) => listenedTo(`${event.device}/${channel}`))
      );
    },
    known() {
      if (isKnown) return;
      if (waiting.length === 0) {
        isKnown = true;
        return;
      }
      clock.after(newcomerMs, () => {
        isKnown = true;
        tellWaiting();
      });
    },
    hear(event) {
      if (event.device === composerId) return;
      if (event.kind === "reading-taken" && event.quality !== "suspect")
        for (const [channel, value] of Object.entries(event.readings)) {
          const key = `${event.device}/${channel}`;
          if (listenedTo(key)) values.set(key, value);
        }
      // Another bridge's clock is not ours: what it tells happens when it is heard.
      const mono = event.bridge === bridge ? event.mono : clock.mono();
      for (const one of [...live.values()]) {
        if (!one.rule.on || one.rule.input.device !== event.device) continue;
        try {
          one.machine.observe(event, mono);
          turn(one);
        } catch (error) {
          logger.error({ err: error, rule: one.id }, "composer: a rule could not go on");
        }
      }
    },
    start() {
      for (const { id, rule } of keep.rules()) {
        const parsed = ruleFormSchema.safeParse(jsonOf(rule));
        if (parsed.success) bring(id, parsed.data);
        else logger.warn({ rule: id }, "composer: a rule kept does not fit the form any more");
      }
      if (live.size > 0) announce();
    },
    stop() {
      for (const one of live.values()) one.timer?.cancel();
      live.clear();
    },
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
