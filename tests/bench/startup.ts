// From `npm start` on an installed clone, with an empty data folder, to a page that answers and a first event on MQTT;
// against a Node that does nothing.
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createConnection } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { connectAsync, type MqttClient } from "mqtt";
import { eventSchema } from "#contract/events.ts";
import { topicRoot } from "#contract/topics.ts";
import { freePort } from "../helpers/mosquitto.ts";
import { type Measurement, type Reading, under } from "./measurement.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const pollMs = 15;
const limitMs = 120_000;

interface Times {
  readonly healthMs: number;
  readonly pageMs: number;
  readonly eventMs: number;
  readonly readingMs: number;
}

/** As a person's shell has it: without the packages' own programs in front, and without our options. */
function personsEnvironment(): NodeJS.ProcessEnv {
  const isOurs = (name: string) => name.startsWith("LABO_") || name.startsWith("npm_");
  const rest = Object.fromEntries(Object.entries(process.env).filter(([name]) => !isOurs(name)));
  const path = (process.env.PATH ?? "")
    .split(delimiter)
    .filter((folder) => !/node_modules[\\/]\.bin$/.test(folder) && !folder.includes("node-gyp-bin"));
  return { ...rest, PATH: path.join(delimiter) };
}

/** The npm that runs this bench, or the one on the path. */
function npmCommand(): [string, string[]] {
  const running = process.env.npm_execpath;
  return running !== undefined && existsSync(running) ? ["node", [running]] : ["npm", []];
}

const pause = () => new Promise((resolve) => setTimeout(resolve, pollMs));

async function whenAnswers(url: string, isIt: (response: Response) => boolean, gone: () => boolean) {
  for (const end = performance.now() + limitMs; performance.now() < end && !gone(); await pause()) {
    try {
      const response = await fetch(url, { headers: { accept: "text/html,application/json" } });
      await response.arrayBuffer();
      if (isIt(response)) return performance.now();
    } catch {
      // Nobody listens yet.
    }
  }
  throw new Error(`${url} never answered`);
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection(port, "127.0.0.1");
    socket.once("connect", () => resolve(true)).once("error", () => resolve(false));
    socket.once("connect", () => socket.destroy());
  });
}

/** Connects as soon as there is a broker. */
async function whenBroker(port: number, gone: () => boolean): Promise<MqttClient> {
  for (const end = performance.now() + limitMs; performance.now() < end && !gone(); await pause()) {
    if (await listens(port)) return connectAsync(`mqtt://127.0.0.1:${port}`, { reconnectPeriod: 0 });
  }
  throw new Error("the broker never answered");
}

async function firstEvents(port: number, gone: () => boolean): Promise<{ event: number; reading: number }> {
  const client = await whenBroker(port, gone);
  try {
    return await new Promise((resolve, reject) => {
      let event: number | undefined;
      setTimeout(() => reject(new Error("no event came")), limitMs).unref();
      client.on("message", (_topic, payload) => {
        const now = performance.now();
        const parsed = eventSchema.parse(JSON.parse(payload.toString()));
        event ??= now;
        if (parsed.kind === "reading-taken") resolve({ event, reading: now });
      });
      client.subscribeAsync(`${topicRoot}/+/+/event`, { qos: 1 }).catch(reject);
    });
  } finally {
    client.end(true);
  }
}

async function end(child: ChildProcess, gone: () => boolean): Promise<void> {
  if (gone() || child.pid === undefined) return;
  const exited = once(child, "exit");
  // A group of its own: npm, the starter and the bridge all hear it, as with Ctrl+C.
  process.kill(-child.pid, "SIGINT");
  const force = setTimeout(() => child.pid !== undefined && process.kill(-child.pid, "SIGKILL"), 15_000);
  await exited;
  clearTimeout(force);
}

async function startOnce(command: string, args: readonly string[]): Promise<Times> {
  const data = mkdtempSync(join(tmpdir(), "labo-bench-"));
  const [port, mqttPort] = [await freePort(), await freePort()];
  const began = performance.now();
  const child = spawn(
    command,
    [...args, "--port", String(port), "--mqtt-port", String(mqttPort), "--data", data],
    { cwd: root, env: personsEnvironment(), stdio: ["ignore", "pipe", "pipe"], detached: true },
  );
  let printed = "";
  const read = (bytes: Buffer) => {
    printed = (printed + bytes.toString()).slice(-20_000);
  };
  child.stdout.on("data", read);
  child.stderr.on("data", read);
  let isGone = false;
  child.once("exit", () => {
    isGone = true;
  });
  const gone = () => isGone;
  const page = `http://127.0.0.1:${port}`;
  try {
    const [health, html, first] = await Promise.all([
      whenAnswers(`${page}/api/health`, ({ status }) => status === 200, gone),
      whenAnswers(
        `${page}/`,
        ({ status, headers }) => status === 200 && (headers.get("content-type") ?? "").includes("text/html"),
        gone,
      ),
      firstEvents(mqttPort, gone),
    ]);
    return {
      healthMs: health - began,
      pageMs: html - began,
      eventMs: first.event - began,
      readingMs: first.reading - began,
    };
  } catch (error) {
    throw new Error(`${command} ${args.join(" ")}: ${printed}`, { cause: error });
  } finally {
    await end(child, gone);
    rmSync(data, { recursive: true, force: true });
  }
}

async function bareNode(): Promise<number> {
  const began = performance.now();
  await once(spawn(process.execPath, ["-e", "0"], { stdio: "ignore" }), "exit");
  return performance.now() - began;
}

const bare = "node -e 0";

export const startup: Measurement = {
  name: "startup",
  title: "Start: from the command to the first answers",
  async run() {
    const bareMs = await bareNode();
    const [npm, npmArgs] = npmCommand();
    const viaNpm = await startOnce(npm, [...npmArgs, "start", "--"]);
    const direct = await startOnce(process.execPath, [join(root, "bridge", "start.mjs")]);
    const seconds = (name: string, ms: number, aimSeconds?: number): Reading => ({
      name,
      value: ms / 1000,
      unit: "s",
      against: bare,
      ...(aimSeconds === undefined ? {} : { aim: under(aimSeconds, "s") }),
    });
    return {
      readings: [
        { name: bare, value: bareMs / 1000, unit: "s" },
        seconds("npm start → GET /api/health", viaNpm.healthMs, 1.5),
        seconds("npm start → the page’s HTML", viaNpm.pageMs, 1.5),
        seconds("npm start → first event on MQTT", viaNpm.eventMs, 3),
        seconds("npm start → first reading on MQTT", viaNpm.readingMs),
        seconds("node bridge/start.mjs → GET /api/health", direct.healthMs, 1.5),
        seconds("node bridge/start.mjs → the page’s HTML", direct.pageMs, 1.5),
        seconds("node bridge/start.mjs → first event on MQTT", direct.eventMs, 3),
        seconds("node bridge/start.mjs → first reading on MQTT", direct.readingMs),
      ],
      notes: ["installed clone, empty data folder, default kit; asked every 15 ms"],
    };
  },
};
