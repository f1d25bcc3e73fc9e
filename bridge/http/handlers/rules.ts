// What the routes of contract/api/rules.ts do.
import type { rulesRoutes } from "#contract/api/rules.ts";
import { actionsOfRule, type RuleForm } from "#contract/rules.ts";
import { LaboError } from "../../errors.ts";
import type { Caller, Doors } from "../doors.ts";
import type { HandlersOf } from "./handler.ts";

export function rulesHandlers(doors: Doors): HandlersOf<typeof rulesRoutes> {
  /** A rule sends commands later: what its maker may not send, it may not either. */
  const assertAllowed = (rule: RuleForm, caller: Caller): void => {
    if (caller.isTrainer) return;
    for (const { device, command } of actionsOfRule(rule)) {
      const capabilities = doors.bench.device(device)?.device.capabilities ?? [];
      if (capabilities.find((one) => one.command === command)?.trainerOnly === true)
        throw new LaboError("TRAINER_ONLY");
    }
  };
  return {
    rules: () => ({ rules: doors.rules.list() }),
    checkRule: ({ body }) => ({ problems: doors.rules.check(body) }),
    addRule({ body, caller }) {
      assertAllowed(body, caller);
      return doors.rules.add(body);
    },
    setRule({ params, body, caller }) {
      assertAllowed(body, caller);
      return doors.rules.set(params.id, body);
    },
    async removeRule({ params }) {
      await doors.rules.remove(params.id);
      return {};
    },
    rehearseRule: ({ params, body }) => doors.rules.rehearse(params.id, body.branch),
  };
}
