// From a byte written at the far end of a pseudo-terminal to the MQTT message, and to the browser's DOM. The device is
// a labo-rfid board in this process; the bridge is a process of its own. Pauses between lines are uneven, so that they
// do not fall in step with the live socket's pace. Baseline: an MQTT.js publish → receive on the same broker.
import { connectAsync, type MqttClient } from "mqtt";
import { eventSchema, type LaboEvent } from "#contract/events.ts";
import { topicRoot } from "#contract/topics.ts";
import { createApiClient } from "../helpers/api-client.ts";
import { startBridge } from "../helpers/bridge-process.ts";
import { eventually } from "../helpers/eventually.ts";
import { createPtyCable, hasSocat } from "../helpers/pty-cable.ts";
import { createReaderBoard, type ReaderBoard } from "../helpers/rfid-firmware.ts";
import { clockAhead, hasBrowser, launchBrowser, preciseNow, withoutBrowser } from "./browser.ts";
import { type Aim, type Measurement, type Reading, type RunOutcome, under } from "./measurement.ts";
import { percentile, percentiles } from "./statistics.ts";

const lines = 300;
const shortestPauseMs = 25;
const longestPauseMs = 75;
const uid = "04A1B2C3D4E5F6";

interface Sent {
  /** When the line was written, {@link preciseNow}. */
  readonly at: number;
  readonly kind: LaboEvent["kind"];
}

interface Heard {
  readonly at: number;
  readonly event: LaboEvent;
}

const pauseAWhile = () =>
  new Promise((resolve) =>
    setTimeout(resolve, shortestPauseMs + Math.random() * (longestPauseMs - shortestPauseMs)),
  );

/** A tag that comes and goes, at the pace of a very quick hand. */
async function tapTag(board: ReaderBoard): Promise<Sent[]> {
  const sent: Sent[] = [];
  for (let i = 0; i < lines; i += 1) {
    const arrives = i % 2 === 0;
    sent.push({ at: preciseNow(), kind: arrives ? "tag-arrived" : "tag-left" });
    if (arrives) board.arrive(uid, "00", "0044");
    else board.leave(uid, 50);
    await pauseAWhile();
  }
  return sent;
}

/** Delays line by line. @throws Error when what was heard is not what was sent, in order. */
function delays(sent: readonly Sent[], heard: readonly Heard[]): number[] {
  return sent.map(({ at, kind }, index) => {
    const answer = heard[index];
    if (answer?.event.kind !== kind)
      throw new Error(`line ${index}: ${kind} sent, ${answer?.event.kind} heard`);
    return answer.at - at;
  });
}

function readingsOf(name: string, values: readonly number[], options: { aim?: Aim; against?: string } = {}) {
  return percentiles.map(
    ([label, share]): Reading => ({
      name: `${name} ${label}`,
      value: percentile(values, share),
      unit: "ms",
      ...(options.against === undefined ? {} : { against: `${options.against} ${label}` }),
      ...(options.aim === undefined || label !== "p95" ? {} : { aim: options.aim }),
    }),
  );
}

/** The same broker, the same size of message, the same pace, nothing else. */
async function publishAndReceive(url: string, payload: string): Promise<number[]> {
  const [sender, receiver] = await Promise.all([connectAsync(url), connectAsync(url)]);
  const topic = "labo-bench/bare/event";
  const sent: number[] = [];
  const heard: number[] = [];
  receiver.on("message", () => void heard.push(preciseNow()));
  await receiver.subscribeAsync(topic, { qos: 1 });
  for (let i = 0; i < lines; i += 1) {
    sent.push(preciseNow());
    sender.publish(topic, payload, { qos: 1 });
    await pauseAWhile();
  }
  await eventually(() => heard.length === lines, "every message came back");
  sender.end(true);
  receiver.end(true);
  return sent.map((at, index) => (heard[index] ?? Number.NaN) - at);
}

async function listenForTags(client: MqttClient): Promise<Heard[]> {
  const heard: Heard[] = [];
  client.on("message", (_topic, payload) => {
    const at = preciseNow();
    const event = eventSchema.parse(JSON.parse(payload.toString()));
    if (event.kind === "tag-arrived" || event.kind === "tag-left") heard.push({ at, event });
  });
  await client.subscribeAsync(`${topicRoot}/+/+/event`, { qos: 1 });
  return heard;
}

/** On the reader's page, when each event's line came into the document; keyed by the event's time. */
async function watchPage(address: string) {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  await page.goto(address);
  await page.waitForSelector("#evenements", { timeout: 60_000 });
  const clock = await clockAhead(page);
  await page.evaluate(() => {
    const shown: [string, number][] = [];
    Object.assign(window, { shownEvents: shown });
    new MutationObserver((records) => {
      const at = performance.timeOrigin + performance.now();
      for (const { addedNodes } of records) {
        for (const node of addedNodes) {
          if (!(node instanceof Element)) continue;
          for (const time of node.querySelectorAll("section:has(#evenements) time")) {
            const when = time.getAttribute("datetime");
            if (when !== null) shown.push([when, at]);
          }
        }
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  return {
    clock,
    /** Time of the event → when it showed, in this process's precise time. */
    async shown(): Promise<Map<string, number>> {
      const pairs = await page.evaluate(() => Reflect.get(window, "shownEvents") as [string, number][]);
      // The first time counts: a list may be drawn again.
      return new Map(pairs.reverse().map(([when, at]) => [when, at - clock.aheadMs]));
    },
    close: () => browser.close(),
  };
}

async function measure(): Promise<RunOutcome> {
  const board = createReaderBoard();
  const cable = await createPtyCable(board.firmware);
  await cable.plug();
  const bridge = await startBridge({ args: ["--no-kit", "--serial", cable.path] });
  const client = await connectAsync(bridge.broker);
  const notes = [`${lines} lines for each figure, 25 to 75 ms apart, through socat’s pseudo-terminal`];
  try {
    const heard = await listenForTags(client);
    const api = createApiClient(bridge.page);
    const reader = await eventually(async () => {
      const { devices } = await api.call("devices");
      const found = devices.find(({ device }) => device.profile === "rfid-hf");
      return found?.availability?.health.state === "ready" && found.device.id;
    }, "the reader is ready");

    const sent = await tapTag(board);
    await eventually(() => heard.length >= lines, "every line became a message");
    const toMqtt = delays(sent, heard);
    const bare = await publishAndReceive(bridge.broker, JSON.stringify(heard[0]?.event));
    const baseline = "MQTT.js alone, publish → receive";
    const readings = [
      ...readingsOf(baseline, bare),
      ...readingsOf("serial byte → MQTT message", toMqtt, { against: baseline }),
    ];
    if (!hasBrowser) return { readings, notes: [...notes, `browser ${withoutBrowser}`] };

    const page = await watchPage(`${bridge.page}/appareil/${reader}`);
    try {
      heard.length = 0;
      const sentAgain = await tapTag(board);
      await eventually(() => heard.length >= lines, "every line became a message");
      const shown = await eventually(async () => {
        const times = await page.shown();
        return heard.every(({ event }) => times.has(event.time)) && times;
      }, "every event showed on the page");
      delays(sentAgain, heard);
      const dom = sentAgain.map(({ at }, index) => {
        const time = heard[index]?.event.time;
        return ((time === undefined ? undefined : shown.get(time)) ?? Number.NaN) - at;
      });
      return {
        readings: [
          ...readings,
          ...readingsOf("serial byte → browser’s DOM", dom, { against: baseline, aim: under(100, "ms") }),
        ],
        notes: [
          ...notes,
          "the page is the reader’s, its events listed; its clock is set against ours to within a millisecond or so",
        ],
      };
    } finally {
      await page.close();
    }
  } finally {
    client.end(true);
    await bridge.stop();
    bridge.clean();
    await cable.stop();
  }
}

export const serialLatency: Measurement = {
  name: "serial",
  title: "Serial byte → MQTT message → browser’s DOM",
  run: () =>
    hasSocat
      ? measure()
      : Promise.resolve({ readings: [], notes: ["left out: socat is missing (Debian: apt install socat)"] }),
};
