// The figures the simulated hardware obeys. They are constants of the project, the same that sheets print, conditions and
// questions use: whoever starts the kit hands them in. Those written here are what these constants say, kept so by a test.

export interface KitFigures {
  /** dBm of the usual beacons at 1 m. */
  readonly beaconPower: number;
  /** Between two advertisements of the iBeacon, milliseconds. */
  readonly beaconIntervalMs: number;
  /** Longest pseudo-random delay added to each advertising event, milliseconds. */
  readonly advertisingDelayMs: number;
  /** Exponent of the room. */
  readonly pathLoss: number;
  /** What a person in the middle of the path, a tin, a fist, a quarter turn take from the signal: decibels. */
  readonly bodyLoss: number;
  readonly tinLoss: number;
  readonly fistLoss: number;
  readonly turnLoss: number;
  /** What a nearly empty battery takes from it, decibels. */
  readonly wornLoss: number;
  /** Slow variations of the signal, and those from one frame to the next: standard deviations, decibels. */
  readonly shadowing: number;
  readonly fading: number;
  /** Of a reader's coil, metres. */
  readonly coilRadius: number;
  /** Up to here a tag always answers an MFRC522, from there on it has no power: metres. */
  readonly readerReliable: number;
  readonly readerUnpowered: number;
  /** Up to here a PN532 finds a tag, metres. */
  readonly pn532Reach: number;
  /** How long a tapped tag stays, milliseconds. */
  readonly tapMs: number;
  /** Supply of the simulated boards, and what their inputs measure at most: volts. */
  readonly boardVolts: number;
  /** Photoresistor: exponent, ohms at 10 lx, ohms of the divider. */
  readonly ldrGamma: number;
  readonly ldrAtTenLux: number;
  readonly ldrDivider: number;
  /** Motion detector: how long its output stays up, how long it is then blind, milliseconds. */
  readonly pirHoldMs: number;
  readonly pirBlindMs: number;
  /** Metres per second at 0 °C. */
  readonly soundAtZero: number;
  /** What an ultrasonic module can range, metres; its shortest trigger, microseconds. */
  readonly sonarNearest: number;
  readonly sonarFarthest: number;
  readonly sonarTriggerMicros: number;
  /** Longest bounce of a contact, milliseconds. */
  readonly bounceMs: number;
  /** Seconds a servo takes for 60 degrees. */
  readonly servoPace: number;
  /** Rest that ends a frame of an LED strip, microseconds. */
  readonly stripRestMicros: number;
}

/** Which constant each figure is, and in which unit it is taken. */
export const figureConstants: Readonly<
  Record<keyof KitFigures, { readonly id: string; readonly unit: string }>
> = {
  beaconPower: { id: "beacon-power-common", unit: "dBm" },
  beaconIntervalMs: { id: "ibeacon-interval", unit: "ms" },
  advertisingDelayMs: { id: "ble-adv-random-delay-max", unit: "ms" },
  pathLoss: { id: "sim-path-loss", unit: "" },
  bodyLoss: { id: "sim-body-loss", unit: "dB" },
  tinLoss: { id: "sim-tin-loss", unit: "dB" },
  fistLoss: { id: "sim-fist-loss", unit: "dB" },
  turnLoss: { id: "sim-turn-loss", unit: "dB" },
  wornLoss: { id: "e28-battery-loss", unit: "dB" },
  shadowing: { id: "sim-rssi-shadowing", unit: "dB" },
  fading: { id: "sim-rssi-fading", unit: "dB" },
  coilRadius: { id: "coil-radius", unit: "m" },
  readerReliable: { id: "sim-reader-reliable", unit: "m" },
  readerUnpowered: { id: "sim-reader-unpowered", unit: "m" },
  pn532Reach: { id: "sim-pn532-reach", unit: "m" },
  tapMs: { id: "tag-tap", unit: "ms" },
  boardVolts: { id: "adc-range-uno", unit: "V" },
  ldrGamma: { id: "ldr-gamma", unit: "" },
  ldrAtTenLux: { id: "ldr-r10", unit: "Ω" },
  ldrDivider: { id: "ldr-divider", unit: "Ω" },
  pirHoldMs: { id: "pir-sim-hold", unit: "ms" },
  pirBlindMs: { id: "pir-sim-blind", unit: "ms" },
  soundAtZero: { id: "sound-speed-0c", unit: "m/s" },
  sonarNearest: { id: "hcsr04-range-low", unit: "m" },
  sonarFarthest: { id: "hcsr04-range-high", unit: "m" },
  sonarTriggerMicros: { id: "hcsr04-trigger", unit: "µs" },
  bounceMs: { id: "sim-bounce", unit: "ms" },
  servoPace: { id: "sg90-speed-fast", unit: "s/60°" },
  stripRestMicros: { id: "ws2812-reset", unit: "µs" },
};

export const usualFigures: KitFigures = {
  beaconPower: -59,
  beaconIntervalMs: 100,
  advertisingDelayMs: 10,
  pathLoss: 2.2,
  bodyLoss: 12,
  tinLoss: 30,
  fistLoss: 12,
  turnLoss: 5,
  wornLoss: 15,
  shadowing: 1.4,
  fading: 1.4,
  coilRadius: 0.02,
  readerReliable: 0.045,
  readerUnpowered: 0.065,
  pn532Reach: 0.05,
  tapMs: 500,
  boardVolts: 5,
  ldrGamma: 0.7,
  ldrAtTenLux: 50_000,
  ldrDivider: 10_000,
  pirHoldMs: 5000,
  pirBlindMs: 1200,
  soundAtZero: 331.3,
  sonarNearest: 0.02,
  sonarFarthest: 4,
  sonarTriggerMicros: 10,
  bounceMs: 4,
  servoPace: 0.1,
  stripRestMicros: 280,
};

/** What the simulation of this thread obeys: there is one in each. */
export let figures: KitFigures = usualFigures;

/** Sets what is obeyed from now on; before a simulation is built. */
export function obey(wanted: KitFigures): void {
  figures = wanted;
}
