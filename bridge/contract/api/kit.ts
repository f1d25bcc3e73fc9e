// What is moved by hand in a workshop: the virtual kit, the cut of the broker, stations.
import { brokerCutSchema } from "../faults.ts";
import { kitControlSchema, kitSchema } from "../kit.ts";
import { stationSchema } from "../stations.ts";
import { byId, none, type Route } from "./route.ts";

export const kitRoutes = {
  kit: {
    method: "GET",
    path: "/api/kit",
    role: "participant",
    params: none,
    answer: kitSchema,
    summary: "The virtual kit",
  },
  controlKit: {
    method: "POST",
    path: "/api/kit/controls",
    role: "participant",
    params: none,
    body: kitControlSchema,
    answer: kitSchema,
    summary: "Move a thing of the virtual kit by hand",
  },
  cutBroker: {
    method: "POST",
    path: "/api/faults/broker",
    role: "trainer",
    params: none,
    body: brokerCutSchema,
    answer: brokerCutSchema,
    summary: "Stop the embedded broker for some seconds, on purpose",
  },
  makeStation: {
    method: "POST",
    path: "/api/stations",
    role: "participant",
    params: none,
    body: none,
    answer: stationSchema,
    summary: "Make a station that speaks MQTT",
  },
  removeStation: {
    method: "DELETE",
    path: "/api/stations/:id",
    role: "participant",
    params: byId,
    answer: none,
    summary: "Put a station away",
  },
} as const satisfies Record<string, Route>;
