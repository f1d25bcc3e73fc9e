// The door commands leave by, for pages and for rules alike: an id of its own, to the bridge that has the device.
import { randomBytes } from "node:crypto";
import type { BenchProjection } from "../bench/bench.ts";
import { LaboError } from "../errors.ts";
import type { CommandDoor } from "../http/doors.ts";
import type { CommandSender } from "../mqtt/commands.ts";

/** Rejects with LaboError NOT_FOUND for a device that is not on the bench. */
export function createSend(
  bench: Pick<BenchProjection, "device">,
  commands: CommandSender,
): CommandDoor["send"] {
  return async (id, command) => {
    const found = bench.device(id);
    if (found === undefined) throw new LaboError("NOT_FOUND", [`device ${id}`]);
    return commands.sendCommand(found.device.bridge, id, {
      ...command,
      id: randomBytes(9).toString("base64url"),
    });
  };
}
