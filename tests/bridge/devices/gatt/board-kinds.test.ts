// What an advertisement and a list of services say of a board, and which way its serial line goes.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { idSchema } from "#contract/identifiers.ts";
import { microbit } from "../../../../bridge/decoders/gatt/microbit.ts";
import {
  advertisedBoard,
  advertisedKind,
  boardKinds,
  connectedKind,
  missingServices,
  missingWords,
} from "../../../../bridge/devices/gatt/board-kinds.ts";
import { capabilitiesOf } from "../../../../bridge/devices/gatt/commands.ts";
import { nordicUart, uartOf } from "../../../../bridge/devices/gatt/uart.ts";
import { channelsOf, followedOf } from "../../../../bridge/devices/gatt/values.ts";
import type { GattCharacteristic } from "../../../../bridge/transports/transport.ts";
import { ad, concat, flags, fromHex } from "../../decoders/payloads.ts";

const named = (name: string) => concat(flags, ad(0x09, Buffer.from(name)));
const characteristic = (service: string, uuid: string, ...properties: string[]): GattCharacteristic => ({
  service,
  uuid,
  properties,
});

describe("an advertisement", () => {
  it.each([
    ["a micro:bit", named("BBC micro:bit [zavut]"), "microbit"],
    ["a Puck.js", named("Puck.js d8f2"), "espruino"],
    ["an environment sensor", concat(flags, ad(0x03, fromHex("1a180f18"))), "environment-sensor"],
    ["a heart-rate sensor", concat(flags, ad(0x02, fromHex("0d18"))), "heart-rate-sensor"],
    ["a serial line", concat(flags, ad(0x07, fromHex("9ecadc240ee5a9e093f3a3b50100406e"))), "uart-board"],
    ["a telephone", concat(flags, ad(0x09, Buffer.from("Téléphone de Luce"))), undefined],
    ["a list cut in the middle", concat(flags, ad(0x03, fromHex("1a"))), undefined],
  ])("of %s", (_name, payload, model) => {
    expect(advertisedKind(advertisedBoard(payload))?.model).toBe(model);
  });

  it("of any bytes is read or let be, never thrown, and bounded", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (payload) => {
        const { name = "", services } = advertisedBoard(payload);
        expect(name.length).toBeLessThanOrEqual(40);
        expect(name).not.toMatch(/[\p{Cc}\p{Cf}]/u);
        expect(services.length).toBeLessThanOrEqual(16);
      }),
      { numRuns: 5000, seed: 2 },
    );
  });
});

describe("a connected board", () => {
  it("is what it offers, whatever it is called; its name counts when it offers nothing", () => {
    const buttons = characteristic(microbit.buttons.service, microbit.buttons.a, "read", "notify");
    expect(connectedKind({ services: [] }, [buttons]).model).toBe("microbit");
    expect(connectedKind({ name: "BBC micro:bit [zavut]", services: [] }, []).model).toBe("microbit");
    expect(connectedKind({ name: "Rien", services: [] }, []).model).toBe("ble-board");
  });

  it("has its missing services named in both languages, with the remedy where there is one", () => {
    const kind = connectedKind({ name: "BBC micro:bit", services: [] }, []);
    const missing = missingServices(kind, [
      characteristic(microbit.led.service, microbit.led.text, "write"),
      characteristic(microbit.buttons.service, microbit.buttons.a, "notify"),
    ]);
    const { fr, en } = missingWords(kind, missing);
    expect(fr).toMatch(/^Il manque\u00a0: accéléromètre, température\. Dans MakeCode/);
    expect(en).toMatch(/^Missing: accelerometer, temperature\. In MakeCode/);
  });

  it("has models that are ids, each once", () => {
    const models = boardKinds.map(({ model }) => model);
    expect(new Set(models).size).toBe(models.length);
    for (const model of models) expect(idSchema.safeParse(model).success).toBe(true);
  });

  it("has channels for what it measures and commands for what it takes, and no more", () => {
    const offered = [
      characteristic(microbit.buttons.service, microbit.buttons.b, "read", "notify"),
      characteristic("180f", "2a19", "read"),
      characteristic("181a", "2a6e", "write"),
      characteristic(microbit.led.service, microbit.led.matrix, "read", "write"),
      characteristic("1800", "2a00", "read"),
    ];
    expect(channelsOf(followedOf(offered)).map(({ id }) => id)).toEqual(["button-b", "batteryLevel"]);
    expect(capabilitiesOf(offered, false).map(({ command }) => command)).toEqual([
      "display.picture",
      "display.draw",
    ]);
  });
});

describe("a serial line", () => {
  const [two, three] = [nordicUart.replace("0001", "0002"), nordicUart.replace("0001", "0003")];
  it("goes the way its properties say, not its numbers", () => {
    const modern = uartOf([
      characteristic(nordicUart, two, "write", "writeWithoutResponse"),
      characteristic(nordicUart, three, "notify"),
    ]);
    expect([modern?.fromBoard.uuid, modern?.toBoard.uuid]).toEqual([three, two]);
    const old = uartOf([
      characteristic(nordicUart, two, "indicate"),
      characteristic(nordicUart, three, "writeWithoutResponse"),
    ]);
    expect([old?.fromBoard.uuid, old?.toBoard.uuid]).toEqual([two, three]);
    expect([modern?.withoutResponse, old?.withoutResponse]).toEqual([false, true]);
  });

  it("that goes one way only, or is another service's, is none", () => {
    expect(uartOf([characteristic(nordicUart, two, "notify")])).toBeUndefined();
    expect(
      uartOf([characteristic("180f", two, "notify"), characteristic("180f", three, "write")]),
    ).toBeUndefined();
  });

  it("of a board that obeys what it is sent is the trainer's alone", () => {
    const line = [characteristic(nordicUart, two, "write"), characteristic(nordicUart, three, "notify")];
    expect(capabilitiesOf(line, true).map(({ trainerOnly }) => trainerOnly)).toEqual([true]);
    expect(capabilitiesOf(line, false).map(({ trainerOnly }) => trainerOnly)).toEqual([undefined]);
  });
});
