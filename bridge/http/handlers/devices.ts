// What the routes of contract/api/devices.ts do.
import type { devicesRoutes } from "#contract/api/devices.ts";
import { LaboError } from "../../errors.ts";
import type { Doors } from "../doors.ts";
import { deviceOf, findById, type HandlersOf, visibleRun } from "./handler.ts";

export function devicesHandlers(doors: Doors): HandlersOf<typeof devicesRoutes> {
  const device = (id: string) => deviceOf(doors, id);
  return {
    thingDescription: ({ params, origin }) => doors.thing(device(params.id), `${origin}/`),
    deviceProperty({ params }) {
      const { state, device: described } = device(params.id);
      const isChannel = described.channels.some(({ id }) => id === params.property);
      const value = isChannel
        ? state?.readings[params.property]
        : params.property === "state"
          ? state
          : undefined;
      // A channel without a value is not zero: there is nothing to tell.
      if (value === undefined) throw new LaboError("NOT_FOUND", [`property ${params.property}`]);
      return value;
    },
    async renameDevice({ params, body }) {
      device(params.id);
      await doors.settings.rename(params.id, body.name);
      return device(params.id);
    },
    async forgetDevice({ params }) {
      // Its session would go on speaking of a device that no list names.
      if (device(params.id).availability?.state === "online")
        throw new LaboError("DEVICE_PRESENT", [`device ${params.id}`]);
      await doors.settings.forget(params.id);
      return {};
    },
    async pairSheet({ params, body }) {
      device(params.id);
      findById("sheet", doors.sheets.sheets, body.sheet);
      await doors.settings.pair(params.id, body.sheet);
      return device(params.id);
    },
    async unpairSheet({ params }) {
      device(params.id);
      await doors.settings.unpair(params.id);
      return device(params.id);
    },
    inspection: ({ params }) => doors.unknowns.inspect(device(params.id)),
    makeSheet: ({ params, body }) => doors.unknowns.makeSheet(device(params.id), body.title, body.framing),
    command({ params, body: { run, ...command }, caller }) {
      const { capabilities } = device(params.id).device;
      const wanted = capabilities.find((one) => one.command === command.command);
      if (wanted?.trainerOnly === true && !caller.isTrainer) {
        const isLent =
          wanted.lendable === true &&
          run !== undefined &&
          visibleRun(doors, run, caller).participant === caller.participant &&
          doors.runs.lends(run, params.id, command.command);
        if (!isLent) throw new LaboError("TRAINER_ONLY");
      }
      return doors.commands.send(params.id, command);
    },
  };
}
