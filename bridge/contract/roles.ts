// Which device may play a role of an experiment: one rule for the bridge, which casts, and the page, which proposes.
import type { Device } from "./devices.ts";
import type { ExperimentSummary } from "./sheets.ts";

export type Need = ExperimentSummary["needs"][number];

/** Whether a device has the profile, every channel and every command a role asks for. */
export function fits(
  need: Pick<Need, "profiles" | "channels" | "takes">,
  device: Pick<Device, "profile" | "channels" | "capabilities">,
): boolean {
  return (
    need.profiles.includes(device.profile) &&
    need.channels.every((id) => device.channels.some((channel) => channel.id === id)) &&
    need.takes.every((command) => device.capabilities.some((one) => one.command === command))
  );
}
