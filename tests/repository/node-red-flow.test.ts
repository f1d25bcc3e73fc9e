// The example flow for Node-RED says what the contract says. That it runs in Node-RED itself: `npm run nodered`.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { type EventBody, eventKinds, zones } from "#contract/events.ts";
import { topicFor } from "#contract/topics.ts";
import { createEventFactory } from "../../bridge/devices/event-factory.ts";

interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly topic?: string;
  readonly datatype?: string;
  readonly func?: string;
  readonly broker?: string;
  readonly wires?: readonly (readonly string[])[];
}

const file = fileURLToPath(new URL("../../docs/node-red-flow.json", import.meta.url));
const nodes = JSON.parse(readFileSync(file, "utf8")) as FlowNode[];
const ofType = (type: string) => nodes.find((node) => node.type === type);
const events = createEventFactory("cave", "b");
const eventOf = (body: EventBody) => events.make("x", "hardware", { now: 0, mono: 0 }, body);

/** The function node with its memory, as Node-RED runs it: `msg` in, `msg` or nothing out. */
function functionNode() {
  const memory = new Map<string, unknown>();
  const context = {
    get: (key: string) => memory.get(key),
    set: (key: string, value: unknown) => memory.set(key, value),
  };
  return (payload: unknown): { topic: string; payload: { text: string } } | null =>
    runInNewContext(`(function () { ${ofType("function")?.func} })()`, { msg: { payload }, context });
}

describe("the example flow for Node-RED", () => {
  it("is wired from the events to a display, by nodes that are there", () => {
    const ids = new Set(nodes.map(({ id }) => id));
    for (const node of nodes) for (const id of (node.wires ?? []).flat()) expect(ids).toContain(id);
    expect(ofType("mqtt in")).toMatchObject({ topic: topicFor("event", "+", "+"), datatype: "json" });
    for (const type of ["mqtt in", "mqtt out"]) expect(ids).toContain(ofType(type)?.broker);
  });

  it("names kinds and zones of the contract only", () => {
    const named = [...(ofType("function")?.func ?? "").matchAll(/'([a-z]+-[a-z]+)'/g)].map(
      (match) => match[1],
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((kind) => !eventKinds.some((known) => known === kind))).toEqual([]);
  });

  it("tells each event once, in a sentence, and leaves readings to charts", () => {
    const run = functionNode();
    const tag = { id: "04a1b2c3", known: true, family: "unknown", uidBytes: 4 } as const;
    const arrived = eventOf({ kind: "tag-arrived", reader: "r0", tag });
    expect(run(arrived)).toMatchObject({
      topic: "affichage/x",
      payload: { text: "04a1b2c3 est sur le lecteur" },
    });
    expect(run(arrived)).toBeNull();
    expect(run(eventOf({ kind: "reading-taken", readings: { rssi: -60 } }))).toBeNull();
    const foreign = eventOf({
      kind: "tag-arrived",
      reader: "r0",
      tag: { ...tag, id: "foreign-1", known: false },
    });
    expect(run(foreign)?.payload.text).not.toContain("foreign-1");
    for (const zone of zones) {
      const moved = eventOf({ kind: "beacon-moved", rssi: -60, zone, from: "far" });
      expect(run(moved)?.payload.text).not.toMatch(/undefined|near|far/);
    }
  });
});
