// The same stories of stations on the embedded broker and on a real Mosquitto. Keep-alives run out in real time.
import { afterEach, describe } from "vitest";
import { hasMosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import { afterwards, startBroker, undoAll } from "../helpers/mqtt.ts";
import { stationStories } from "../helpers/station-stories.ts";

afterEach(undoAll);

describe("stations on the embedded broker", () => {
  stationStories(async () => {
    const broker = await startBroker();
    return { url: broker.url, ...broker.stationCredentials };
  });
});

describe.skipIf(!hasMosquitto)("stations on Mosquitto", () => {
  stationStories(async () => {
    const mosquitto = await startMosquitto();
    afterwards(() => mosquitto.dispose());
    return { url: mosquitto.url };
  });
});
