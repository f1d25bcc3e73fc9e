// `npm run nodered`: the example flow in a real Node-RED, on a real Mosquitto, with the virtual kit's reader. Node-RED is
// fetched (peer.ts): nobody's dependency. Needs the network the first time.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { eventually } from "../helpers/eventually.ts";
import { closeHouses, kitReaderOf, ofKind, openHouse } from "../helpers/house.ts";
import { hasMosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import { mosquittoPub, startMosquittoSub, whyNoMosquittoClients } from "../helpers/mosquitto-clients.ts";
import { Unavailable } from "./measurement.ts";
import { fetchNodeRed, type NodeRed, startNodeRed } from "./node-red-process.ts";

const taps = 10;
const flowFile = fileURLToPath(new URL("../../docs/node-red-flow.json", import.meta.url));
const missing = hasMosquitto ? whyNoMosquittoClients() : "mosquitto is missing: apt install mosquitto";
if (missing !== undefined) {
  console.error(`✗ left out: ${missing}`);
  process.exit(1);
}

function fetched(): string {
  try {
    return fetchNodeRed().folder;
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error;
    console.error(`✗ ${error.message}`);
    process.exit(1);
  }
}
const programs = fetched();

interface FlowNode {
  readonly type: string;
}

/** The flow as it is shipped, but for the port of the broker. */
function flowAt(port: number): FlowNode[] {
  const nodes = JSON.parse(readFileSync(flowFile, "utf8")) as FlowNode[];
  return nodes.map((node) => (node.type === "mqtt-broker" ? { ...node, port: String(port) } : node));
}

const mosquitto = await startMosquitto();
const sub = startMosquittoSub({ port: mosquitto.port, topic: "affichage/#" });
let nodeRed: NodeRed | undefined;
try {
  await eventually(async () => {
    await mosquittoPub(mosquitto.port, "affichage/essai", "{}");
    return sub.lines.length > 0;
  }, "mosquitto_sub listens");

  const began = performance.now();
  nodeRed = await startNodeRed(programs, flowAt(mosquitto.port));
  console.log(`✓ Node-RED reads the flow and connects in ${Math.round(performance.now() - began)} ms`);

  const house = await openHouse({ args: ["--mqtt", mosquitto.url, "--name", "banc"] });
  const reader = await kitReaderOf(house);
  const { tags } = await house.api.call("kit");
  const tag = tags[0]?.id ?? "";
  const told = () =>
    sub.lines
      .filter(({ topic }) => topic === `affichage/${reader.id}`)
      .map(({ text }) => JSON.parse(text) as { text: string; kind: string; time: string; id: string });
  for (let tap = 1; tap <= taps; tap += 1) {
    await reader.tap(tag);
    await eventually(() => told().length >= tap * 2, `the flow told tap ${tap}`);
  }

  const ids = new Set(told().map(({ id }) => id));
  const expected = [...ofKind(reader.watch, "tag-arrived"), ...ofKind(reader.watch, "tag-left")];
  const lost = expected.filter(({ id }) => !ids.has(id));
  if (lost.length > 0 || told().length !== expected.length)
    throw new Error(`${expected.length} events, ${told().length} sentences, ${lost.length} lost`);
  console.log(
    `✓ ${expected.length} events of the reader, ${told().length} sentences, none lost, none doubled`,
  );
  for (const { text } of told().slice(0, 2)) console.log(`  « ${text} »`);
  const others = new Set(sub.lines.map(({ topic }) => topic));
  console.log(
    `✓ sentences on ${others.size - 1} topics: ${[...others].filter((topic) => topic !== "affichage/essai").join(", ")}`,
  );
} catch (error) {
  console.error(
    `✗ ${error instanceof Error ? error.message : error}\n${nodeRed?.output().slice(-2_000) ?? ""}`,
  );
  process.exitCode = 1;
} finally {
  await nodeRed?.stop();
  sub.stop();
  await closeHouses();
  await mosquitto.dispose();
}
process.exit();
