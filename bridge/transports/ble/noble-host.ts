// The noble process: HCI bytes or a driver on one side, reports and links to the bridge on the other.
// Started by radio.ts, dies with it, and may be killed at any time.
import type { FromHost, HostFailure, HostMode, HostValue } from "./host-protocol.ts";
import { driverWords, isToHost } from "./host-protocol.ts";
import { createScanner } from "./noble-scanner.ts";
import { createReportOutbox } from "./report-outbox.ts";

/** Real milliseconds a report may wait for company. */
const batchMs = 15;
/** A button is felt sooner than a beacon. */
const valueBatchMs = 3;
const pulseMs = 1000;
/** Reports that may wait: two seconds of the busiest hall. */
const mostWaiting = 4000;

function modeOf(text: string | undefined): HostMode {
  const [kind, deviceId] = (text ?? "").split(":");
  if (kind === "virtual") return { kind, driver: driverWords.find((word) => word === deviceId) ?? "up" };
  if (kind === "uart") return { kind };
  return deviceId === undefined || deviceId === ""
    ? { kind: "adapter" }
    : { kind: "adapter", deviceId: Number(deviceId) };
}

const say = (message: FromHost, sent?: () => void) => {
  if (process.send === undefined || !process.connected) return;
  process.send(message, undefined, undefined, () => sent?.());
};

function fail(failure: HostFailure, detail: string): void {
  say({ kind: "failed", failure, detail: detail.slice(0, 300) }, () => process.exit(1));
}

const outbox = createReportOutbox({
  send: (reports, sent) => say({ kind: "reports", reports }, sent),
  now: () => performance.now(),
  later: (act) => void setTimeout(act, batchMs),
  most: mostWaiting,
});

const values = createReportOutbox<Omit<HostValue, "ageMs"> & { readonly heardAt: number }>({
  send: (batch, sent) => say({ kind: "values", values: batch }, sent),
  now: () => performance.now(),
  later: (act) => void setTimeout(act, valueBatchMs),
  most: mostWaiting,
});

let commands: Uint8Array[] = [];
const scanner = createScanner({
  mode: modeOf(process.argv[2]),
  onReport: outbox.add,
  onState: (state) => say({ kind: "state", state }),
  onScanning: () => say({ kind: "scanning" }),
  onFailed: fail,
  links: {
    onHeld: (handle, isHeld) => say({ kind: "held", handle, isHeld }),
    onLinked: (link, characteristics) => say({ kind: "linked", link, characteristics }),
    onUnlinked: (link, failure, detail) => say({ kind: "unlinked", link, failure, detail }),
    onAnswer: (link, request, failure, value) =>
      say({
        kind: "answer",
        link,
        request,
        ...(failure === undefined ? {} : { failure }),
        ...(value === undefined ? {} : { value }),
      }),
    onValue: (link, service, characteristic, value, heardAt) =>
      values.add({ link, service, characteristic, value, heardAt }),
  },
  onPacket(packet) {
    // noble writes several commands in one go: they leave in one message.
    if (commands.length === 0) {
      setImmediate(() => {
        const packets = commands;
        commands = [];
        say({ kind: "packets", packets });
      });
    }
    commands.push(Uint8Array.from(packet));
  },
  now: () => performance.now(),
});

process.on("uncaughtException", (error) => fail("crashed", `${error.name}: ${error.message}`));
process.on("disconnect", () => process.exit(0));
process.on("message", (message) => {
  if (!isToHost(message)) return;
  switch (message.kind) {
    case "packets":
      for (const { bytes, ageMs } of message.packets) scanner.deliver(bytes, ageMs);
      return;
    case "restart-scan":
      scanner.restartScan();
      return;
    case "driver":
      scanner.driverSays(message.says);
      return;
    case "connect":
      if (scanner.links === undefined)
        say({ kind: "unlinked", link: message.link, failure: "unheard", detail: "" });
      else scanner.links.connect(message.link, message.address);
      return;
    case "ask":
      scanner.links?.ask(message.link, message.request, message.ask);
      return;
    case "disconnect":
      scanner.links?.disconnect(message.link);
      return;
    case "hang-up":
      scanner.links?.hangUp(message.handles);
      return;
    case "stop":
      scanner.stop();
      // A turn of the loop lets the last command reach a real controller.
      setTimeout(() => process.exit(0), 20);
  }
});
setInterval(
  () =>
    say({ kind: "pulse", figures: { dropped: outbox.dropped + values.dropped, refused: scanner.refused } }),
  pulseMs,
);

scanner.start();
// Ctrl-C reaches the whole group: the bridge decides when this process ends. After noble's own handler, which would exit.
process.on("SIGINT", () => undefined);
