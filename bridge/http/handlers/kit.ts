// What the routes of contract/api/kit.ts do.
import type { kitRoutes } from "#contract/api/kit.ts";
import { LaboError } from "../../errors.ts";
import type { Doors, KitDoor } from "../doors.ts";
import type { HandlersOf } from "./handler.ts";

export function kitHandlers(doors: Doors): HandlersOf<typeof kitRoutes> {
  const kit = (): KitDoor => {
    if (doors.kit === undefined) throw new LaboError("KIT_OFF");
    return doors.kit;
  };
  return {
    kit: () => kit().snapshot(),
    controlKit: ({ body }) => kit().control(body),
    async cutBroker({ body }) {
      await doors.faults.cut(body.seconds);
      return body;
    },
    makeStation: () => doors.stations.make(),
    async removeStation({ params }) {
      await doors.stations.remove(params.id);
      return {};
    },
  };
}
