// The parts a radio is made of, each by itself.
import { EventEmitter } from "node:events";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeAdvertisement } from "../../../../bridge/decoders/registry.ts";
import { judgePacket, reportsIn } from "../../../../bridge/transports/ble/hci-packets.ts";
import type { HostReport } from "../../../../bridge/transports/ble/host-protocol.ts";
import { createTableKeeper } from "../../../../bridge/transports/ble/noble-tables.ts";
import { createPacketInbox } from "../../../../bridge/transports/ble/packet-inbox.ts";
import { preflight } from "../../../../bridge/transports/ble/preflight.ts";
import { grantWords, troubled } from "../../../../bridge/transports/ble/radio-health.ts";
import { rebuildPayload } from "../../../../bridge/transports/ble/rebuild-payload.ts";
import { createReportOutbox } from "../../../../bridge/transports/ble/report-outbox.ts";
import { createSilenceWatch } from "../../../../bridge/transports/ble/silence-watch.ts";
import { VirtualSocket } from "../../../../bridge/transports/ble/virtual-socket.ts";
import { advertisingReport } from "../../../helpers/hci-controller.ts";

const fromHex = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const half = () => 0.5;

describe("the silence watch", () => {
  /** A radio that heard ten reports a second for a minute. */
  function busy() {
    const watch = createSilenceWatch(half);
    watch.opened(0);
    for (let t = 0; t <= 60_000; t += 1000) watch.heard(10, t);
    return watch;
  }

  it("leaves a radio that never heard anything alone", () => {
    const watch = createSilenceWatch(half);
    watch.opened(0);
    for (let t = 0; t < 3_600_000; t += 1000) expect(watch.check(t)).toBe("quiet");
  });

  it("leaves a quiet room alone: few frames, then none", () => {
    const watch = createSilenceWatch(half);
    watch.opened(0);
    for (let t = 0; t < 10_000; t += 1000) watch.heard(1, t);
    expect(watch.check(20_000)).toBe("fine");
    for (let t = 45_000; t < 3_600_000; t += 1000) expect(watch.check(t)).toBe("quiet");
  });

  it("restarts the scan after thirty seconds of silence that follow plenty, then the process", () => {
    const watch = busy();
    expect(watch.check(89_000)).toBe("fine");
    expect(watch.check(90_000)).toBe("restart-scan");
    expect(watch.check(91_000)).toBe("stalled");
    expect(watch.check(105_000)).toBe("respawn");
    watch.opened(106_000);
    expect(watch.check(107_000)).toBe("quiet");
  });

  it("then tries ever more seldom", () => {
    const watch = busy();
    const respawns: number[] = [];
    for (let t = 61_000; t < 8 * 3_600_000; t += 1000) if (watch.check(t) === "respawn") respawns.push(t);
    const gaps = respawns.slice(1).map((t, index) => t - (respawns[index] ?? 0));
    expect(gaps.slice(0, 5)).toEqual([300_000, 600_000, 1_200_000, 2_400_000, 3_600_000]);
    expect(Math.max(...gaps)).toBe(3_600_000);
  });

  it("is reassured by the first frame heard", () => {
    const watch = busy();
    expect(watch.check(90_000)).toBe("restart-scan");
    watch.heard(1, 92_000);
    expect(watch.check(93_000)).toBe("fine");
  });
});

describe("the guard before noble", () => {
  it("lets answers, reports and scan commands pass", () => {
    expect(judgePacket(fromHex("040e0401030c00"))).toBe("pass");
    expect(judgePacket(fromHex("040f0400010c20"))).toBe("pass");
    const report = advertisingReport({ address: "c0:11:22:33:44:55", payload: fromHex("020106"), rssi: -60 });
    expect(judgePacket(report)).toBe("pass");
    expect(reportsIn(report)).toBe(1);
    expect(judgePacket(fromHex("010c20020101"))).toBe("pass");
  });

  it("ignores connections, data and other programs' commands", () => {
    expect(judgePacket(fromHex("0405040040000013"))).toBe("refuse");
    expect(judgePacket(fromHex("04050400400013"))).toBe("ignore");
    expect(judgePacket(fromHex("043e020101"))).toBe("ignore");
    expect(judgePacket(fromHex("0240200500010004"))).toBe("ignore");
    expect(judgePacket(fromHex("01030c00"))).toBe("ignore");
  });

  it("refuses packets that are cut, of no type, or of a length that does not agree", () => {
    for (const hex of ["", "04", "043e", "043e0502", "ff00", "00", "040e0100", "01030c"]) {
      expect([hex, judgePacket(fromHex(hex))]).toEqual([hex, "refuse"]);
    }
  });

  it("has a verdict for any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        expect(["pass", "ignore", "refuse"]).toContain(judgePacket(bytes));
      }),
    );
  });
});

describe("a payload rebuilt where the system hides it", () => {
  it("holds the same structures as were on the air", () => {
    const payload = rebuildPayload({
      localName: "Labo",
      txPowerLevel: -12,
      manufacturerData: fromHex("4c000215aa"),
      serviceData: [{ uuid: "feaa", data: fromHex("1000") }],
    });
    expect(Buffer.from(payload).toString("hex")).toBe("0516aafe100006ff4c000215aa020af405094c61626f");
    expect(decodeAdvertisement(payload).outcomes.map(({ format }) => format)).toEqual([
      "eddystone-url",
      "ibeacon",
    ]);
  });

  it("leaves out what is absent, and what no structure could hold", () => {
    expect(rebuildPayload({})).toEqual(new Uint8Array(0));
    expect(
      rebuildPayload({
        manufacturerData: new Uint8Array(300),
        serviceData: [{ uuid: "x", data: fromHex("00") }],
      }),
    ).toEqual(new Uint8Array(0));
  });
});

describe("noble's tables", () => {
  it("keep the radios heard last and forget the others everywhere", () => {
    const peripherals: Record<string, unknown> = {};
    const discoveries: Record<string, unknown> = {};
    const keeper = createTableKeeper(
      { byId: [() => peripherals, () => undefined], byAddress: [() => discoveries] },
      3,
    );
    for (const name of ["a", "b", "c", "a", "d", "e"]) {
      peripherals[name] = {};
      discoveries[`${name}:`] = {};
      keeper.touch(name, `${name}:`);
    }
    expect(Object.keys(peripherals).sort()).toEqual(["a", "d", "e"]);
    expect(Object.keys(discoveries).sort()).toEqual(["a:", "d:", "e:"]);
    expect(keeper.size).toBe(3);
  });
});

describe("reports on their way out", () => {
  function outbox(most: number) {
    const batches: (readonly HostReport[])[] = [];
    const acknowledge: (() => void)[] = [];
    const plans: (() => void)[] = [];
    let time = 0;
    const box = createReportOutbox({
      send: (reports, sent) => {
        batches.push(reports);
        acknowledge.push(sent);
      },
      now: () => time,
      later: (act) => void plans.push(act),
      most,
    });
    const report = (rssi: number) => ({
      address: "c0:11:22:33:44:55",
      addressType: "random" as const,
      rssi,
      payload: new Uint8Array(0),
      heardAt: time,
    });
    return {
      box,
      batches,
      acknowledge,
      add: (rssi: number) => box.add(report(rssi)),
      /** Time passes and what was planned happens. */
      pass(ms: number) {
        time += ms;
        for (const act of plans.splice(0)) act();
      },
    };
  }

  it("leave together, each with its age", () => {
    const { add, pass, batches } = outbox(100);
    add(-1);
    pass(0);
    add(-2);
    pass(15);
    expect(batches.map((batch) => batch.map(({ rssi, ageMs }) => [rssi, ageMs]))).toEqual([
      [[-1, 0]],
      [[-2, 15]],
    ]);
  });

  it("wait when the bridge lags, the oldest dropped and counted, and leave when it is back", () => {
    const { box, add, pass, batches, acknowledge } = outbox(100);
    for (let i = 0; i < 4; i += 1) {
      add(-i);
      pass(15);
    }
    for (let i = 0; i < 250; i += 1) add(-(i % 100));
    pass(15);
    expect(batches).toHaveLength(4);
    expect(box.dropped).toBeGreaterThanOrEqual(150);
    for (const sent of acknowledge) sent();
    expect(batches).toHaveLength(5);
    expect((batches[4]?.length ?? 0) + box.dropped).toBe(250);
    expect(batches[4]?.length).toBeLessThanOrEqual(100);
  });
});

describe("packets on their way to noble", () => {
  it("are bounded, and forgotten with the process they were for", () => {
    const sent: number[] = [];
    const plans: (() => void)[] = [];
    const inbox = createPacketInbox({
      send: (packets) => void sent.push(packets.length),
      now: () => 0,
      later: (act) => void plans.push(act),
    });
    for (let i = 0; i < 10_000; i += 1) inbox.push(new Uint8Array(1));
    for (const act of plans.splice(0)) act();
    expect((sent[0] ?? 0) + inbox.dropped).toBe(10_000);
    expect(sent[0]).toBeLessThanOrEqual(4096);
    inbox.push(new Uint8Array(1));
    inbox.restart();
    for (const act of plans.splice(0)) act();
    expect(sent).toHaveLength(1);
  });
});

describe("what the machine has", () => {
  const all = (1n << 40n) - 1n;

  it("is looked at before noble is started", () => {
    expect(preflight({ platform: "linux", adapters: [], capabilities: all })).toBe("no-adapter");
    expect(preflight({ platform: "linux", adapters: ["hci0"], capabilities: all }, 1)).toBe("no-adapter");
    expect(preflight({ platform: "linux", adapters: ["hci0"], capabilities: 0n })).toBe("unauthorized");
    expect(preflight({ platform: "linux", adapters: ["hci0"], capabilities: 1n << 13n })).toBe("clear");
    expect(preflight({ platform: "darwin", adapters: undefined, capabilities: undefined })).toBe("clear");
  });

  it("missing a right is told with the exact command, in both languages", () => {
    const health = troubled("waiting", "RADIO_UNAUTHORIZED", grantWords("linux", "/opt/node 24/bin/node"));
    const command = 'sudo setcap cap_net_raw,cap_net_admin+eip "/opt/node 24/bin/node"';
    expect(health.reason?.fr).toContain(command);
    expect(health.reason?.en).toContain(command);
    expect(grantWords("darwin", "").fr).toMatch(/Bluetooth/);
    expect(grantWords("win32", "").en).toMatch(/Bluetooth/);
  });
});

describe("the virtual socket", () => {
  it("carries packets both ways and is always up", () => {
    const written: Uint8Array[] = [];
    const socket = new VirtualSocket((packet) => void written.push(packet));
    const heard: Buffer[] = [];
    expect(socket).toBeInstanceOf(EventEmitter);
    socket.on("data", (packet: Buffer) => void heard.push(packet));
    socket.deliver(fromHex("0401"));
    socket.write(fromHex("01030c00"));
    expect(heard.map((packet) => packet.toString("hex"))).toEqual(["0401"]);
    expect(written).toHaveLength(1);
    expect(socket.isDevUp()).toBe(true);
  });
});
