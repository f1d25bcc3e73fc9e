import { describe, expect, it } from "vitest";
import { phoneName, phoneNameCount } from "../../../../bridge/devices/phones/phone-names.ts";
import { mostPhones } from "../../../../bridge/devices/phones/phones.ts";
import { frameOf, startPhoneBench } from "../../../helpers/phone-bench.ts";

describe("a lent phone", () => {
  it("is on the bench once it speaks, named by an animal and a colour, with what was switched on", () => {
    const bench = startPhoneBench();
    const { device, name } = bench.phones.lend();
    expect(bench.devices.size).toBe(0);
    const phone = bench.lend(["motion", "sound"]);
    const told = bench.devices.get(phone.device);
    expect(phone.device).not.toBe(device);
    expect(phone.name).not.toEqual(name);
    expect(told).toMatchObject({
      profile: "phone",
      transport: "web",
      source: "hardware",
      facts: {},
      name: phone.name,
    });
    expect(told?.channels.map(({ id }) => id)).toEqual([
      "accelerationX",
      "accelerationY",
      "accelerationZ",
      "soundLevel",
    ]);
    expect(bench.of("device-found")).toHaveLength(1);
    expect(bench.healths).toEqual(["online ready ok"]);
  });

  it("gives readings, and keeps the latest of each", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["motion", "sound"]);
    phone.say(frameOf.sample(10, { motion: [0, 0, 9.81] }), frameOf.sample(20, { sound: -40 }));
    expect(bench.of("reading-taken").map(({ readings }) => readings)).toEqual([
      { accelerationX: 0, accelerationY: 0, accelerationZ: 9.81 },
      { soundLevel: -40 },
    ]);
    expect(bench.states.get(phone.device)?.readings).toEqual({
      accelerationX: 0,
      accelerationY: 0,
      accelerationZ: 9.81,
      soundLevel: -40,
    });
  });

  it("gives nothing of what its owner did not switch on, whatever its page sends", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["orientation"]);
    phone.say(
      frameOf.sample(10, { motion: [0, 0, 9.81], sound: -3 }),
      frameOf.sample(20, { sound: -3, orientation: [1, 2, 3] }),
      frameOf.tag(30, "04a1b2c3"),
    );
    expect(bench.of("reading-taken").map(({ readings }) => readings)).toEqual([
      { alpha: 1, beta: 2, gamma: 3 },
    ]);
    expect(bench.of("tag-arrived")).toEqual([]);
    phone.say(frameOf.lend(40, []));
    expect(bench.states.get(phone.device)?.readings).toEqual({});
    expect(bench.devices.get(phone.device)?.channels).toEqual([]);
  });

  it("reads tags under the kit's rule: taught ones by their number, others by a pseudonym", () => {
    const bench = startPhoneBench({ taughtTags: ["04a1b2c3d4e580"] });
    const phone = bench.lend(["nfc"]);
    void bench.phones.execute(phone.device, { id: "c1", command: "raw.watch", args: { ms: 1_000 } });
    phone.say(frameOf.tag(10, "04a1b2c3d4e580"), frameOf.tag(20, "deadbeef"));
    const [known, foreign] = bench.of("tag-arrived").map(({ tag }) => tag);
    expect(known).toEqual({ id: "04a1b2c3d4e580", known: true, family: "unknown", uidBytes: 7 });
    expect(foreign).toMatchObject({ known: false, id: expect.stringMatching(/^foreign-/) });
    const shown = bench.raw.map(({ hex }) => Buffer.from(hex, "hex").toString());
    expect(shown[0]).toContain("04a1b2c3d4e580");
    expect(shown[1]).toContain("xxxxxxxx");
    expect(JSON.stringify([bench.raw, bench.events])).not.toContain("deadbeef");
  });

  it("says in words what it is not allowed to feel, and when its page sleeps", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["motion"]);
    phone.say(frameOf.lend(10, ["motion"], ["sound"]));
    phone.say(frameOf.lend(20, ["motion"], [], true));
    phone.say(frameOf.lend(30, ["motion"]));
    expect(bench.healths).toEqual([
      "online ready ok",
      "online degraded PHONE_PERMISSION",
      "online degraded PHONE_ASLEEP",
      "online ready ok",
    ]);
    expect(bench.reasons[1]).toContain("niveau sonore");
  });

  it("falls silent: asleep, then away, back if its page wakes, forgotten if not", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["motion"]);
    bench.clock.advance(8_000);
    expect(bench.healths.at(-1)).toBe("online degraded PHONE_ASLEEP");
    bench.clock.advance(30_000);
    expect(bench.healths.at(-1)).toBe("offline waiting PHONE_AWAY");
    expect(bench.of("device-lost")).toHaveLength(1);
    phone.say(frameOf.sample(50, { motion: [0, 0, 9.8] }));
    expect(bench.healths.at(-1)).toBe("online ready ok");
    expect(bench.of("device-found")).toHaveLength(2);
    bench.clock.advance(301_000);
    expect(bench.forgotten).toEqual([phone.device]);
    expect(() => phone.say(frameOf.sample(60, { motion: [0, 0, 9.8] }))).toThrow(/PHONE_GONE/);
  });

  it("is given back at once by its owner's stop, and leaves nothing", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["motion"]);
    phone.say(frameOf.sample(10, { motion: [0, 0, 9.8] }), frameOf.stop(20));
    expect(bench.healths.at(-1)).toBe("offline waiting PHONE_STOPPED");
    expect(() => phone.say(frameOf.sample(30, { motion: [0, 0, 9.8] }))).toThrow(/PHONE_GONE/);
    expect(bench.of("reading-taken")).toHaveLength(1);
    expect(bench.of("device-lost")).toMatchObject([{ reason: "PHONE_STOPPED" }]);
    bench.clock.advance(62_000);
    expect(bench.forgotten).toEqual([phone.device]);
  });

  it("speaks only for whoever has its key", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["motion"]);
    const other = bench.phones.lend();
    const frame = frameOf.sample(10, { motion: [0, 0, 9.8] });
    expect(() => bench.phones.take(phone.device, other.key, [frame])).toThrow(/PHONE_GONE/);
    expect(() => bench.phones.take(phone.device, "", [frame])).toThrow(/PHONE_GONE/);
    expect(() => bench.phones.take("phone-none", phone.key, [frame])).toThrow(/PHONE_GONE/);
    expect(bench.of("reading-taken")).toEqual([]);
  });

  it("takes sixty samples a second, leaves what is over, and cuts a flood", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["sound"]);
    let at = 1;
    const flood = (frames: number) => {
      for (let n = 0; n < frames; n += 1) {
        at += 1;
        phone.say(frameOf.sample(at, { sound: -40 }));
      }
    };
    for (let second = 0; second < 10; second += 1) {
      flood(60);
      bench.clock.advance(1_000);
    }
    expect(bench.of("reading-taken")).toHaveLength(600);
    flood(300);
    expect(bench.of("reading-taken").length).toBeLessThanOrEqual(600 + 120);
    expect(() => flood(500)).toThrow(/PHONE_FLOOD/);
    expect(bench.healths.at(-1)).toBe("offline waiting PHONE_FLOOD");
    expect(() => flood(1)).toThrow(/PHONE_GONE/);
  });

  it("makes hostile frames counted discards, and takes no old frame again", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["sound"]);
    phone.say(frameOf.sample(100, { sound: -40 }));
    phone.say(frameOf.sample(50, { sound: -1 }));
    bench.clock.advance(1_100);
    phone.say('<script>alert("x")</script>', "\u0000\u0001", '{"type":"tag","uid":"04a1b2c3d4"}');
    bench.clock.advance(1_100);
    expect(bench.of("reading-taken")).toHaveLength(1);
    const discards = bench.of("frame-discarded");
    expect(discards.reduce((sum, { count }) => sum + count, 0)).toBe(4);
    expect(bench.phones.figures().discarded).toBe(4);
    expect(Buffer.from(discards[1]?.hex ?? "", "hex").toString()).toBe('<script>alert("x")</script>');
  });

  it("marks a sample that was long on the road", () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["sound"]);
    bench.clock.advance(1_000);
    phone.say(frameOf.sample(1_000, { sound: -40 }));
    bench.clock.advance(3_000);
    phone.say(frameOf.sample(1_500, { sound: -41 }));
    expect(bench.of("reading-taken").map(({ quality }) => quality)).toEqual([undefined, "suspect"]);
    const [first, second] = bench.of("reading-taken");
    expect((second?.mono ?? 0) - (first?.mono ?? 0)).toBe(500);
  });

  it("has no room beyond the bound, but takes the place of one that was given back", () => {
    const bench = startPhoneBench();
    const all = Array.from({ length: mostPhones }, () => bench.lend(["sound"]));
    expect(new Set(all.map(({ name }) => name.fr)).size).toBe(mostPhones);
    expect(() => bench.phones.lend()).toThrow(/PHONES_FULL/);
    all[3]?.say(frameOf.stop(10));
    expect(bench.phones.lend().device).toMatch(/^phone-[0-9a-f]{12}$/);
    expect(bench.forgotten).toEqual([all[3]?.device]);
  });

  it("takes no command but to show its bytes", async () => {
    const bench = startPhoneBench();
    const phone = bench.lend(["sound"]);
    const refused = await bench.phones.execute(phone.device, { id: "c1", command: "light.set", args: {} });
    expect(refused).toMatchObject({ ok: false, problem: { code: "COMMAND_UNKNOWN" } });
    expect(await bench.phones.execute("usb-1", { id: "c2", command: "raw.watch", args: {} })).toBeUndefined();
  });
});

describe("names of phones", () => {
  it("are all different, in both languages, and agree in French", () => {
    const names = Array.from({ length: phoneNameCount }, (_, n) => phoneName(n));
    expect(new Set(names.map(({ fr }) => fr)).size).toBe(phoneNameCount);
    expect(new Set(names.map(({ en }) => en)).size).toBe(phoneNameCount);
    const french = names.map(({ fr }) => fr);
    expect(french).toContain("Loutre bleue");
    expect(french).toContain("Renard bleu");
    expect(french).not.toContain("Loutre bleu");
  });
});
