// What a receiver is, by its id: radios of the bench have fixed ones, gateways bring their own name.

export type ReceiverKind = "bluetooth" | "dongle" | "virtual" | "gateway" | "raddec" | "other";

const fixed: Readonly<Record<string, ReceiverKind>> = {
  bluetooth: "bluetooth",
  dongle: "dongle",
  "radio-virtuelle": "virtual",
};
const prefixes: readonly (readonly [string, ReceiverKind])[] = [
  ["esp32-", "gateway"],
  ["raddec-", "raddec"],
];

/** @returns its kind, and the name it goes by among its kind. */
export function receiverKind(id: string): { readonly kind: ReceiverKind; readonly name: string } {
  const kind = Object.hasOwn(fixed, id) ? fixed[id] : undefined;
  if (kind !== undefined) return { kind, name: id };
  const found = prefixes.find(([prefix]) => id.startsWith(prefix));
  if (found === undefined) return { kind: "other", name: id };
  return { kind: found[1], name: id.slice(found[0].length) };
}
