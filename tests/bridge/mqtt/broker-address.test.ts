import { describe, expect, it } from "vitest";
import { LaboError } from "../../../bridge/errors.ts";
import { parseBrokerAddress } from "../../../bridge/mqtt/broker-address.ts";

describe("the address of a broker", () => {
  it("is taken apart, and shown without user and password", () => {
    expect(parseBrokerAddress("mqtts://ana:s%40cret@emqx.example.org:8884")).toEqual({
      protocol: "mqtts",
      host: "emqx.example.org",
      port: 8884,
      path: "",
      where: "mqtts://emqx.example.org:8884",
      username: "ana",
      password: "s@cret",
      isNearby: false,
    });
    expect(parseBrokerAddress("ws://[::1]/mqtt")).toMatchObject({
      host: "::1",
      port: 80,
      path: "/mqtt",
      isNearby: true,
    });
    expect(parseBrokerAddress("mqtt://localhost")).toMatchObject({ port: 1883, isNearby: true });
  });

  it.each(["", "localhost:1883", "http://localhost", "mqtt://", "mqtt://a:%zz@host"])(
    "is refused when it is no address: %j, without repeating it",
    (given) => {
      try {
        parseBrokerAddress(given);
        expect.unreachable();
      } catch (error) {
        expect(error).toBeInstanceOf(LaboError);
        expect(error).toMatchObject({ code: "CONFIG_INVALID" });
        expect(String(error)).not.toContain("%zz");
      }
    },
  );
});
