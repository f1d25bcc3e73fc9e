// The noble process: HCI bytes or a driver on one side, batches of reports to the bridge on the other.
// Started by radio.ts, dies with it, and may be killed at any time.
import type { FromHost, HostFailure, HostMode } from "./host-protocol.ts";
import { isToHost } from "./host-protocol.ts";
import { createScanner } from "./noble-scanner.ts";
import { createReportOutbox } from "./report-outbox.ts";

/** Real milliseconds a report may wait for company. */
const batchMs = 15;
const pulseMs = 1000;
/** Reports that may wait: two seconds of the busiest hall. */
const mostWaiting = 4000;

function modeOf(text: string | undefined): HostMode {
  const [kind, deviceId] = (text ?? "").split(":");
  if (kind === "virtual" || kind === "uart") return { kind };
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

let commands: Uint8Array[] = [];
const scanner = createScanner({
  mode: modeOf(process.argv[2]),
  onReport: outbox.add,
  onState: (state) => say({ kind: "state", state }),
  onScanning: () => say({ kind: "scanning" }),
  onFailed: fail,
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
  if (message.kind === "packets")
    for (const { bytes, ageMs } of message.packets) scanner.deliver(bytes, ageMs);
  else if (message.kind === "restart-scan") scanner.restartScan();
  else {
    scanner.stop();
    // A turn of the loop lets the last command reach a real controller.
    setTimeout(() => process.exit(0), 20);
  }
});
setInterval(
  () => say({ kind: "pulse", figures: { dropped: outbox.dropped, refused: scanner.refused } }),
  pulseMs,
);

scanner.start();
// Ctrl-C reaches the whole group: the bridge decides when this process ends. After noble's own handler, which would exit.
process.on("SIGINT", () => undefined);
