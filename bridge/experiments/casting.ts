// Which device of the bench plays which role. Pure.
import type { BenchDevice } from "#contract/bench.ts";
import { fits } from "#contract/roles.ts";
import type { Run } from "#contract/runs.ts";
import { LaboError } from "../errors.ts";
import type { PlayingDevice } from "./context.ts";
import type { ExperimentDefinition } from "./definition.ts";

/** A device of the bench as the engine needs it. */
export function playing(device: BenchDevice | undefined): PlayingDevice | undefined {
  if (!device) return undefined;
  const { id, model, profile, source, facts } = device.device;
  return { id, model, profile, source, facts, online: device.availability?.state === "online" };
}

/** The cast of a run the other way round: what each device plays. */
export function rolesByDevice(devices: Run["devices"]): ReadonlyMap<string, readonly string[]> {
  const roles = new Map<string, string[]>();
  for (const [role, device] of Object.entries(devices))
    roles.set(device, [...(roles.get(device) ?? []), role]);
  return roles;
}

/** The first online device that fits each role left open, none twice. */
export function defaultDevices(
  definition: ExperimentDefinition,
  devices: readonly BenchDevice[],
  chosen: Readonly<Record<string, string>>,
): Record<string, string> {
  const taken: Record<string, string> = { ...chosen };
  for (const need of definition.needs) {
    if (taken[need.role] !== undefined) continue;
    const used = new Set(Object.values(taken));
    const fitting = devices.find(
      ({ device, availability }) =>
        availability?.state === "online" && !used.has(device.id) && fits(need, device),
    );
    if (fitting) taken[need.role] = fitting.device.id;
  }
  return taken;
}

/**
 * Checks what a person chose.
 * @throws LaboError `ACTION_REFUSED` for a role or a device that does not exist or does not fit, or plays twice.
 */
export function assertFitting(
  definition: ExperimentDefinition,
  chosen: Readonly<Record<string, string>>,
  device: (id: string) => BenchDevice | undefined,
): void {
  for (const [role, id] of Object.entries(chosen)) {
    const need = definition.needs.find((one) => one.role === role);
    const found = device(id)?.device;
    if (!need || !found || !need.profiles.includes(found.profile))
      throw new LaboError("ACTION_REFUSED", [`${id} cannot play ${role}`]);
  }
  const ids = Object.values(chosen);
  const twice = ids.find((id, index) => ids.indexOf(id) !== index);
  if (twice !== undefined) throw new LaboError("ACTION_REFUSED", [`${twice} cannot play two roles`]);
}

/** Whether the step a run is at, and that is not behind, offers this command to this device. */
export function asksFor(
  definition: ExperimentDefinition,
  run: Run,
  device: string,
  command: string,
): boolean {
  const isOpen = run.steps.some(({ id, state }) => id === run.currentStep && state === "in-progress");
  const step = definition.steps.find(({ id }) => id === run.currentStep);
  return (
    isOpen &&
    run.finishedAt === undefined &&
    step?.inputs.some(
      (input) => input.type === "command" && input.command === command && run.devices[input.role] === device,
    ) === true
  );
}
