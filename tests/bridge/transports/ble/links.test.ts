// Which packets of connections pass, and how asks and answers find each other, each by itself.
import { describe, expect, it } from "vitest";
import type { ToHost } from "../../../../bridge/transports/ble/host-protocol.ts";
import { createLinkJudge } from "../../../../bridge/transports/ble/link-judge.ts";
import { createTableKeeper } from "../../../../bridge/transports/ble/noble-tables.ts";
import { createPacketInbox } from "../../../../bridge/transports/ble/packet-inbox.ts";
import { createRadioLinks } from "../../../../bridge/transports/ble/radio-links.ts";

const packet = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const address = "d0:01:02:03:04:05";
const completion = "04 3e 13 01 00 4100 00 01 0504030201d0 1800 0000 9001 00";

function judge() {
  const told: string[] = [];
  const made = createLinkJudge({
    onHeld: (handle, isHeld) => void told.push(`${isHeld ? "held" : "free"} ${handle}`),
    onAttError: (handle, code) => void told.push(`att ${handle} ${code}`),
    onPairingFailed: (handle) => void told.push(`pairing ${handle}`),
  });
  return { made, told, look: (text: string) => made.judge(packet(text)) };
}

describe("packets of connections", () => {
  it("pass for the connection that is called, and for no other", () => {
    const { made, told, look } = judge();
    expect(look(completion)).toBe("ignore");
    expect(look("02 4120 0700 0300 0400 0b0102")).toBe("ignore");
    made.expect(address);
    expect(look(completion.replace("d0", "d1"))).toBe("ignore");
    expect(look(completion.replace("4100 00", "4100 01"))).toBe("ignore");
    expect(look(completion)).toBe("pass");
    made.expect(undefined);
    expect(made.handleOf(address)).toBe(0x41);
    expect(look("02 4120 0700 0300 0400 0b0102")).toBe("pass");
    expect(look("02 4220 0700 0300 0400 0b0102")).toBe("ignore");
    expect(look("04 05 04 00 4200 13")).toBe("ignore");
    expect(look("04 05 04 0c 4100 13")).toBe("ignore");
    expect(look("04 05 04 00 4100 13")).toBe("pass");
    expect(look("02 4120 0700 0300 0400 0b0102")).toBe("ignore");
    expect(told).toEqual(["held 65", "free 65"]);
  });

  it("of a status that is not about calls, and of everything else, are for others to judge", () => {
    const { look, made } = judge();
    expect(look("04 0e 04 01 0c20 00")).toBeUndefined();
    expect(look("04 0f 04 00 01 0c20")).toBeUndefined();
    expect(look("04 0f 04 0c 01 0d20")).toBe("ignore");
    made.expect(address);
    expect(look("04 0f 04 0c 01 0d20")).toBe("pass");
    expect(look("04 3e 02 02 00")).toBeUndefined();
  });

  it("that say they are endless, or go on beyond their length, are refused", () => {
    const { look, made } = judge();
    made.expect(address);
    look(completion);
    expect(look("02 4120 0500 ffff 0400 0b")).toBe("refuse");
    expect(look("02 4120 0500 0300 0400 0b")).toBe("pass");
    expect(look("02 4110 0300 010203")).toBe("refuse");
    expect(look("02 4110 0200 0102")).toBe("pass");
    expect(look("02 4110 0100 01")).toBe("refuse");
    expect(look("02 4120 0900 0300 0400 0b01020304")).toBe("refuse");
    expect(look("02 4120 0700 0300 0400 0b")).toBe("refuse");
    expect(look("04 13 05 02 4100 0100")).toBe("refuse");
  });

  it("tell of what a peripheral refuses", () => {
    const { look, made, told } = judge();
    made.expect(address);
    look(completion);
    look("02 4120 0900 0500 0400 01 0a 0300 05");
    look("02 4120 0600 0200 0600 05 05");
    expect(told).toEqual(["held 65", "att 65 5", "pairing 65"]);
  });
});

describe("asks and answers", () => {
  function bench() {
    const told: ToHost[] = [];
    const state = { isUp: true };
    const links = createRadioLinks({
      tell(message) {
        if (state.isUp) told.push(message);
        return state.isUp;
      },
      stamp: (ageMs) => ({ now: 1000 - ageMs, mono: 100 - ageMs }),
    });
    const closed: string[] = [];
    const link = links.connect(address, {
      onOpen: () => undefined,
      onValue: () => undefined,
      onClose: ({ code }) => void closed.push(code),
    });
    return { told, state, links, closed, link };
  }
  const place = { service: "180f", uuid: "2a19" };
  const requestOf = (message: ToHost | undefined) => (message?.kind === "ask" ? message : undefined);

  it("find each other by number, and an answer to nothing is let pass", async () => {
    const { told, links, link } = bench();
    const [a, b] = [link.read(place), link.read(place)];
    const [first, second] = [requestOf(told[1]), requestOf(told[2])];
    if (first === undefined || second === undefined) throw new Error("not asked");
    links.take({ kind: "answer", link: second.link, request: second.request, value: Uint8Array.of(2) });
    links.take({ kind: "answer", link: 99, request: 1 });
    links.take({ kind: "answer", link: first.link, request: first.request, value: Uint8Array.of(1) });
    expect([...(await a), ...(await b)]).toEqual([1, 2]);
  });

  it("fail with their link, with its process, and without one", async () => {
    const { links, link, closed, state } = bench();
    const lost = expect(link.read(place)).rejects.toMatchObject({ code: "BLE_LINK_LOST" });
    links.lost();
    await lost;
    expect(closed).toEqual(["BLE_LINK_LOST"]);
    links.lost();
    link.close();
    expect(closed).toHaveLength(1);
    state.isUp = false;
    const none: string[] = [];
    links.connect(address, {
      onOpen: () => undefined,
      onValue: () => undefined,
      onClose: ({ code }) => void none.push(code),
    });
    await Promise.resolve();
    expect(none).toEqual(["BLE_UNHEARD"]);
  });

  it("are not endlessly many", async () => {
    const { link } = bench();
    const asks = Array.from({ length: 70 }, () =>
      link.read(place).then(
        () => "answered",
        ({ code }) => code,
      ),
    );
    expect(new Set(await Promise.all(asks.slice(64)))).toEqual(new Set(["TOO_MANY_REQUESTS"]));
  });

  it("connections of a process that died are ended by the next one", () => {
    const { links, told } = bench();
    links.take({ kind: "held", handle: 65, isHeld: true });
    links.take({ kind: "held", handle: 66, isHeld: true });
    links.take({ kind: "held", handle: 66, isHeld: false });
    links.lost();
    links.listening();
    expect(told.at(-1)).toEqual({ kind: "hang-up", handles: [65] });
    const count = told.length;
    links.listening();
    expect(told).toHaveLength(count);
  });
});

describe("what noble and the kit's radio remember", () => {
  it("a connected radio stays in noble's tables however many others pass", () => {
    const table: Record<string, unknown> = {};
    const keeper = createTableKeeper({ byId: [() => table], byAddress: [] }, 3);
    const hear = (id: string) => {
      table[id] = id;
      keeper.touch(id, id);
    };
    hear("linked");
    keeper.pin("linked");
    for (const id of ["a", "b", "c", "d", "e"]) hear(id);
    expect(Object.keys(table)).toContain("linked");
    expect(keeper.size).toBe(3);
    keeper.unpin("linked");
    for (const id of ["f", "g"]) hear(id);
    expect(Object.keys(table)).not.toContain("linked");
  });

  it("a flood of reports costs no packet of a connection", () => {
    const sent: Uint8Array[] = [];
    const report = packet("04 3e 0c 02 01 03 01 060504030201 00 c5");
    const data = packet("02 4120 0700 0300 0400 0b0102");
    let flush: (() => void) | undefined;
    const kept = createPacketInbox({
      send: (packets) => void sent.push(...packets.map(({ bytes }) => bytes)),
      now: () => 0,
      later: (act) => {
        flush = act;
      },
    });
    for (let i = 0; i < 100; i += 1) kept.push(data);
    for (let i = 0; i < 20_000; i += 1) kept.push(report);
    expect(kept.dropped).toBeGreaterThan(10_000);
    flush?.();
    expect(sent.filter((bytes) => bytes[0] === 0x02)).toHaveLength(100);
    expect(sent.length).toBeLessThanOrEqual(4097);
  });
});
