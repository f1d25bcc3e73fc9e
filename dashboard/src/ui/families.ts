// The families of devices: one accent and one shape each, so that colour never speaks alone.
import type { Profile } from "#contract/devices.ts";

export const families = ["beacon", "reader", "board", "phone", "station"] as const;
export type Family = (typeof families)[number];

const byProfile: Record<Profile, Family> = {
  "ble-beacon": "beacon",
  "rfid-hf": "reader",
  "rfid-lf": "reader",
  "rfid-wedge": "reader",
  "board-serial": "board",
  "board-ble": "board",
  phone: "phone",
  page: "phone",
  notebook: "phone",
  "mqtt-station": "station",
  composer: "station",
};

export function familyOf(profile: Profile): Family {
  return byProfile[profile];
}
