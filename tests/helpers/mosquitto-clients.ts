// Mosquitto's own command-line programs: a listener and a talker that share no code with the bridge.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";

const has = (program: string) => spawnSync(program, ["--help"]).error === undefined;

/** Why the programs cannot be used here, or `undefined` when they can. */
export function whyNoMosquittoClients(): string | undefined {
  const missing = ["mosquitto_sub", "mosquitto_pub", "mosquitto_passwd"].filter((program) => !has(program));
  return missing.length === 0
    ? undefined
    : `${missing.join(", ")} missing: apt install mosquitto mosquitto-clients`;
}

export interface HeardLine {
  readonly isRetained: boolean;
  readonly qos: number;
  readonly topic: string;
  readonly text: string;
}

export interface MosquittoSub {
  readonly lines: readonly HeardLine[];
  /** Payloads of the lines on topics that end so, parsed. */
  payloads(ending: string): unknown[];
  stop(): void;
}

export interface MosquittoSubOptions {
  readonly port: number;
  readonly topic: string;
  /** A session the broker keeps under this name: what comes while the program is away is told at its return. */
  readonly session?: string;
  readonly credentials?: { user: string; password: string };
}

function account(credentials: MosquittoSubOptions["credentials"]): string[] {
  return credentials === undefined ? [] : ["-u", credentials.user, "-P", credentials.password];
}

/** Starts `mosquitto_sub`; it connects again by itself when the broker comes back. */
export function startMosquittoSub(options: MosquittoSubOptions): MosquittoSub {
  const { port, topic, session, credentials } = options;
  const child: ChildProcess = spawn(
    "mosquitto_sub",
    [
      ...["-h", "127.0.0.1", "-p", String(port), "-q", "1", "-t", topic, "-F", "%r %q %t %p"],
      ...(session === undefined ? [] : ["-c", "-i", session]),
      ...account(credentials),
    ],
    { stdio: ["ignore", "pipe", "ignore"] },
  );
  const lines: HeardLine[] = [];
  let rest = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => {
    const parts = (rest + text).split("\n");
    rest = parts.pop() ?? "";
    for (const part of parts) {
      const [, retained, qos, heardTopic, payload] = /^(\d) (\d) (\S+) ?(.*)$/.exec(part) ?? [];
      if (heardTopic === undefined) continue;
      lines.push({ isRetained: retained === "1", qos: Number(qos), topic: heardTopic, text: payload ?? "" });
    }
  });
  return {
    lines,
    payloads: (ending) =>
      lines.filter(({ topic: heard }) => heard.endsWith(ending)).map(({ text }): unknown => JSON.parse(text)),
    stop: () => void child.kill("SIGKILL"),
  };
}

/** Publishes one payload with `mosquitto_pub`, QoS 1, given on its standard input. */
export async function mosquittoPub(port: number, topic: string, payload: string): Promise<void> {
  const child = spawn(
    "mosquitto_pub",
    ["-h", "127.0.0.1", "-p", String(port), "-q", "1", "-t", topic, "-s"],
    { stdio: ["pipe", "ignore", "inherit"] },
  );
  child.stdin.end(payload);
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`mosquitto_pub ended with ${code}`);
}
