// The radio through the real thing: HCI bytes from a controller, noble in its own process, advertisements out.
import { execFileSync } from "node:child_process";
import { readFileSync, realpathSync } from "node:fs";
import { afterEach, describe, expect, it } from "vitest";
import type { Receiver } from "#contract/topics.ts";
import { createClock } from "../../bridge/clock.ts";
import { createLogger } from "../../bridge/logger.ts";
import type { MachineFacts } from "../../bridge/transports/ble/preflight.ts";
import { createRadio, type Radio, type RadioMode } from "../../bridge/transports/ble/radio.ts";
import type { Advertisement } from "../../bridge/transports/transport.ts";
import { ad, concat, flags, fromHex, maker } from "../bridge/decoders/payloads.ts";
import { fastestOf } from "../helpers/duty.ts";
import { eventually } from "../helpers/eventually.ts";
import { advertisingReport, createTestAdapter, createTestController } from "../helpers/hci-controller.ts";
import { createPtyCable, hasSocat } from "../helpers/pty-cable.ts";

const beacon = concat(flags, maker("4c0002152f234454cf6d4a0fadf2f4911ba9ffa600010002c5"));
const address = "c0:11:22:33:44:55";
const radios: Radio[] = [];
const print = (line: string) => void process.stdout.write(`${line}\n`);

function listen(mode: RadioMode, rate = 1, machine?: () => Promise<MachineFacts>) {
  const heard: Advertisement[] = [];
  const health: Receiver[] = [];
  const clock = createClock(rate);
  const radio = createRadio({
    id: "radio",
    mode,
    clock,
    logger: createLogger("silent"),
    onAdvertisements: (advertisements) => void heard.push(...advertisements),
    onHealth: (receiver) => void health.push(receiver),
    ...(machine === undefined ? {} : { machine }),
  });
  radios.push(radio);
  radio.start();
  return { radio, heard, health, clock };
}

/** Everything a running virtual radio needs, once it scans. */
async function listenVirtually(rate = 1) {
  const controller = createTestController();
  const listener = listen({ kind: "virtual", controller }, rate);
  await eventually(() => listener.radio.receiver().health.state === "ready", "ready", 60_000);
  await eventually(() => controller.scanning, "scanning");
  return { controller, ...listener };
}

/** Whether a process is there; a zombie is not. */
function alive(pid: number): boolean {
  try {
    return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  } catch {
    return false;
  }
}

const childrenOf = (pid: number): string[] => {
  try {
    return execFileSync("pgrep", ["-P", String(pid), "-f", "noble-host"], { encoding: "utf8" })
      .trim()
      .split("\n");
  } catch {
    return [];
  }
};

afterEach(async () => {
  await Promise.all(radios.splice(0).map((radio) => radio.stop()));
});

describe("a virtual radio", () => {
  it("hears what the controller puts on the air, byte for byte", async () => {
    const { controller, heard, clock } = await listenVirtually();
    const before = clock.mono();
    controller.advertise({ address, payload: beacon, rssi: -63 });
    const [advertisement] = await eventually(() => heard.length > 0 && heard, "an advertisement");
    expect(advertisement).toMatchObject({
      receiver: "radio",
      source: "simulated",
      address,
      addressType: "random",
      rssi: -63,
    });
    expect([...(advertisement?.payload ?? [])]).toEqual([...beacon]);
    expect(advertisement?.mono).toBeGreaterThanOrEqual(before);
    expect(advertisement?.mono).toBeLessThanOrEqual(clock.mono());
  });

  it("gives every advertisement of the same radio, each with its own bytes and strength", async () => {
    const { controller, heard } = await listenVirtually();
    const payloads = [1, 2, 3].map((minor) =>
      concat(flags, maker(`4c000215${"ab".repeat(16)}0001000${minor}c5`)),
    );
    for (const [index, payload] of payloads.entries())
      controller.advertise({ address, payload, rssi: -50 - index });
    await eventually(() => heard.length === 3, "three advertisements");
    expect(heard.map(({ payload, rssi }) => [[...payload], rssi])).toEqual(
      payloads.map((payload, index) => [[...payload], -50 - index]),
    );
    expect(heard.map(({ mono }) => mono)).toEqual(heard.map(({ mono }) => mono).sort((a, b) => a - b));
  });

  it("leaves the strength out when the controller has none", async () => {
    const { controller, heard } = await listenVirtually();
    controller.advertise({ address, random: false, payload: beacon });
    await eventually(() => heard.length > 0, "an advertisement");
    expect(heard[0]).not.toHaveProperty("rssi");
    expect(heard[0]?.addressType).toBe("public");
  });

  it("keeps the time between advertisements, in the bench's own time", async () => {
    const rate = 10;
    const { controller, heard, clock } = await listenVirtually(rate);
    const most = 100;
    const spread = await fastestOf(async () => {
      heard.length = 0;
      const sent: number[] = [];
      await new Promise<void>((resolve) => {
        const timer = clock.every(200, () => {
          sent.push(clock.mono());
          controller.advertise({ address, payload: beacon, rssi: -60 });
          if (sent.length < 30) return;
          timer.cancel();
          resolve();
        });
      });
      await eventually(() => heard.length === 30, "thirty advertisements");
      const lags = heard.map(({ mono }, index) => mono - (sent[index] ?? 0)).sort((a, b) => a - b);
      return (lags[26] ?? 0) - (lags[0] ?? 0);
    }, most);
    // Nine tenths of them within half an interval of each other: batches of 5 and 15 ms real would be 50 and 150 ms here.
    expect(spread).toBeLessThan(most);
  });

  it("is ready but says it hears nothing until something is heard", async () => {
    const { controller, radio } = await listenVirtually();
    expect(radio.receiver().health).toMatchObject({ state: "ready", code: "RADIO_QUIET" });
    controller.advertise({ address, payload: beacon, rssi: -60 });
    await eventually(() => radio.receiver().health.code === "ok", "well");
    expect(radio.receiver().restarts).toBe(0);
  });

  it("comes back by itself within 3 s when its process is killed", async () => {
    const { controller, radio, heard, health } = await listenVirtually();
    const hears = () =>
      eventually(() => {
        controller.advertise({ address, payload: beacon, rssi: -60 });
        return heard.length > 0;
      }, "advertisements");
    await hears();
    let killings = 0;
    const took = await fastestOf(async () => {
      const pid = radio.hostPid();
      if (pid === undefined) throw new Error("no process");
      const killed = performance.now();
      process.kill(pid, "SIGKILL");
      killings += 1;
      await eventually(() => radio.figures().restarts === killings, "the loss is seen");
      heard.length = 0;
      await hears();
      expect(radio.hostPid()).not.toBe(pid);
      return performance.now() - killed;
    }, 3000);
    expect(took).toBeLessThan(3000);
    expect(health.map(({ health: { code } }) => code)).toContain("RADIO_STOPPED");
  });

  it("whose process hangs, or whose scan goes deaf without a word, is helped until it hears again", async () => {
    const [hung, deaf] = await Promise.all([listenVirtually(), listenVirtually()]);
    const pid = hung.radio.hostPid();
    if (pid === undefined) throw new Error("no process");
    process.kill(pid, "SIGSTOP");
    // Plenty is heard, then nothing: the controller forgot that it was scanning.
    for (let i = 0; i < 30; i += 1) deaf.controller.advertise({ address, payload: beacon, rssi: -60 });
    await eventually(() => deaf.heard.length === 30, "plenty heard");
    deaf.controller.forgetScan();
    const hears = ({ controller, heard }: typeof hung, what: string) => {
      const before = heard.length;
      return eventually(
        () => {
          if (controller.scanning) controller.advertise({ address, payload: beacon, rssi: -60 });
          return heard.length > before;
        },
        what,
        120_000,
      );
    };
    await eventually(() => hung.radio.figures().restarts === 1, "the hung process is given up", 120_000);
    await eventually(() => !alive(pid), "its process is ended");
    await Promise.all([hears(hung, "the hung one hears again"), hears(deaf, "the deaf one hears again")]);
    expect(hung.health.map(({ health: { code } }) => code)).toContain("RADIO_STOPPED");
    expect(deaf.health.map(({ health: { code } }) => code)).toContain("RADIO_SILENT");
    expect(deaf.radio.figures().restarts).toBe(0);
  });

  it("survives garbage packets and hears on", async () => {
    const { controller, radio, heard } = await listenVirtually();
    const pid = radio.hostPid();
    let state = 7;
    const random = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 0x1_0000_0000;
    };
    const whole = advertisingReport({ address, payload: beacon, rssi: -60 });
    controller.packet(new Uint8Array(0));
    for (let i = 0; i < 3000; i += 1) {
      const noise = Uint8Array.from({ length: Math.floor(random() * 60) }, () => Math.floor(random() * 256));
      controller.packet(noise);
      // Garbage that looks like events, with a length that agrees.
      controller.packet(
        Uint8Array.from([0x04, [0x05, 0x08, 0x13, 0x3e][i % 4] ?? 0, noise.length, ...noise]),
      );
      const cut = whole.slice(0, 1 + Math.floor(random() * whole.length));
      controller.packet(cut);
      // A report cut short inside a packet whose length agrees.
      if (cut.length > 3)
        controller.packet(Uint8Array.from([0x04, 0x3e, cut.length - 3, ...cut.subarray(3)]));
    }
    // AD structures that noble itself stumbles over.
    for (const hex of ["010a", "0116", "0120", "02ff4c", "1eff4c00", "ff", "00"]) {
      controller.advertise({ address, payload: fromHex(hex), rssi: -60 });
    }
    const last = ad(0x09, fromHex("66696e"));
    controller.advertise({ address, payload: last, rssi: -44 });
    await eventually(() => heard.some(({ rssi }) => rssi === -44), "the advertisement after the garbage");
    await eventually(() => radio.figures().refused > 1000, "refusals counted");
    expect(radio.hostPid()).toBe(pid);
    expect(radio.figures().restarts).toBe(0);
  });

  it("is tried again, and says so, when the controller never answers", async () => {
    const controller = createTestController();
    controller.mute = true;
    // The bench's clock does not change how long a process may take: seen on the clock of processes.
    const { health, radio } = listen({ kind: "virtual", controller });
    await eventually(
      () => health.some(({ health: { code } }) => code === "RADIO_NO_ANSWER"),
      "no answer",
      60_000,
    );
    controller.mute = false;
    await eventually(() => radio.receiver().health.state === "ready", "ready", 60_000);
    expect(radio.figures().restarts).toBeGreaterThan(0);
  });

  it("leaves no process behind when stopped, at any moment", async () => {
    const { radio } = await listenVirtually();
    const pid = radio.hostPid();
    if (pid === undefined) throw new Error("no process");
    await radio.stop();
    expect(alive(pid)).toBe(false);
    expect(radio.receiver().health.state).toBe("idle");

    const hurried = listen({ kind: "virtual", controller: createTestController() });
    await hurried.radio.stop();
    expect(childrenOf(process.pid)).toEqual([]);
  });

  it("forgets radios that changed address: noble's process does not grow", async () => {
    const { controller, radio, heard } = await listenVirtually();
    const pid = radio.hostPid();
    const resident = () =>
      Number(/^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) /
      1024;
    let count = 0;
    const burst = async (size: number) => {
      const goal = heard.length + size;
      while (heard.length < goal) {
        const from = heard.length;
        for (let i = 0; i < 500; i += 1) {
          count += 1;
          const digits = count.toString(16).padStart(10, "0").match(/../g) ?? [];
          controller.advertise({ address: `40:${digits.join(":")}`, payload: beacon, rssi: -80 });
        }
        await eventually(() => heard.length >= from + 500, "a burst heard");
      }
    };
    await burst(20_000);
    const before = resident();
    await burst(60_000);
    const after = resident();
    print(
      `noble's process after 20,000 then 80,000 addresses: ${before.toFixed(0)} then ${after.toFixed(0)} MB`,
    );
    // 60,000 radios kept would be over 60 MB.
    expect(after - before).toBeLessThan(40);
    expect(radio.figures().dropped).toBe(0);
  });

  it("keeps up with 2,000 advertisements a second", async () => {
    const { controller, heard, radio } = await listenVirtually();
    const cpuOf = (pid: number | undefined) => {
      const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      return (Number(fields[11]) + Number(fields[12])) / 100;
    };
    const hostBefore = cpuOf(radio.hostPid());
    const mainBefore = process.cpuUsage();
    const began = performance.now();
    const total = 8000;
    let sent = 0;
    await new Promise<void>((resolve) => {
      const timer = setInterval(() => {
        const due = Math.min(total, Math.floor(((performance.now() - began) / 1000) * 2000));
        for (; sent < due; sent += 1) {
          const last = (sent % 500).toString(16).padStart(4, "0");
          controller.advertise({
            address: `c0:11:22:33:${last.slice(0, 2)}:${last.slice(2)}`,
            payload: beacon,
            rssi: -70,
          });
        }
        if (sent >= total) {
          clearInterval(timer);
          resolve();
        }
      }, 5);
    });
    await eventually(() => heard.length === total, "all of them heard");
    const seconds = (performance.now() - began) / 1000;
    const main = process.cpuUsage(mainBefore);
    const mainShare = (main.user + main.system) / 1e6 / seconds;
    const hostShare = (cpuOf(radio.hostPid()) - hostBefore) / seconds;
    print(
      `${(total / seconds).toFixed(0)} advertisements/s; processor share: bridge and test ${mainShare.toFixed(2)}, noble ${hostShare.toFixed(2)}`,
    );
    expect(radio.figures().dropped).toBe(0);
  });
});

describe("a radio of the system", () => {
  it("says that there is none, and looks again without a process, when the machine has no adapter", async () => {
    const { radio } = listen({ kind: "adapter", deviceId: 97 });
    await eventually(() => radio.receiver().health.state === "waiting", "waiting");
    expect(radio.receiver().health.code).toBe("RADIO_NO_ADAPTER");
    expect(radio.receiver().health.reason?.fr).toMatch(/adaptateur/);
    expect(radio.hostPid()).toBeUndefined();
  });

  it("that the bridge may not listen to says so with the exact command, without a process", async () => {
    const { radio } = listen({ kind: "adapter" }, 1, async () => ({
      platform: "linux",
      adapters: ["hci0"],
      capabilities: 0n,
    }));
    await eventually(() => radio.receiver().health.code === "RADIO_UNAUTHORIZED", "not allowed");
    const { state, reason } = radio.receiver().health;
    expect(state).toBe("waiting");
    for (const words of [reason?.fr, reason?.en])
      expect(words).toContain(
        `sudo setcap cap_net_raw,cap_net_admin+eip "${realpathSync(process.execPath)}"`,
      );
    expect(radio.hostPid()).toBeUndefined();
  });

  it("is listened to as soon as it is there: an adapter plugged in later needs no restart", async () => {
    const adapters: string[] = [];
    const { radio, health } = listen({ kind: "adapter", deviceId: 0 }, 1, async () => ({
      platform: "linux",
      adapters,
      capabilities: 1n << 13n,
    }));
    await eventually(() => radio.receiver().health.code === "RADIO_NO_ADAPTER", "no adapter");
    adapters.push("hci0");
    // There is none in truth: noble is started, and what it finds is told.
    await eventually(() => health.some(({ health: { state } }) => state === "opening"), "it is tried");
  });
});

describe("an adapter of the system, by its bytes", () => {
  const adapter = async (rights?: Parameters<typeof createTestAdapter>[0]) => {
    const standIn = createTestAdapter(rights);
    const listener = listen({ kind: "adapter", standIn }, 1, standIn.machine);
    const says = (code: string) =>
      eventually(() => listener.radio.receiver().health.code === code, code, 30_000);
    return { standIn, says, ...listener };
  };

  it("is listened to as hardware", async () => {
    const { standIn, says, heard, radio } = await adapter();
    await says("RADIO_QUIET");
    standIn.advertise({ address: "c0:00:00:00:00:01", payload: beacon, rssi: -60 });
    await says("ok");
    expect(heard[0]?.source).toBe("hardware");
    expect(radio.receiver()).toMatchObject({ source: "hardware", restarts: 0 });
  });

  it("that is turned off is off, not gone; turned on, it listens again by itself", async () => {
    const { standIn, says, radio } = await adapter();
    await says("RADIO_QUIET");
    const { hostPid } = radio;
    const pid = hostPid();
    standIn.turnOff();
    await says("RADIO_OFF");
    expect(radio.receiver().health.reason?.fr).toMatch(/éteint/);
    standIn.turnOn();
    await says("RADIO_QUIET");
    expect(hostPid()).toBe(pid);
  });

  it("that is pulled out is gone, not off; plugged in again, it is found", async () => {
    const { standIn, says, radio } = await adapter();
    await says("RADIO_QUIET");
    standIn.pullOut();
    await says("RADIO_NO_ADAPTER");
    expect(radio.hostPid()).toBeUndefined();
    standIn.plugIn();
    await says("RADIO_QUIET");
  });

  it("that is pulled out while it is off is gone", async () => {
    const { standIn, says } = await adapter();
    await says("RADIO_QUIET");
    standIn.turnOff();
    await says("RADIO_OFF");
    standIn.pullOut();
    await says("RADIO_NO_ADAPTER");
  });

  it("whose driver refuses says who may grant what, though the computer seemed to allow it", async () => {
    const { says, radio } = await adapter({ byDriver: false });
    await says("RADIO_UNAUTHORIZED");
    expect(radio.receiver().health.reason?.en).toContain("setcap cap_net_raw");
    expect(radio.receiver()).toMatchObject({ restarts: 0, health: { state: "waiting" } });
  });
});

describe("a radio on a serial line", () => {
  it("says that the port is not there, without a process", async () => {
    const { radio } = listen({ kind: "uart", path: "/dev/labo-no-such-port", baudRate: 115_200 });
    await eventually(() => radio.receiver().health.code === "RADIO_PORT", "no port");
    expect(radio.hostPid()).toBeUndefined();
  });

  it("says that the port does not open, and tries again", async () => {
    // A file that is there and is no serial port.
    const { radio, health } = listen({ kind: "uart", path: "/dev/null", baudRate: 115_200 });
    await eventually(() => radio.figures().restarts >= 2, "two tries", 60_000);
    expect(health.map(({ health: { code } }) => code)).toContain("RADIO_PORT");
  });

  it.skipIf(!hasSocat)(
    "hears through it, and again after the dongle was pulled out and put back",
    async () => {
      const controller = createTestController();
      const cable = await createPtyCable((line) => {
        let bytes = Buffer.alloc(0);
        const stop = controller.onPacket((packet) => void line.send(packet));
        return {
          onBytes(more) {
            bytes = Buffer.concat([bytes, more]);
            for (
              let length = 4 + (bytes[3] ?? 0);
              bytes.length >= Math.max(4, length);
              length = 4 + (bytes[3] ?? 0)
            ) {
              controller.send(Uint8Array.from(bytes.subarray(0, length)));
              bytes = bytes.subarray(length);
            }
          },
          stop: () => void stop(),
        };
      });
      try {
        await cable.plug();
        const { radio, heard } = listen({ kind: "uart", path: cable.path, baudRate: 1_000_000 });
        const hears = async (what: string) => {
          const before = heard.length;
          await eventually(
            () => {
              controller.advertise({ address, payload: beacon, rssi: -61 });
              return heard.length > before;
            },
            what,
            60_000,
          );
        };
        await hears("through the line");
        expect(heard[0]).toMatchObject({ source: "hardware", address, rssi: -61 });
        expect([...(heard[0]?.payload ?? [])]).toEqual([...beacon]);
        await cable.pull();
        await eventually(() => radio.receiver().health.code === "RADIO_PORT", "gone", 60_000);
        await cable.plug();
        await hears("after it was put back");
      } finally {
        await cable.stop();
      }
    },
  );
});
