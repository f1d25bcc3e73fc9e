// The sensors of the phone this page is on, each opened by its owner's gesture and closed for good by another.
// https://www.w3.org/TR/orientation-event/ https://www.w3.org/TR/ambient-light/ https://w3c-cg.github.io/web-nfc/
import type { PhoneSensor } from "#contract/phones.ts";

type Triple = readonly [number, number, number];

/** What a sensor says; tags by their number, lower-case hexadecimal. */
export interface Heard {
  readonly motion?: Triple;
  readonly orientation?: Triple;
  readonly light?: number;
  readonly sound?: number;
  readonly tag?: string;
}

export interface OpenSensor {
  close(): void;
}

/** The browser, or the person it asked, said no. */
export class SensorRefused extends Error {}
/** There is no such part in this device. */
export class SensorAbsent extends Error {}

/** @throws SensorRefused, SensorAbsent. Call it inside the gesture: some browsers ask only then. */
export type SensorOpener = (onHeard: (heard: Heard) => void) => Promise<OpenSensor>;

interface Permitting {
  requestPermission?: () => Promise<string>;
}
interface LightSensor extends EventTarget {
  readonly illuminance: number | null;
  start(): void;
  stop(): void;
}
interface TagReader extends EventTarget {
  scan(options: { signal: AbortSignal }): Promise<void>;
}
interface Uncommon {
  readonly AmbientLightSensor?: new (options: { frequency: number }) => LightSensor;
  readonly NDEFReader?: new () => TagReader;
}

/** A phone without this part stays silent: after so long it is said. Milliseconds. */
const silenceMs = 3_000;
const soundEveryMs = 100;
/** Below this nothing is told apart from silence. */
const quietest = -100;

async function askFor(event: Permitting): Promise<void> {
  const answer = await event.requestPermission?.().catch(() => "denied");
  if (answer !== undefined && answer !== "granted") throw new SensorRefused();
}

/** Listens to an event of the window, and makes sure that something comes. */
function listening<E extends Event>(
  name: string,
  read: (event: E) => Heard | undefined,
  onHeard: (heard: Heard) => void,
): Promise<OpenSensor> {
  return new Promise((resolve, reject) => {
    const stop = () => window.removeEventListener(name, take as EventListener);
    const late = window.setTimeout(() => {
      stop();
      reject(new SensorAbsent());
    }, silenceMs);
    const take = (event: E) => {
      const heard = read(event);
      if (heard === undefined) return;
      window.clearTimeout(late);
      resolve({ close: stop });
      onHeard(heard);
    };
    window.addEventListener(name, take as EventListener);
  });
}

function triple(
  a: number | null | undefined,
  b: number | null | undefined,
  c: number | null | undefined,
  sign = 1,
): Triple | undefined {
  if (a == null || b == null || c == null) return undefined;
  const tidy = (value: number) => Math.round(value * sign * 1000) / 1000;
  return [tidy(a), tidy(b), tidy(c)];
}

/** Apple’s engine counts gravity the other way round: face up it says −9.8 where the specification says +9.8. */
function gravitySign(): number {
  return CSS.supports("-webkit-touch-callout", "none") ? -1 : 1;
}

const motion: SensorOpener = async (onHeard) => {
  await askFor(DeviceMotionEvent as Permitting);
  const sign = gravitySign();
  return listening<DeviceMotionEvent>(
    "devicemotion",
    ({ accelerationIncludingGravity: felt }) => {
      const values = triple(felt?.x, felt?.y, felt?.z, sign);
      return values && { motion: values };
    },
    onHeard,
  );
};

const orientation: SensorOpener = async (onHeard) => {
  await askFor(DeviceOrientationEvent as Permitting);
  return listening<DeviceOrientationEvent>(
    "deviceorientation",
    ({ alpha, beta, gamma }) => {
      const values = triple(alpha, beta, gamma);
      return values && { orientation: values };
    },
    onHeard,
  );
};

const light: SensorOpener = async (onHeard) => {
  const { AmbientLightSensor } = window as Uncommon;
  if (AmbientLightSensor === undefined) throw new SensorAbsent();
  const sensor = new AmbientLightSensor({ frequency: 10 });
  await new Promise<void>((resolve, reject) => {
    sensor.addEventListener("reading", () => {
      resolve();
      if (sensor.illuminance !== null) onHeard({ light: sensor.illuminance });
    });
    sensor.addEventListener("error", (event) =>
      reject(refusalOf((event as Event & { error?: unknown }).error)),
    );
    sensor.start();
  });
  return { close: () => sensor.stop() };
};

/** How loud, never what: the samples stay in this function. */
const sound: SensorOpener = async (onHeard) => {
  const raw = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
  // Made inside the gesture, or some browsers keep it silent.
  const context = new AudioContext();
  const stream = await navigator.mediaDevices.getUserMedia({ audio: raw }).catch((error: unknown) => {
    void context.close();
    throw refusalOf(error);
  });
  void context.resume();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = window.setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
    onHeard({ sound: Math.max(quietest, Math.round(100 * Math.log10(power)) / 10) });
  }, soundEveryMs);
  return {
    close() {
      window.clearInterval(timer);
      for (const track of stream.getTracks()) track.stop();
      void context.close();
    },
  };
};

const nfc: SensorOpener = async (onHeard) => {
  const { NDEFReader } = window as Uncommon;
  if (NDEFReader === undefined) throw new SensorAbsent();
  const reader = new NDEFReader();
  const ending = new AbortController();
  await reader.scan({ signal: ending.signal }).catch((error: unknown) => {
    throw refusalOf(error);
  });
  reader.addEventListener("reading", (event) => {
    const { serialNumber = "" } = event as Event & { serialNumber?: string };
    onHeard({ tag: serialNumber.replaceAll(":", "").toLowerCase() });
  });
  return { close: () => ending.abort() };
};

function refusalOf(error: unknown): Error {
  const name = error instanceof Error ? error.name : "";
  return ["NotAllowedError", "SecurityError"].includes(name) ? new SensorRefused() : new SensorAbsent();
}

export const sensors: Readonly<Record<PhoneSensor, SensorOpener>> = {
  motion,
  orientation,
  light,
  sound,
  nfc,
};
