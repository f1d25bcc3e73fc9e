// The rows of tests/fixtures/advertisements.json: the payload they stand for, the keys they need, and what the decoders
// must say of them in this project's own quantities.
import type { Action, DecodingContext } from "../../bridge/decoders/decoder.ts";
import { ad, concat, flags, fromHex } from "../bridge/decoders/payloads.ts";
import rows from "../fixtures/advertisements.json" with { type: "json" };

export interface Row {
  readonly name: string;
  readonly format: string;
  /** Which part of the payload `hex` is; the whole of it when absent. */
  readonly part?: string;
  readonly hex: string;
  /** `null`: must be refused, or recognised by nobody. */
  readonly expected: Record<string, unknown> | null;
  readonly bindkey?: string;
  /** Twelve hexadecimal digits of the address it is heard from. */
  readonly mac?: string;
  /** Frames of the same part, in the order they are heard. */
  readonly sequence?: readonly string[];
}

export const vectors: readonly Row[] = rows;

const littleEndian = (number: string): string => `${number.slice(2)}${number.slice(0, 2)}`.toLowerCase();

const whole = "advertising_payload";

/** The whole advertising payload a row's part stands for. */
export function payloadOf({ part = whole, hex }: Pick<Row, "part" | "hex">): Uint8Array {
  if (part === whole) return fromHex(hex);
  const [, service] = /^service_data\(0x(....)\)$/.exec(part) ?? [];
  if (service !== undefined) return concat(flags, ad(0x16, fromHex(`${littleEndian(service)}${hex}`)));
  const [, company = ""] = /^manufacturer_data\(after company id 0x(....)\)$/.exec(part) ?? [];
  return concat(flags, ad(0xff, fromHex(`${littleEndian(company)}${hex}`)));
}

export function contextOf({ mac, bindkey }: Row): DecodingContext {
  const key = bindkey === undefined ? undefined : fromHex(bindkey);
  return { address: mac, keyFor: (address) => (address === mac ? key : undefined) };
}

const noiseFrames = ["google_find_hub"];
export const isNoise = (row: Row): boolean =>
  row.format === "apple-continuity" || noiseFrames.includes(String(row.expected?.frame));

export interface Expected {
  readonly readings: Record<string, unknown>;
  readonly facts: Record<string, unknown>;
  readonly actions?: readonly Action[];
  readonly seal?: "closed" | "opened" | "owners";
}

const mg = (value: number | null | undefined) =>
  value === null || value === undefined ? undefined : Math.round(value * 9.80665) / 1000;
const known = (value: unknown) => (value === null ? undefined : value);
const dashed = (uuid: unknown) => String(uuid).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");

type Published = Record<string, unknown>;

function ofRuuvi(e: Published): Expected {
  const acceleration = Array.isArray(e.accelerationMg) ? e.accelerationMg : [];
  const facts = e.macSuffix !== undefined ? { macEnd: e.macSuffix } : e.mac === null ? {} : { mac: e.mac };
  return {
    readings: {
      temperature: known(e.temperatureC),
      relativeHumidity: known(e.humidity),
      pressure: known(e.pressurePa),
      accelerationX: mg(acceleration[0]),
      accelerationY: mg(acceleration[1]),
      accelerationZ: mg(acceleration[2]),
      batteryVoltage: typeof e.batteryMv === "number" ? e.batteryMv / 1000 : undefined,
      txPower: known(e.txPowerDbm),
      movementCount: known(e.movementCounter),
      measurementSequence: known(e.sequence),
      pm25: e.pm25,
      co2: e.co2,
      vocIndex: e.voc,
      noxIndex: e.nox,
      illuminance: e.luminosityLux,
      calibrating: e.calibrating === undefined ? undefined : Number(e.calibrating),
    },
    facts,
  };
}

function ofEddystone(e: Published): Expected {
  const power = { measuredPower: Number(e.txPower0m) - 41 };
  if (e.frame === "uid") return { readings: power, facts: { namespace: e.namespace, instance: e.instance } };
  if (e.frame === "url") return { readings: power, facts: { url: e.url } };
  if (e.frame === "eid") return { readings: power, facts: {}, seal: "owners" };
  if (e.frame === "etlm") return { readings: {}, facts: {}, seal: "owners" };
  return {
    readings: {
      batteryVoltage: typeof e.batteryMv === "number" ? e.batteryMv / 1000 : undefined,
      temperature: known(e.temperatureC),
      advertisementCount: e.advCount,
      uptime: e.uptimeSec,
    },
    facts: {},
  };
}

/** Published name → this project's quantity, and what its unit is worth here. */
const bthomeNames: Readonly<Record<string, readonly [string, number]>> = {
  battery: ["batteryLevel", 1],
  humidity: ["relativeHumidity", 1],
  pressureHpa: ["pressure", 100],
  massKg: ["mass", 1],
  distanceM: ["measuredDistance", 1],
  volumeMl: ["volume", 0.001],
  volumeL: ["volume", 1],
  gas: ["gasVolume", 1],
  timestamp: ["deviceTime", 1],
};
const pressNames: Readonly<Record<string, Extract<Action, { press: string }>["press"]>> = {
  press: "press",
  long_press: "long",
  hold_press: "hold",
};

function ofBthome(e: Published): Expected {
  const facts: Record<string, unknown> = {};
  if (e.mac !== undefined) facts.mac = e.mac;
  if (e.firmware !== undefined) facts.firmwareVersion = e.firmware;
  if (e.deviceTypeId !== undefined) facts.deviceType = `0x${String(e.deviceTypeId).padStart(4, "0")}`;
  const objects = (e.objects ?? []) as [string, number | boolean | string | null][];
  const actions: Action[] = [];
  const numbers: [string, number][] = [];
  for (const [name, value] of objects) {
    if (name === "unknownObject" || value === null) continue;
    if (name === "text") facts.text = value;
    else if (name === "button")
      actions.push({ channel: "button", press: pressNames[String(value)] ?? "press" });
    else {
      const [quantity, factor] = bthomeNames[name] ?? [name, 1];
      numbers.push([quantity, Math.round(Number(value) * factor * 1e6) / 1e6]);
    }
  }
  const readings: Record<string, unknown> = {};
  numbers.forEach(([quantity, value], i) => {
    const several = numbers.filter(([other]) => other === quantity).length > 1;
    const index = numbers.slice(0, i + 1).filter(([other]) => other === quantity).length;
    readings[several ? `${quantity}_${index}` : quantity] = value;
  });
  if (e.needsKey === true) return { readings, facts, seal: "closed" };
  return e.encrypted === true ? { readings, facts, actions, seal: "opened" } : { readings, facts, actions };
}

/** What the decoder must say of a row that is not refused: as the row tells it, or drawn from a published vector's names. */
export function expectedOf({ format, expected, bindkey }: Row): Expected {
  const e = expected ?? {};
  if ("readings" in e) {
    const { readings, facts, actions, seal } = e as unknown as Expected;
    const told = seal ?? (bindkey === undefined ? undefined : "opened");
    return {
      readings,
      facts,
      ...(actions === undefined ? {} : { actions }),
      ...(told === undefined ? {} : { seal: told }),
    };
  }
  switch (format) {
    case "ibeacon":
      return {
        readings: { measuredPower: e.measuredPower },
        facts: { uuid: dashed(e.uuid), major: String(e.major), minor: String(e.minor) },
      };
    case "altbeacon":
      return {
        readings: { measuredPower: e.refRssi },
        facts: {
          company: `0x${Number(e.companyId).toString(16).padStart(4, "0")}`,
          id1: e.id1,
          id2: String(e.id2),
          id3: String(e.id3),
          ...(e.mfgReserved === undefined ? {} : { makerByte: String(e.mfgReserved) }),
        },
      };
    case "eddystone":
      return ofEddystone(e);
    case "bthome-v2":
      return ofBthome(e);
    case "mibeacon":
      return {
        readings: { temperature: e.temperatureC, relativeHumidity: e.humidity },
        facts: { deviceType: "0x055b", mac: e.mac },
        ...(bindkey === undefined ? {} : { seal: "opened" }),
      };
    case "espruino":
      return { readings: {}, facts: { name: e.name, json: JSON.stringify(e) } };
    default:
      return ofRuuvi(e);
  }
}

/** A row that must be refused, whatever the names it uses. */
export const isRefused = ({ expected }: Row): boolean => expected === null || expected.decryptFailed === true;
