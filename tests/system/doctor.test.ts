// Eight faults of a workshop, each seeded by real means in one bench: the check-up names each, shows how it knows, and says
// what to do. Ports are real pseudo-terminals, the broker a real Mosquitto, the adapter its bytes; the rest is done to the
// virtual kit by hand.
import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Check, DoctorReport } from "#contract/doctor.ts";
import type { KitControl } from "#contract/kit.ts";
import { readConfig } from "../../bridge/config.ts";
import { encodeRfidLine } from "../../bridge/decoders/rfid-line.ts";
import { createLabo, type Labo } from "../../bridge/labo.ts";
import { misread } from "../../bridge/virtual-kit/boards/uart-line.ts";
import { type ApiClient, createApiClient } from "../helpers/api-client.ts";
import { eventually } from "../helpers/eventually.ts";
import { createTestAdapter } from "../helpers/hci-controller.ts";
import { seen } from "../helpers/house.ts";
import { runLabo } from "../helpers/labo-command.ts";
import { hasMosquitto, type Mosquitto, startMosquitto } from "../helpers/mosquitto.ts";
import { createPtyCable, hasSocat, type PtyCable } from "../helpers/pty-cable.ts";

const hasFlock = spawnSync("flock", ["--version"]).status === 0;
const missing = [hasMosquitto ? "" : "mosquitto", hasSocat ? "" : "socat", hasFlock ? "" : "flock"].filter(
  Boolean,
);
const title = "the check-up of a bench";
const isReady = missing.length === 0;

/** Four times the wall's pace: a minute without a tag takes fifteen seconds. */
const rate = 4;
const firmwareSpeed = 38_400;
const benchSpeed = 57_600;

describe.skipIf(!isReady)(isReady ? title : `${title} (left out: no ${missing.join(", ")})`, () => {
  const folder = mkdtempSync(join(tmpdir(), "labo-doctor-"));
  const adapter = createTestAdapter();
  let mosquitto: Mosquitto;
  let busyPort: PtyCable;
  let wrongPort: PtyCable;
  let holder: ChildProcess;
  let labo: Labo;
  let api: ApiClient;
  let page: string;

  const hand = (body: KitControl) => api.call("controlKit", { body });
  /** Waits until a check bears this code. */
  const checked = (code: string, of: (check: Check) => boolean = () => true): Promise<Check> =>
    seen(
      async () => (await api.call("doctor")).checks.find((check) => check.code === code && of(check)),
      `the check-up says ${code}`,
      60_000,
    );
  const isWell = (title: string): Promise<Check> =>
    checked("ok", (check) => check.title.en === title && check.area === "device");

  beforeAll(async () => {
    mosquitto = await startMosquitto();
    busyPort = await createPtyCable(() => ({ onBytes: () => undefined }));
    // A reader whose speed somebody changed: what reaches the bench is what a UART makes of it.
    wrongPort = await createPtyCable((far) => {
      const line = encodeRfidLine("RS,1,2000,0,ok,92,40,0,0");
      const garbled = Uint8Array.from([...line].flatMap((byte) => misread(byte, firmwareSpeed, benchSpeed)));
      const timer = setInterval(() => far.send(garbled), 50);
      return { onBytes: () => undefined, stop: () => clearInterval(timer) };
    });
    await busyPort.plug();
    await wrongPort.plug();
    // It holds the port by the lock that serial programs take.
    holder = spawn("flock", [busyPort.path, "sleep", "600"], { stdio: "ignore" });
    const isHeld = () => spawnSync("flock", ["--nonblock", busyPort.path, "true"]).status === 1;
    await eventually(isHeld, "the port is held");
    const outcome = readConfig(
      [
        ...["--port", "0", "--mqtt", mosquitto.url, "--data", folder, "--log-level", "silent"],
        ...["--bluetooth", "auto", "--serial", `${busyPort.path},${wrongPort.path}`],
      ],
      {},
    );
    if (outcome.kind !== "config") throw new Error("no configuration");
    labo = createLabo(outcome.config, {
      ...{ rate, seed: 3 },
      adapter: { standIn: adapter, machine: adapter.machine },
    });
    page = (await labo.start()).page.replace(/\/$/, "");
    api = createApiClient(page);
    // Beside the computer, where even a closed tin lets something through.
    const { receiver } = await api.call("kit");
    await hand({
      control: "beacon-move",
      beacon: "balise-eddystone",
      to: { x: receiver.x + 0.5, y: receiver.y },
    });
  });
  afterAll(async () => {
    await labo?.stop();
    holder?.kill();
    await busyPort?.stop();
    await wrongPort?.stop();
    await mosquitto?.dispose();
    rmSync(folder, { recursive: true, force: true });
  });

  it("finds the kit well before anything is done to it", async () => {
    for (const name of ["RFID reader", "Sensor board", "Lighthouse beacon", "Weather beacon"])
      await isWell(name);
    expect((await checked("ok", ({ area }) => area === "broker")).evidence.en).toContain("Connected");
    expect((await checked("ok", ({ area }) => area === "disk")).evidence.en).toMatch(/\d+ (MB|GB) free/);
    expect((await checked("ok", ({ area }) => area === "clock")).evidence.en).toContain("UTC");
  });

  it("1: a cable that was pulled out", async () => {
    await hand({ control: "plug", board: "carte-capteurs", plugged: false, silent: true });
    const check = await checked("SERIAL_GONE");
    expect(check.state).toBe("fault");
    expect(check.tree?.[0]?.say.en).toBe("Is the cable pushed in well at both ends?");
    expect(check.tree?.some(({ say }) => say.fr.includes("câble de données"))).toBe(true);
    await hand({ control: "plug", board: "carte-capteurs", plugged: true, silent: false });
    await isWell("Sensor board");
  });

  it("2: a port that another program holds", async () => {
    const check = await checked("SERIAL_BUSY");
    expect(check.state).toBe("fault");
    expect(check.evidence.en).toMatch(/another program/i);
    expect(check.tree?.some(({ say }) => say.en.startsWith("Close it"))).toBe(true);
  });

  it("3: a wrong speed, or a program the bench does not know", async () => {
    const check = await checked("SERIAL_UNREADABLE");
    expect(check.evidence.en).toMatch(/nothing in them is readable \([0-9a-f ]+…\)/);
    expect(check.evidence.en).toMatch(/Program recognised: .+; expected: labo-rfid or labo-firmata/);
  });

  it("4: a Bluetooth adapter that is off, gone, or not to be used, each by its own name", async () => {
    const told = (code: string) => checked(code, ({ id }) => id === "receiver-bluetooth");
    expect((await told("RADIO_QUIET")).state).toBe("look");
    adapter.turnOff();
    const off = await told("RADIO_OFF");
    expect(off.state).toBe("fault");
    expect(off.evidence.en).toContain("Bluetooth is off");
    expect(off.tree?.length).toBeGreaterThan(0);
    adapter.turnOn();
    await told("RADIO_QUIET");

    adapter.pullOut();
    const gone = await told("RADIO_NO_ADAPTER");
    expect(gone.evidence.en).toContain("has no Bluetooth adapter");
    expect(gone.tree?.[0]?.say.en).toBe("Does the computer have Bluetooth?");
    adapter.plugIn();
    await told("RADIO_QUIET");

    adapter.pullOut();
    await told("RADIO_NO_ADAPTER");
    adapter.plugIn(false);
    const refused = await told("RADIO_UNAUTHORIZED");
    expect(refused.evidence.en).toContain("does not let the bench listen");
    expect(refused.evidence.en).toContain("sudo setcap cap_net_raw,cap_net_admin+eip");
    expect(refused.next?.fr).toBe("Donne-lui ce droit, puis relance le banc.");
  });

  it("5: a beacon that fell silent, and one that is hardly heard any more", async () => {
    await hand({ control: "beacon-power", beacon: "balise-ibeacon", on: false });
    const silent = await checked("BEACON_SILENT");
    expect(silent.title.en).toBe("Lighthouse beacon");
    expect(silent.tree?.some(({ say }) => say.en.includes("battery"))).toBe(true);
    await hand({ control: "beacon-tin", beacon: "balise-eddystone", on: true });
    const weak = await checked("BEACON_WEAK", (check) => check.title.en === "Trail beacon");
    expect(weak.state).toBe("look");
    expect(weak.evidence.en).toMatch(/has lost \d\d dB: -\d+ dBm, against -\d+ dBm before/);
  });

  it("6: a reader that is alive, and a tag that does not answer", async () => {
    // Two centimetres too far: the reader is well, its field does not reach.
    await hand({ control: "tag-place", tag: "amulette", reader: "lecteur-rfid", distanceMm: 120 });
    const check = await checked("READER_NO_TAG");
    expect(check.state).toBe("look");
    expect(check.evidence.en).toMatch(/well, but no tag has answered for \d+ (s|min)/);
    const said = check.tree?.map(({ say }) => say.en).join(" ") ?? "";
    for (const cause of ["centimetres", "metal", "family"]) expect(said).toContain(cause);
    await hand({ control: "tag-tap", tag: "amulette", reader: "lecteur-rfid" });
    await isWell("RFID reader");
  });

  it("7: a wire that came loose", async () => {
    await hand({ control: "wire", board: "carte-capteurs", component: "knob", connected: false });
    const check = await checked("SENSOR_FLOATING");
    expect(check.evidence.en).toMatch(/\(A2\) wanders over \d\.\d V/);
    await hand({ control: "wire", board: "carte-capteurs", component: "knob", connected: true });
    await isWell("Sensor board");
  });

  it("is told by labo doctor too, which ends with 1", async () => {
    const { code, out } = await runLabo(["doctor", "--bench", page, "--language", "en"]);
    expect(code).toBe(1);
    expect(out).toMatch(/^✗ Serial port — Another program is already using this serial port/m);
    expect(out).toContain("yes →");
    const json = await runLabo(["doctor", "--bench", page, "--json"]);
    const report = JSON.parse(json.out) as DoctorReport;
    expect(report.state).toBe("fault");
    expect(report.checks[0]?.state).toBe("fault");
  });

  it("8: a broker that stopped, and how many events are kept", async () => {
    await mosquitto.stop();
    const check = await checked("BROKER_AWAY", ({ evidence }) => !/ 0 events/.test(evidence.en));
    expect(check.evidence.en).toMatch(/Nothing is lost: \d+ events are waiting/);
    await mosquitto.start();
    await checked("ok", ({ area }) => area === "broker");
  });
});
