// The composer among what events come from. It reads the topic tree, so what comes to it from there passes like a byte or
// a page's ask: what it heard and when, what people composed, what became of its commands. A recording has all of it, and
// in a replay the same rules decide the same things at the same instants, without sending anything a second time.
import { z } from "zod";
import type { BenchDevice } from "#contract/bench.ts";
import { eventSchema, type LaboEvent, ruleBranches } from "#contract/events.ts";
import { idSchema } from "#contract/identifiers.ts";
import { composerId, type RuleForm, ruleFormSchema } from "#contract/rules.ts";
import { type Words, wordsSchema } from "#contract/words.ts";
import { type ComposerOptions, createComposer } from "../composer/composer.ts";
import { LaboError, problemFor } from "../errors.ts";
import type { CommandDoor, RulesDoor } from "../http/doors.ts";
import type { Logger } from "../logger.ts";
import type { Passage } from "../transports/recording/passage.ts";

export interface RulesOptions
  extends Pick<ComposerOptions, "logger" | "bridge" | "output" | "events" | "keep"> {
  readonly passage: Passage;
  readonly device: (id: string) => BenchDevice | undefined;
  readonly send: CommandDoor["send"];
}

export interface Rules extends RulesDoor {
  /** An event of the tree. */
  hear(event: LaboEvent): void;
  /** The bench knows other devices than before. */
  benchChanged(): void;
  /** An event that sessions say: in a replay it is heard again when it was heard then. */
  said(event: LaboEvent): void;
  /** Takes the rules kept up again. */
  start(): void;
  stop(): void;
}

/** Events said and perhaps heard later: in a replay they come back to the composer by their place. */
const mostRemembered = 4096;

/** An event by its place among those of its device: that is the same in a replay, its id is not. */
const placeSchema = z.strictObject({ device: idSchema, seq: z.number().int().nonnegative() });
type Place = z.infer<typeof placeSchema>;
const keyOf = ({ device, seq }: Place) => `${device}#${seq}`;

export function createRules({ passage, device, send, ...options }: RulesOptions): Rules {
  const { bridge, logger } = options;
  const random = passage.random("composer");
  const remembered = new Map<string, LaboEvent>();
  let asked = 0;
  let isKnown = false;

  const composer = createComposer({
    ...options,
    clock: passage.clock,
    device,
    send({ device: id, ...command }) {
      asked += 1;
      return passage.answered(`rule.${asked}`, z.union([wordsSchema, z.null()]), () =>
        refusalOf(send(id, command), logger),
      );
    },
    newId: () => Buffer.from(random(4)).toString("hex"),
  });

  const rule = z.tuple([ruleFormSchema]);
  const add = passage.asked("rule.add", rule, composer.add);
  const set = passage.asked("rule.set", z.tuple([idSchema, ruleFormSchema]), composer.set);
  const remove = passage.asked("rule.remove", z.tuple([idSchema]), composer.remove);
  const rehearse = passage.asked(
    "rule.rehearse",
    z.tuple([idSchema, z.enum(ruleBranches)]),
    composer.rehearse,
  );
  const known = passage.asked("rule.known", z.tuple([]), composer.known);
  // An event of another bridge is not in the recording otherwise.
  const hear = passage.asked("rule.hear", z.tuple([z.union([placeSchema, eventSchema])]), (what) => {
    const event = "kind" in what ? what : remembered.get(keyOf(what));
    remembered.delete(keyOf(what));
    if (event !== undefined) composer.hear(event);
  });

  function remember(event: LaboEvent): void {
    remembered.set(keyOf(event), event);
    const oldest = remembered.keys().next().value;
    if (remembered.size > mostRemembered && oldest !== undefined) remembered.delete(oldest);
  }

  function assertSound(form: RuleForm): void {
    const stops = composer.check(form).filter(({ weight }) => weight === "stop");
    if (stops.length > 0) throw new LaboError("RULE_REFUSED", stops.map(({ words }) => words.en).slice(0, 4));
  }

  const lost = (error: unknown) => logger.warn({ err: error }, "composer: something could not be heard");

  return {
    list: composer.list,
    check: composer.check,
    // What is refused is not taken: a recording has none of it.
    async add(form) {
      assertSound(form);
      return add(form);
    },
    async set(id, form) {
      assertSound(form);
      return set(id, form);
    },
    remove,
    rehearse,
    hear(event) {
      if (!composer.listensTo(event)) return;
      const { device: from, seq } = event;
      if (event.bridge === bridge) remember(event);
      hear(event.bridge === bridge ? { device: from, seq } : event).catch(lost);
    },
    benchChanged() {
      if (isKnown || device(composerId) === undefined) return;
      isKnown = true;
      known().catch(lost);
    },
    said: remember,
    start: composer.start,
    stop: composer.stop,
  };
}

/** Why a device did not do it; `null` when it did. */
async function refusalOf(sent: ReturnType<CommandDoor["send"]>, logger: Logger): Promise<Words | null> {
  try {
    const result = await sent;
    return result.ok ? null : result.problem.message;
  } catch (error) {
    if (error instanceof LaboError) return error.toProblem().message;
    logger.error({ err: error }, "composer: a command could not be sent");
    return problemFor("INTERNAL").message;
  }
}
