// The attribute server byte by byte, as the Core Specification (vol. 3, parts F and G) has it, and with bytes gone wrong.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AttServer } from "../../../../bridge/virtual-kit/radio/att-server.ts";

const bytes = (text: string) => Uint8Array.from(Buffer.from(text.replaceAll(" ", ""), "hex"));
const long = "e95dda90251d470aa062fa1922dfa9a8";

/** Handles: 1 service 1800, 2–3 name; 4 service of 128 bits, 5–7 button with 0x2902; 8 service, 9–11 indicated. */
function server(mtu = 23) {
  const sent: string[] = [];
  const written: string[] = [];
  const made = new AttServer({
    mtu,
    send: (pdu) => void sent.push(Buffer.from(pdu).toString("hex")),
    services: [
      {
        uuid: "1800",
        characteristics: [
          {
            uuid: "2a00",
            properties: ["read", "write", "writeWithoutResponse"],
            read: () => [..."a name that is longer than one packet"].map((c) => c.charCodeAt(0)),
            write: (value) => {
              written.push(Buffer.from(value).toString("hex"));
              return value.length <= 4;
            },
          },
        ],
      },
      {
        uuid: long,
        characteristics: [{ uuid: long, properties: ["read", "notify"], read: () => [1] }],
      },
      {
        uuid: "180f",
        characteristics: [{ uuid: "2a19", properties: ["indicate"] }],
      },
    ],
  });
  const ask = (pdu: string): string[] => {
    sent.length = 0;
    made.receive(bytes(pdu));
    return [...sent];
  };
  return { made, sent, written, ask };
}

describe("requests", () => {
  it.each([
    ["exchange MTU", "02 0001", "03 1700"],
    ["read by group: services of one length", "10 0100 ffff 0028", "11 06 0100 0300 0018"],
    [
      "read by group: the next, of another length",
      "10 0400 ffff 0028",
      `11 14 0400 0700 ${Buffer.from(long, "hex").reverse().toString("hex")}`,
    ],
    ["read by group: no more", "10 0c00 ffff 0028", "01 10 0c00 0a"],
    ["read by group of another kind", "10 0100 ffff 0328", "01 10 0100 10"],
    ["read by type: characteristics", "08 0100 0300 0328", "09 07 0200 0e 0300 002a"],
    ["read by type: none", "08 0100 0100 0328", "01 08 0100 0a"],
    ["find information", "04 0700 0700", "05 01 0700 0229"],
    ["find information: none", "04 5000 ffff", "01 04 5000 0a"],
    ["read: cut to the packet", "0a 0300", "0b 61206e616d652074686174206973206c6f6e67657220"],
    ["read on", "0c 0300 1600", "0d 7468616e206f6e65207061636b6574"],
    ["read on, beyond the end", "0c 0300 ff00", "01 0c 0300 07"],
    ["read of what is not there", "0a 6300", "01 0a 6300 01"],
    ["read of what may not be read", "0a 0a00", "01 0a 0a00 02"],
    ["write", "12 0300 0102", "13"],
    ["write of a wrong length", "12 0300 0102030405", "01 12 0300 0d"],
    ["write of what may not be written", "12 0600 01", "01 12 0600 03"],
    ["a packet cut short", "0a 03", "01 0a 0000 04"],
    ["a request that is not known", "16 0300 0000 01", "01 16 0000 06"],
  ])("%s", (_name, request, answer) => {
    expect(server().ask(request)).toEqual([answer.replaceAll(" ", "")]);
  });

  it("a write command is done and not answered, an unknown command is let pass", () => {
    const { ask, written } = server();
    expect(ask("52 0300 ab")).toEqual([]);
    expect(written).toEqual(["ab"]);
    expect(ask("d2 0300 ab")).toEqual([]);
  });

  it("uses the larger packet once it is agreed on, and the small one with the next host", () => {
    const { ask, made } = server(185);
    expect(ask("02 0001")).toEqual(["03b900"]);
    expect(ask("0a 0300")[0]).toHaveLength(2 * 38);
    made.reset();
    expect(ask("0a 0300")[0]).toHaveLength(2 * 23);
  });
});

describe("what a board says by itself", () => {
  it("is said to whom asked, until the link ends", () => {
    const { made, sent, ask } = server();
    made.tell(long, [1]);
    expect(sent).toEqual([]);
    expect(ask("12 0700 0100")).toEqual(["13"]);
    expect(ask("0a 0700")).toEqual(["0b0100"]);
    expect(made.isHeard(long)).toBe(true);
    sent.length = 0;
    made.tell(long, [0x2a]);
    expect(sent).toEqual(["1b06002a"]);
    made.reset();
    expect(made.isHeard(long)).toBe(false);
  });

  it("waits for the confirmation of an indication, and never for ever many", () => {
    const { made, sent, ask } = server();
    ask("12 0b00 0200");
    sent.length = 0;
    for (let i = 0; i < 100; i += 1) made.tell("2a19", [i]);
    expect(sent).toEqual(["1d0a0000"]);
    for (let i = 0; i < 100; i += 1) made.receive(bytes("1e"));
    // Thirty-two could wait beside the one that was on its way.
    expect(sent).toHaveLength(33);
    expect(sent.at(-1)).toBe("1d0a0020");
  });

  it("takes only the kind of telling a characteristic has", () => {
    const { made, ask } = server();
    ask("12 0700 0200");
    expect(made.isHeard(long)).toBe(false);
  });
});

it("any bytes are answered or let pass, never thrown, never longer than the packet", () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 20 }), (packets) => {
      const { made, sent } = server();
      for (const packet of packets) made.receive(packet);
      for (const pdu of sent) expect(pdu.length).toBeLessThanOrEqual(2 * 23);
    }),
    { numRuns: 3000, seed: 5 },
  );
});
