// What a sheet begins with, of a device: what holds for all of its kind, and nothing of this very one. Pure.
import type { Device } from "#contract/devices.ts";
import { factUnit, fieldName } from "#contract/fields.ts";
import type { Framing } from "#contract/inspection.ts";
import type { SheetFacts } from "./skeleton.ts";

/** Models that say only that nobody knows: a sheet of one must not open for every other. */
const namelessModels: ReadonlySet<string> = new Set(["serial-unknown"]);
/** The others are of this very device, or of this computer: an address, a port, a number. */
const sharedFacts: readonly string[] = [
  ...["protocol", "baudRate", "manufacturer", "chip", "firmware", "version"],
];

/** @param framing the way its bytes are cut, when somebody looked. */
export function factsOfDevice(
  { model, profile, channels, facts }: Device,
  framing?: Framing,
): Pick<SheetFacts, "profile" | "model" | "channels" | "details" | "framing"> {
  const isNamed = !namelessModels.has(model);
  return {
    profile,
    channels,
    details: [
      ...(isNamed ? [{ name: { fr: "Modèle", en: "Model" }, value: model }] : []),
      ...sharedFacts.flatMap((fact) => {
        const value = facts[fact];
        return value === undefined
          ? []
          : [{ name: fieldName(fact), value: `${value} ${factUnit(fact) ?? ""}`.trim() }];
      }),
    ],
    ...(isNamed ? { model } : {}),
    ...(framing === undefined ? {} : { framing }),
  };
}
