// One device: what it says, what it is called, its sheet, its commands.
import { z } from "zod";
import { benchDeviceSchema } from "../bench.ts";
import { commandResultSchema, commandSchema } from "../commands.ts";
import { deviceStateSchema } from "../devices.ts";
import { channelIdSchema } from "../events.ts";
import { idSchema } from "../identifiers.ts";
import { inspectionSchema, newSheetSchema, writtenSheetSchema } from "../inspection.ts";
import { thingDescriptionSchema } from "../things.ts";
import { byId, byRun, none, type Route } from "./route.ts";

export const devicesRoutes = {
  thingDescription: {
    method: "GET",
    path: "/api/devices/:id/thing-description",
    role: "participant",
    params: byId,
    answer: thingDescriptionSchema,
    contentType: "application/td+json",
    summary: "A device as a W3C Thing Description 1.1",
  },
  deviceProperty: {
    method: "GET",
    path: "/api/devices/:id/properties/:property",
    role: "participant",
    params: byId.extend({ property: channelIdSchema }),
    answer: z.union([z.number(), deviceStateSchema]),
    summary: "The latest value of a channel, in its quantity's unit, or the whole state",
  },
  renameDevice: {
    method: "PATCH",
    path: "/api/devices/:id",
    role: "trainer",
    params: byId,
    body: z.object({ name: z.string().trim().min(1).max(60) }),
    answer: benchDeviceSchema,
    summary: "Rename a device",
  },
  forgetDevice: {
    method: "DELETE",
    path: "/api/devices/:id",
    role: "trainer",
    params: byId,
    answer: none,
    summary: "Forget a device that is gone",
  },
  pairSheet: {
    method: "PUT",
    path: "/api/devices/:id/pairing",
    role: "trainer",
    params: byId,
    body: z.object({ sheet: idSchema }),
    answer: benchDeviceSchema,
    summary: "Pair a device with a sheet by hand",
  },
  unpairSheet: {
    method: "DELETE",
    path: "/api/devices/:id/pairing",
    role: "trainer",
    params: byId,
    answer: benchDeviceSchema,
    summary: "Back to the sheet found by itself",
  },
  inspection: {
    method: "GET",
    path: "/api/devices/:id/inspection",
    role: "participant",
    params: byId,
    answer: inspectionSchema,
    summary: "What the last bytes of a device nobody knows look like: framings guessed, fields proposed",
  },
  makeSheet: {
    method: "POST",
    path: "/api/devices/:id/sheet",
    role: "trainer",
    params: byId,
    body: newSheetSchema,
    answer: writtenSheetSchema,
    summary: "Write a sheet for a device, into the house's own folder; it opens at once",
  },
  command: {
    method: "POST",
    path: "/api/devices/:id/commands",
    role: "participant",
    params: byId,
    /** `run`: the command is asked for by the open step of this run, which may lend what is otherwise the trainer's. */
    body: commandSchema.omit({ id: true }).extend({ run: byRun.shape.id.optional() }),
    answer: commandResultSchema,
    summary: "Send a command to a device",
  },
} as const satisfies Record<string, Route>;
