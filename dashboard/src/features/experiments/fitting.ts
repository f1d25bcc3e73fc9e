// Which devices can play which role of an experiment. Pure.
import type { Bench, BenchDevice } from "#contract/bench.ts";
import type { Profile } from "#contract/devices.ts";
import type { KitBoard } from "#contract/kit.ts";
import { fits, type Need } from "#contract/roles.ts";

/**
 * Devices that fit a role: those that are here first, then the nearest by its
 * signal, which is most likely the one in the hand.
 */
export function fitting(bench: Bench | undefined, need: Need): readonly BenchDevice[] {
  const here = ({ availability }: BenchDevice) => Number(availability?.state === "online");
  return Object.values(bench?.devices ?? {})
    .filter(({ device }) => fits(need, device))
    .sort(
      (a, b) =>
        here(b) - here(a) || signal(b) - signal(a) || a.device.name.fr.localeCompare(b.device.name.fr, "fr"),
    );
}

/** Signal strength, dBm; the same for all that have none. */
function signal({ state }: BenchDevice): number {
  return state?.readings.rssi ?? -200;
}

/** What a board of the kit is once it is plugged in. */
const profileOf: Readonly<Record<KitBoard["firmware"], Profile>> = {
  "labo-firmata": "board-serial",
  "labo-rfid": "rfid-hf",
  pn532: "rfid-hf",
  nexmosphere: "rfid-hf",
  rdm6300: "rfid-lf",
};

/** The first board of the kit that has what a role asks for: names of channels and commands begin with their part's. */
export function kitBoardFor(boards: readonly KitBoard[], need: Need): KitBoard | undefined {
  return boards.find(
    ({ firmware, components }) =>
      need.profiles.includes(profileOf[firmware]) &&
      (firmware !== "labo-firmata" ||
        [...need.channels, ...need.takes].every((name) => components.some(({ id }) => name.startsWith(id)))),
  );
}

/**
 * A device for each role: the person's choice where it still fits, else the first one that is not taken yet.
 * A role nobody can play is absent.
 */
export function proposed(
  bench: Bench | undefined,
  needs: readonly Need[],
  chosen: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const casting: Record<string, string> = {};
  for (const need of needs) {
    const able = fitting(bench, need).map(({ device }) => device.id);
    const taken = new Set(Object.values(casting));
    const wish = chosen[need.role];
    const device =
      wish !== undefined && able.includes(wish) ? wish : (able.find((id) => !taken.has(id)) ?? able[0]);
    if (device !== undefined) casting[need.role] = device;
  }
  return casting;
}
