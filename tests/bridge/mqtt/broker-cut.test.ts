import { afterEach, describe, expect, it } from "vitest";
import { createBrokerCut } from "../../../bridge/mqtt/broker-cut.ts";
import { eventually } from "../../helpers/eventually.ts";
import { afterwards, clock, rawClient, silent, startBroker, startSide, undoAll } from "../../helpers/mqtt.ts";

afterEach(undoAll);

describe("a cut of the broker", () => {
  it("takes the embedded broker away and brings it back on the same port, to whoever waited", async () => {
    const broker = await startBroker();
    const { port } = broker;
    const { link } = startSide({ url: broker.url });
    await eventually(() => link.status().state === "connected", "the link");
    const fault = createBrokerCut(broker, { clock, logger: silent });
    afterwards(() => fault.stop());
    await fault.cut(1);
    await expect(fault.cut(1)).rejects.toThrow(/BROKER_CUT/);
    await eventually(() => link.status().state === "away", "the link's own finding");
    await eventually(() => link.status().state === "connected", "its return");
    expect(broker.port).toBe(port);
    await rawClient(broker.url);
  });

  it("is refused where the broker is not the bench's", async () => {
    await expect(createBrokerCut(undefined, { clock, logger: silent }).cut(1)).rejects.toThrow(
      /BROKER_ELSEWHERE/,
    );
  });
});
