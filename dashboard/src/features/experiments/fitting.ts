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
 * A device for each role and none in two of them: the person's choice where it still fits, else the first that is
 * free. A role nobody is left to play is absent.
 */
export function proposed(
  bench: Bench | undefined,
  needs: readonly Need[],
  chosen: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const able = new Map(needs.map((need) => [need.role, fitting(bench, need).map(({ device }) => device.id)]));
  const casting: Record<string, string> = {};
  const take = (role: string, device: string | undefined) => {
    if (device !== undefined && !Object.values(casting).includes(device)) casting[role] = device;
  };
  for (const [role, ids] of able)
    take(
      role,
      ids.find((id) => id === chosen[role]),
    );
  for (const [role, ids] of able) {
    const taken = Object.values(casting);
    if (casting[role] === undefined)
      take(
        role,
        ids.find((id) => !taken.includes(id)),
      );
  }
  return casting;
}

/** The choices of a person who gives a role a device: it leaves the one it played, which takes the other over. */
export function recast(
  casting: Readonly<Record<string, string>>,
  chosen: Readonly<Record<string, string>>,
  role: string,
  device: string,
): Readonly<Record<string, string>> {
  const left = Object.keys(casting).find((one) => one !== role && casting[one] === device);
  const free = casting[role];
  return {
    ...chosen,
    ...(left !== undefined && free !== undefined ? { [left]: free } : {}),
    [role]: device,
  };
}
