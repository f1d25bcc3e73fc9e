// Connections of the simulated controller: commands, events, data both ways, as the Core Specification has them.
import { expect, test } from "vitest";
import type { Peer } from "../../../../bridge/virtual-kit/radio/connections.ts";
import { HciController } from "../../../../bridge/virtual-kit/radio/hci-controller.ts";

const hex = (packets: readonly Uint8Array[]) => packets.map((one) => Buffer.from(one).toString("hex"));
const packet = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const address = [0xd0, 1, 2, 3, 4, 5];
/** Random peer d0:01:02:03:04:05, intervals 24–40, supervision 4 s. */
const createConnection = "01 0d20 19 6000 3000 00 01 0504030201d0 00 1800 2800 0000 9001 0400 0600";
const completed = "04 3e 13 01 00 4100 00 01 0504030201d0 2800 0000 9001 00";
const call = { type: 0 as const, addressType: "random" as const, address, payload: [], rssi: -50 };

function bench() {
  const received: string[] = [];
  const peer = { isUp: false, isReachable: true };
  let send: ((pdu: Uint8Array) => void) | undefined;
  const made: Peer = {
    linkUp: (to) => {
      send = to;
      peer.isUp = true;
    },
    linkDown: () => {
      peer.isUp = false;
    },
    receive: (pdu) => void received.push(Buffer.from(pdu).toString("hex")),
    isReachable: () => peer.isReachable,
  };
  const controller = new HciController([2, 0, 0, 0, 0, 1], (to) =>
    to.join() === address.join() ? made : undefined,
  );
  const ask = (text: string) => hex(controller.receive(packet(text)));
  const connect = () => {
    ask(createConnection);
    controller.report(call);
    return hex(controller.takePackets());
  };
  return { controller, ask, connect, received, peer, say: (pdu: string) => send?.(packet(pdu)) };
}

test("a call is answered by its status, and put through when the peripheral is next heard", () => {
  const { controller, ask, peer } = bench();
  expect(controller.dutyCycle).toBe(0);
  expect(ask(createConnection)).toEqual(["040f0400010d20"]);
  expect(controller.dutyCycle).toBeGreaterThan(0);
  controller.report({ ...call, address: [0xd0, 9, 9, 9, 9, 9] });
  controller.report({ ...call, type: 3 });
  controller.report({ ...call, addressType: "public" });
  expect(controller.takePackets()).toEqual([]);
  controller.report(call);
  expect(hex(controller.takePackets())).toEqual([completed.replaceAll(" ", "")]);
  expect(peer.isUp).toBe(true);
});

test("one call at a time; a call can be taken back", () => {
  const { ask, controller } = bench();
  ask(createConnection);
  expect(ask(createConnection)).toEqual(["040f040c010d20"]);
  const [answer, event] = ask("01 0e20 00");
  expect(answer).toBe("040e04010e2000");
  expect(event?.slice(0, 10)).toBe("043e130102");
  expect(ask("01 0e20 00")).toEqual(["040e04010e200c"]);
  controller.report(call);
  expect(controller.takePackets()).toEqual([]);
});

test("data goes both ways, whole or in pieces, and is counted", () => {
  const { ask, connect, received, say, controller } = bench();
  connect();
  expect(ask("02 4100 0700 0300 0400 0a0300")).toEqual(["0413050141000100"]);
  expect(received).toEqual(["0a0300"]);
  ask("02 4100 0600 0300 0400 0a03");
  ask("02 4110 0100 00");
  expect(received).toEqual(["0a0300", "0a0300"]);
  say(`0b${"61".repeat(300)}`);
  const [first = "", second = ""] = hex(controller.takePackets());
  expect(first.slice(0, 18)).toBe("024120fb002d010400");
  expect(second.slice(0, 10)).toBe("0241103600");
  expect(first.length / 2 - 9 + second.length / 2 - 5).toBe(301);
});

test("pairing is refused, other channels are let pass", () => {
  const { ask, connect, received } = bench();
  connect();
  expect(ask("02 4100 0b00 0700 0600 01030001100001")).toEqual([
    "0413050141000100",
    "0241200600020006000505",
  ]);
  expect(ask("02 4100 0600 0200 0500 1201")).toHaveLength(1);
  expect(received).toEqual([]);
});

test("a link ends when the host says so, when the peripheral stays out of reach, and with a reset", () => {
  const { ask, connect, controller, peer } = bench();
  connect();
  expect(ask("01 0604 03 4100 13")).toEqual(["040f0400010604", "04050400410016"]);
  expect(peer.isUp).toBe(false);
  expect(ask("01 0604 03 4100 13")).toEqual(["040f0402010604"]);
  connect();
  controller.advance(1000);
  peer.isReachable = false;
  controller.advance(4500);
  expect(controller.takePackets()).toEqual([]);
  controller.advance(5000);
  expect(hex(controller.takePackets())).toEqual(["04050400420008"]);
  peer.isReachable = true;
  connect();
  expect(peer.isUp).toBe(true);
  ask("01 030c 00");
  expect(peer.isUp).toBe(false);
});

test("data that makes no sense is dropped", () => {
  const { ask, connect, received } = bench();
  connect();
  for (const bad of ["02", "024100", "02 4100 0700 03", "02 9900 0700 0300 0400 0a0300", "02 4100 0200 0300"])
    ask(bad);
  ask("02 4110 0100 00");
  ask("02 4100 0800 0300 0400 0a030000");
  expect(received).toEqual([]);
});
