// Advertisements from HCI bytes to MQTT messages, as another process receives them: 200 taught beacons at ten a second,
// what that takes of each process, then twice as many until they do not all arrive.
import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { connectAsync } from "mqtt";
import { topicRoot } from "#contract/topics.ts";
import { type Answer, answerSchema, type Emit } from "./advertisement-messages.ts";
import { atLeast, type Measurement, type Reading, type RunOutcome, under } from "./measurement.ts";
import { cpuSeconds, hasProc, withoutProc } from "./processes.ts";

const bridgeFile = fileURLToPath(new URL("./advertisement-bridge.ts", import.meta.url));
const duty = 2000;
const dutySeconds = 10;
const stepSeconds = 4;
const highestStep = 128_000;
/** Share that has to arrive for a rate to be called sustained. */
const enough = 0.995;
/** What is still on its way when the last one was sent may take so long. */
const lateMs = 1000;
const startLimitMs = 90_000;

interface Step {
  readonly share: number;
  readonly bridge: number;
  readonly noble: number;
}

interface Crowd {
  step(perSecond: number, seconds: number, deaf?: boolean): Promise<Step>;
  stop(): Promise<void>;
}

/** The next answer of this kind. */
function answerOf<K extends Answer["kind"]>(
  child: ChildProcess,
  kind: K,
  limitMs: number,
): Promise<Extract<Answer, { kind: K }>> {
  return new Promise((resolve, reject) => {
    const fail = (why: string) => {
      clearTimeout(timer);
      child.off("message", read);
      reject(new Error(`${kind}: ${why}`));
    };
    const read = (message: unknown) => {
      const answer = answerSchema.parse(message);
      if (!isOfKind(answer, kind)) return;
      clearTimeout(timer);
      child.off("message", read);
      child.off("exit", gone);
      resolve(answer);
    };
    const gone = () => fail("the process ended");
    const timer = setTimeout(() => fail(`not in ${limitMs} ms`), limitMs);
    child.on("message", read);
    child.once("exit", gone);
  });
}

const isOfKind = <K extends Answer["kind"]>(
  answer: Answer,
  kind: K,
): answer is Extract<Answer, { kind: K }> => answer.kind === kind;

async function startCrowd(args: readonly string[]): Promise<Crowd> {
  const child = fork(bridgeFile, args, { stdio: ["ignore", "inherit", "inherit", "ipc"] });
  const { broker, noble } = await answerOf(child, "ready", startLimitMs);
  const client = await connectAsync(broker, { reconnectPeriod: 0 });
  let received = 0;
  client.on("message", (_topic, payload) => {
    if (payload.includes('"reading-taken"')) received += 1;
  });
  await client.subscribeAsync(`${topicRoot}/+/+/event`, { qos: 1 });
  const pid = child.pid ?? 0;

  async function whenAll(wanted: number): Promise<void> {
    const end = performance.now() + lateMs;
    while (received < wanted && performance.now() < end) await wait(20);
  }

  return {
    async step(perSecond, seconds, deaf = false) {
      received = 0;
      const cpu = { bridge: cpuSeconds(pid), noble: cpuSeconds(noble) };
      const began = performance.now();
      const order: Emit = { kind: "emit", perSecond, seconds, deaf };
      child.send(order);
      const { sent } = await answerOf(child, "emitted", (seconds + 60) * 1000);
      if (!deaf) await whenAll(sent);
      const arrived = received;
      const took = (performance.now() - began) / 1000;
      const step = {
        share: arrived / sent,
        bridge: (cpuSeconds(pid) - cpu.bridge) / took,
        noble: (cpuSeconds(noble) - cpu.noble) / took,
      };
      // Late ones of this step are not the next one's.
      for (let before = -1; before !== received; await wait(500)) before = received;
      return step;
    },
    async stop() {
      client.end(true);
      const exited = once(child, "exit");
      child.disconnect();
      const force = setTimeout(() => child.kill("SIGKILL"), 10_000);
      await exited;
      clearTimeout(force);
    },
  };
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Highest rate whose advertisements all arrive: doubled until they do not, then once half-way. */
async function findHighest(crowd: Crowd, from: number): Promise<number> {
  const holds = async (rate: number) => (await crowd.step(rate, stepSeconds)).share >= enough;
  let highest = from;
  while (highest < highestStep && (await holds(highest * 2))) highest *= 2;
  return highest < highestStep && (await holds(highest * 1.5)) ? highest * 1.5 : highest;
}

function readingsOf(what: string, step: Step, generator: number): Reading[] {
  // What making the traffic costs is not the bridge's.
  const bridge = Math.max(0, step.bridge - generator);
  return [
    {
      name: `${what}: received`,
      value: step.share * 100,
      unit: "%",
      aim: atLeast(99.5, "%"),
    },
    { name: `${what}: bridge’s process`, value: bridge, unit: "cores" },
    { name: `${what}: noble’s process`, value: step.noble, unit: "cores" },
    { name: `${what}: both`, value: bridge + step.noble, unit: "cores", aim: under(1, "cores") },
  ];
}

async function measure(): Promise<RunOutcome> {
  const readings: Reading[] = [];
  const plain = await startCrowd([]);
  try {
    await plain.step(duty, 2);
    const generator = await plain.step(duty, 3, true);
    const step = await plain.step(duty, dutySeconds);
    readings.push(...readingsOf(`${duty}/s`, step, generator.bridge));
    const highest = step.share >= enough ? await findHighest(plain, duty) : 0;
    readings.push({
      name: "highest sustained rate",
      value: highest,
      unit: "/s",
      aim: atLeast(duty, "/s"),
    });
  } finally {
    await plain.stop();
  }
  const whole = await startCrowd(["with-screens"]);
  try {
    await whole.step(duty, 2);
    const generator = await whole.step(duty, 3, true);
    const step = await whole.step(duty, dutySeconds);
    readings.push(...readingsOf(`${duty}/s, bench and history reading along`, step, generator.bridge));
  } finally {
    await whole.stop();
  }
  return {
    readings,
    notes: [
      "200 taught beacons (iBeacon, Eddystone-UID, RuuviTag), one event for each advertisement, received by another process",
      `the broker is in the bridge’s process; making the traffic is taken off; a rate is sustained when ${enough * 100} % arrive within ${lateMs} ms`,
    ],
  };
}

export const advertisements: Measurement = {
  name: "advertisements",
  title: "Advertisements: HCI bytes → MQTT messages",
  run: () => (hasProc ? measure() : Promise.resolve({ readings: [], notes: [withoutProc] })),
};
