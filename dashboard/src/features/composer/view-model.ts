// What can be composed with the devices that are there, and the rules one begins with. Pure.
import type { BenchDevice } from "#contract/bench.ts";
import type { Argument, Capability, Channel, Device } from "#contract/devices.ts";
import { quantities } from "#contract/quantities.ts";
import {
  composerId,
  type EventRule,
  type MappingRule,
  type RuleAction,
  type RuleForm,
  type Trigger,
} from "#contract/rules.ts";
import { startValues } from "../../live/command-model.ts";

export type Devices = Readonly<Record<string, BenchDevice>>;
type NumberArgument = Extract<Argument, { type: "number" }>;

const described = (devices: Devices): Device[] =>
  Object.values(devices)
    .map(({ device }) => device)
    .filter(({ id }) => id !== composerId);

/** The same devices, those that are preferred first: rules begin with the first that can play in them. */
export function inOrder(devices: Devices, prefer: readonly string[]): Devices {
  const entries = Object.entries(devices);
  const isFirst = ([id]: [string, BenchDevice]) => Number(prefer.includes(id));
  return Object.fromEntries(entries.toSorted((a, b) => isFirst(b) - isFirst(a)));
}

/** Devices that are here now. */
export const present = (devices: Devices): Devices =>
  Object.fromEntries(
    Object.entries(devices).filter(([, { availability }]) => availability?.state === "online"),
  );

/** Whether a bench replays a recording: what is composed there is looked at. @param bridge of this bench. */
export const isReplay = (devices: Devices, bridge: string | undefined): boolean =>
  Object.values(devices).some(({ device }) => device.source === "replay" && device.bridge === bridge);

/** What a device can begin, the most telling first. */
export function triggersOf({ profile, channels, model }: Device): Trigger["type"][] {
  return [
    ...(profile.startsWith("rfid") ? (["tag"] as const) : []),
    ...(buttonsOf({ channels }).length > 0 ? (["button"] as const) : []),
    ...(profile === "ble-beacon" && model !== "rotating-address" ? (["zone"] as const) : []),
    ...(channels.length > 0 ? (["value"] as const) : []),
  ];
}

export const buttonsOf = ({ channels }: Pick<Device, "channels">): Channel[] =>
  channels.filter(({ quantity }) => quantity === "contact");

export const listenable = (devices: Devices): Device[] =>
  described(devices).filter((device) => triggersOf(device).length > 0);

/** Devices with a value that another could follow. */
export const measurable = (devices: Devices): Device[] =>
  described(devices).filter(({ channels }) => channels.length > 0);

/** What this person may have a rule send to it. */
export const commandsOf = (device: Device, isTrainer: boolean): Capability[] =>
  device.capabilities.filter(
    ({ command, trainerOnly }) => command !== "raw.watch" && (isTrainer || trainerOnly !== true),
  );

export const speakable = (devices: Devices, isTrainer: boolean): Device[] =>
  described(devices).filter((device) => commandsOf(device, isTrainer).length > 0);

export const numbersOf = (capability: Capability): NumberArgument[] =>
  capability.arguments.filter((argument): argument is NumberArgument => argument.type === "number");

/** Devices whose commands have a number that can follow a value. */
export const followers = (devices: Devices, isTrainer: boolean): Device[] =>
  described(devices).filter((device) => followable(device, isTrainer).length > 0);

export const followable = (device: Device, isTrainer: boolean): Capability[] =>
  commandsOf(device, isTrainer).filter((capability) => numbersOf(capability).length > 0);

export const unitOf = (channel: Channel | undefined): string =>
  channel === undefined ? "" : quantities[channel.quantity].unit;

/** A channel and what it is likely to be bounded by, in its own unit. */
export function boundsOf(channel: Channel | undefined): { min: number; max: number } {
  const { min = 0, max = 1 } = channel ?? {};
  return { min, max: max > min ? max : min + 1 };
}

const twoDecimals = (value: number): number => Math.round(value * 100) / 100;

export function startTrigger(type: Trigger["type"], device: Device): Trigger {
  if (type === "tag") return { type };
  if (type === "button") return { type, channel: buttonsOf(device)[0]?.id ?? "button" };
  if (type === "zone") return { type, zone: "near" };
  const channel = device.channels[0];
  const { min, max } = boundsOf(channel);
  return { type, channel: channel?.id ?? "value", max: twoDecimals((min + max) / 2), band: 0 };
}

export const startAction = (device: Device, capability: Capability): RuleAction => ({
  device: device.id,
  command: capability.command,
  args: startValues(capability),
});

/** The same command with nothing in it, where the device has such a thing as nothing. */
export function restOf(action: RuleAction, capability: Capability): RuleAction | undefined {
  const numbers = numbersOf(capability);
  if (numbers.length === 0 || numbers.some(({ min }) => min > 0)) return undefined;
  return {
    ...action,
    args: { ...action.args, ...Object.fromEntries(numbers.map(({ name, min }) => [name, min])) },
  };
}

/** Lights first: everybody sees what they do. */
const tellingFirst = (a: Capability, b: Capability): number =>
  Number(/^(strip|rgb|led)\b/.test(b.command)) - Number(/^(strip|rgb|led)\b/.test(a.command));

export function startEventRule(devices: Devices, isTrainer: boolean, name: string): EventRule | undefined {
  const order: Trigger["type"][] = ["tag", "button", "zone", "value"];
  const [input] = listenable(devices).toSorted(
    (a, b) => order.indexOf(triggersOf(a)[0] ?? "value") - order.indexOf(triggersOf(b)[0] ?? "value"),
  );
  const [output, capability] =
    speakable(devices, isTrainer)
      .flatMap((device) => commandsOf(device, isTrainer).map((one): [Device, Capability] => [device, one]))
      .toSorted(([, a], [, b]) => tellingFirst(a, b))[0] ?? [];
  const type = input && triggersOf(input)[0];
  if (input === undefined || type === undefined || output === undefined || capability === undefined)
    return undefined;
  const action = startAction(output, capability);
  const rest = restOf(action, capability);
  return {
    kind: "event",
    name,
    on: true,
    energy: "usb",
    input: { device: input.id, trigger: startTrigger(type, input) },
    condition: type === "tag" ? { type: "known-tag" } : { type: "always" },
    does: [action],
    otherwise: [],
    rest: rest === undefined ? [] : [rest],
    until: { from: "end", seconds: 5 },
    pauseSeconds: 2,
  };
}

export function startMappingRule(
  devices: Devices,
  isTrainer: boolean,
  name: string,
): MappingRule | undefined {
  const far = ({ channels }: Device) => channels.some(({ quantity }) => quantity === "measuredDistance");
  const [input] = measurable(devices).toSorted((a, b) => Number(far(b)) - Number(far(a)));
  const [output] = followers(devices, isTrainer).toSorted(
    (a, b) =>
      Number(b.capabilities.some(({ command }) => command.endsWith(".move"))) -
      Number(a.capabilities.some(({ command }) => command.endsWith(".move"))),
  );
  const channel =
    input?.channels.find(({ quantity }) => quantity === "measuredDistance") ?? input?.channels[0];
  if (input === undefined || channel === undefined || output === undefined) return undefined;
  const { min, max } = boundsOf(channel);
  const capability =
    followable(output, isTrainer).find(({ command }) => command.endsWith(".move")) ??
    followable(output, isTrainer)[0];
  if (capability === undefined) return undefined;
  return {
    kind: "mapping",
    name,
    on: true,
    energy: "usb",
    input: { device: input.id, channel: channel.id, from: min, to: max },
    ...startFollowing(output, capability),
    deadBand: twoDecimals((max - min) / 50),
  };
}

/** Its first number follows, over all its range, and rests in the middle. */
export function startFollowing(device: Device, capability: Capability): Pick<MappingRule, "output" | "rest"> {
  const [argument] = numbersOf(capability);
  const { name, min, max } = argument ?? { name: "value", min: 0, max: 1 };
  return {
    output: { ...startAction(device, capability), argument: name, from: min, to: max },
    rest: { value: Math.round((min + max) / 2), afterSeconds: 2 },
  };
}

/** The device, channel or capability a rule names, if it is there. */
export const channelOf = (devices: Devices, device: string, channel: string): Channel | undefined =>
  devices[device]?.device.channels.find(({ id }) => id === channel);
export const capabilityOf = (devices: Devices, { device, command }: Pick<RuleAction, "device" | "command">) =>
  devices[device]?.device.capabilities.find((one) => one.command === command);

/** Whether two rules are the same, but for being on. */
export const isSame = (a: RuleForm, b: RuleForm): boolean => JSON.stringify(a) === JSON.stringify(b);
