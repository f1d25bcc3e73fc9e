// The same stories of stations, on a real Mosquitto.
import { afterEach, describe } from "vitest";
import { hasMosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import { afterwards, undoAll } from "../helpers/mqtt.ts";
import { stationStories } from "../helpers/station-stories.ts";

afterEach(undoAll);

describe.skipIf(!hasMosquitto)("stations on Mosquitto", () => {
  stationStories(async () => {
    const mosquitto = await startMosquitto();
    afterwards(() => mosquitto.dispose());
    return { url: mosquitto.url };
  });
});
