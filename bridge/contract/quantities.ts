// Every quantity the kit can measure, named once, with its unit and how many decimals mean something.
// Values travel in these units everywhere (SI, or the field's own unit where SI has none); views may convert.
import type { Words } from "./words.ts";

/** One measurable quantity: unit as printed, meaningful decimals, and its name for people. */
export interface Quantity {
  readonly unit: string;
  readonly decimals: number;
  readonly name: Words;
  /** Of a quantity that is one of two words rather than a number: what 1 and 0 mean. */
  /** Values outside cannot be: a broken wire or a wrong decoder, never the world. Where physics or the part says so. */
  readonly possible?: readonly [least: number, most: number];
  readonly states?: { readonly on: Words; readonly off: Words };
}

const quantity = (unit: string, decimals: number, fr: string, en: string): Quantity => ({
  unit,
  decimals,
  name: { fr, en },
});

/** The same, where physics or the technology bounds it. */
const within = (least: number, most: number, of: Quantity): Quantity => ({ ...of, possible: [least, most] });

/** A quantity of two states, each a French and an English word. */
const twoStates = (fr: string, en: string, on: [string, string], off: [string, string]) => ({
  ...quantity("", 0, fr, en),
  states: { on: { fr: on[0], en: on[1] }, off: { fr: off[0], en: off[1] } },
});
const yes: [string, string] = ["oui", "yes"];
const no: [string, string] = ["non", "no"];
const detected: [string, string] = ["détecté", "detected"];
const nothing: [string, string] = ["rien", "nothing"];

export const quantities = {
  rssi: within(-127, 20, quantity("dBm", 0, "Force du signal", "Signal strength")),
  measuredPower: quantity("dBm", 0, "Puissance mesurée à 1 m", "Measured power at 1 m"),
  txPower: quantity("dBm", 0, "Puissance d’émission", "Transmit power"),
  distance: within(0, 1000, quantity("m", 1, "Distance estimée", "Estimated distance")),
  temperature: within(-273.15, 1500, quantity("°C", 2, "Température", "Temperature")),
  relativeHumidity: within(0, 105, quantity("%", 2, "Humidité relative", "Relative humidity")),
  pressure: quantity("Pa", 0, "Pression", "Pressure"),
  accelerationX: quantity("m/s²", 2, "Accélération X", "Acceleration X"),
  accelerationY: quantity("m/s²", 2, "Accélération Y", "Acceleration Y"),
  accelerationZ: quantity("m/s²", 2, "Accélération Z", "Acceleration Z"),
  batteryVoltage: quantity("V", 3, "Tension de la pile", "Battery voltage"),
  voltage: quantity("V", 3, "Tension", "Voltage"),
  illuminance: within(0, 200_000, quantity("lx", 0, "Éclairement", "Illuminance")),
  ratio: within(0, 100, quantity("%", 1, "Position", "Position")),
  angle: quantity("°", 0, "Angle", "Angle"),
  brightness: quantity("%", 0, "Luminosité", "Brightness"),
  contact: twoStates("Contact", "Contact", ["appuyé", "pressed"], ["relâché", "released"]),
  sounding: twoStates("Son", "Sound", ["sonne", "sounding"], ["se tait", "silent"]),
  movementCount: quantity("", 0, "Mouvements comptés", "Movements counted"),
  measurementSequence: quantity("", 0, "Numéro de mesure", "Measurement number"),
  advertisementCount: quantity("", 0, "Annonces émises", "Advertisements sent"),
  uptime: quantity("s", 1, "Temps depuis la mise en marche", "Time since power-up"),
  packetId: quantity("", 0, "Numéro de paquet", "Packet number"),
  batteryLevel: quantity("%", 0, "Charge de la pile", "Battery level"),
  // Of a microphone nobody calibrated: how strong beside the strongest it can tell, never how loud in the room
  soundLevel: quantity("dBFS", 1, "Niveau sonore (relatif)", "Sound level (relative)"),
  // Weather and water
  dewPoint: quantity("°C", 2, "Point de rosée", "Dew point"),
  moisture: quantity("%", 2, "Teneur en eau", "Moisture"),
  conductivity: quantity("µS/cm", 0, "Conductivité", "Conductivity"),
  precipitation: quantity("mm", 1, "Précipitations", "Precipitation"),
  uvIndex: quantity("", 1, "Indice UV", "UV index"),
  lightLevel: quantity("", 0, "Niveau de lumière", "Light level"),
  // Air
  co2: quantity("ppm", 0, "Dioxyde de carbone", "Carbon dioxide"),
  pm1: quantity("µg/m³", 1, "Particules PM1", "PM1 particles"),
  pm25: quantity("µg/m³", 1, "Particules PM2,5", "PM2.5 particles"),
  pm4: quantity("µg/m³", 1, "Particules PM4", "PM4 particles"),
  pm10: quantity("µg/m³", 1, "Particules PM10", "PM10 particles"),
  tvoc: quantity("µg/m³", 0, "Composés organiques volatils", "Volatile organic compounds"),
  vocIndex: quantity("", 0, "Indice COV", "VOC index"),
  noxIndex: quantity("", 0, "Indice NOx", "NOx index"),
  formaldehyde: quantity("mg/m³", 2, "Formaldéhyde", "Formaldehyde"),
  // Motion and place
  acceleration: quantity("m/s²", 2, "Accélération", "Acceleration"),
  speed: quantity("m/s", 2, "Vitesse", "Speed"),
  measuredDistance: quantity("m", 3, "Distance mesurée", "Measured distance"),
  printedWidth: quantity("cm", 1, "Largeur imprimée", "Printed width"),
  rotation: quantity("°", 1, "Rotation", "Rotation"),
  direction: quantity("°", 2, "Direction", "Direction"),
  angularVelocity: quantity("°/s", 3, "Vitesse angulaire", "Angular velocity"),
  rotationalSpeed: quantity("min⁻¹", 0, "Tours par minute", "Turns per minute"),
  echo: quantity("µs", 0, "Temps de l’écho", "Time of the echo"),
  // How much of its range a part gives, where no honest unit exists
  level: quantity("%", 1, "Niveau", "Level"),
  frequency: quantity("Hz", 0, "Fréquence", "Frequency"),
  // Amounts
  count: quantity("", 0, "Compte", "Count"),
  mass: quantity("kg", 2, "Masse", "Mass"),
  duration: quantity("s", 3, "Durée", "Duration"),
  delay: quantity("ms", 1, "Délai", "Delay"),
  deviceTime: quantity("s", 0, "Heure de l’appareil (depuis 1970)", "Device’s time (since 1970)"),
  volume: quantity("L", 3, "Volume", "Volume"),
  storedVolume: quantity("L", 3, "Volume en réserve", "Stored volume"),
  waterVolume: quantity("L", 3, "Eau", "Water"),
  gasVolume: quantity("m³", 3, "Gaz", "Gas"),
  flow: quantity("m³/h", 3, "Débit", "Flow rate"),
  channel: quantity("", 0, "Canal", "Channel"),
  // A value whose meaning only its sketch knows
  number: quantity("", 6, "Valeur", "Value"),
  // Where a receiver of satellites is
  latitude: quantity("°", 6, "Latitude", "Latitude"),
  longitude: quantity("°", 6, "Longitude", "Longitude"),
  altitude: quantity("m", 1, "Altitude", "Altitude"),
  satellites: quantity("", 0, "Satellites entendus", "Satellites heard"),
  hdop: quantity("", 1, "Dilution de la précision", "Dilution of precision"),
  // Electricity
  current: quantity("A", 3, "Courant", "Current"),
  power: quantity("W", 2, "Puissance", "Power"),
  energy: quantity("kWh", 3, "Énergie", "Energy"),
  // One of two states
  state: twoStates("État", "State", ["en marche", "on"], ["arrêté", "off"]),
  powerOn: twoStates("Alimentation", "Power supply", ["en marche", "on"], ["arrêtée", "off"]),
  opening: twoStates("Ouverture", "Opening", ["ouverte", "open"], ["fermée", "closed"]),
  door: twoStates("Porte", "Door", ["ouverte", "open"], ["fermée", "closed"]),
  garageDoor: twoStates("Porte de garage", "Garage door", ["ouverte", "open"], ["fermée", "closed"]),
  window: twoStates("Fenêtre", "Window", ["ouverte", "open"], ["fermée", "closed"]),
  lock: twoStates("Serrure", "Lock", ["déverrouillée", "unlocked"], ["verrouillée", "locked"]),
  batteryLow: twoStates("Pile", "Battery", ["faible", "low"], ["bonne", "good"]),
  charging: twoStates("Recharge", "Charging", ["en cours", "charging"], ["arrêtée", "not charging"]),
  carbonMonoxide: twoStates("Monoxyde de carbone", "Carbon monoxide", detected, nothing),
  gas: twoStates("Gaz combustible", "Combustible gas", detected, nothing),
  smoke: twoStates("Fumée", "Smoke", ["détectée", "detected"], nothing),
  cold: twoStates("Froid", "Cold", yes, no),
  heat: twoStates("Chaleur", "Heat", yes, no),
  wet: twoStates("Humidité", "Wetness", ["mouillé", "wet"], ["sec", "dry"]),
  light: twoStates("Lumière", "Light", ["claire", "bright"], ["sombre", "dark"]),
  sound: twoStates("Bruit", "Noise", detected, nothing),
  motion: twoStates("Passage", "Motion", detected, nothing),
  moving: twoStates("Mouvement", "Movement", ["bouge", "moving"], ["immobile", "still"]),
  vibration: twoStates("Vibration", "Vibration", ["détectée", "detected"], nothing),
  occupancy: twoStates("Occupation", "Occupancy", ["occupé", "occupied"], ["libre", "free"]),
  presence: twoStates("Présence", "Presence", ["présent", "present"], ["absent", "away"]),
  connectivity: twoStates("Connexion", "Connection", ["établie", "connected"], ["coupée", "cut off"]),
  plug: twoStates("Prise", "Plug", ["branchée", "plugged in"], ["débranchée", "unplugged"]),
  problem: twoStates("Problème", "Problem", yes, no),
  running: twoStates("Fonctionnement", "Running", yes, no),
  safety: twoStates("Sécurité", "Safety", ["en sécurité", "safe"], ["en danger", "unsafe"]),
  tamper: twoStates("Sabotage", "Tampering", detected, nothing),
  calibrating: twoStates("Étalonnage", "Calibration", ["en cours", "in progress"], ["terminé", "done"]),
  // Bodies and fields
  heartRate: quantity("min⁻¹", 0, "Rythme cardiaque", "Heart rate"),
  rrInterval: quantity("s", 3, "Temps entre deux battements", "Time between two beats"),
  energyExpended: quantity("kJ", 0, "Énergie dépensée", "Energy expended"),
  skinContact: twoStates("Contact avec la peau", "Skin contact", yes, no),
  magneticFieldX: quantity("µT", 1, "Champ magnétique X", "Magnetic field X"),
  magneticFieldY: quantity("µT", 1, "Champ magnétique Y", "Magnetic field Y"),
  magneticFieldZ: quantity("µT", 1, "Champ magnétique Z", "Magnetic field Z"),
  // Bounds of `distance`, one standard deviation either side: an estimate never travels alone.
  distanceLow: quantity("m", 1, "Distance, au moins", "Distance, at least"),
  distanceHigh: quantity("m", 1, "Distance, au plus", "Distance, at most"),
} as const satisfies Record<string, Quantity>;

export type QuantityId = keyof typeof quantities;
export const quantityIds = Object.keys(quantities) as [QuantityId, ...QuantityId[]];

/** What 1 and 0 mean, of a quantity of two states. */
export function statesOf(quantityId: QuantityId): Quantity["states"] {
  const { states }: Quantity = quantities[quantityId];
  return states;
}

const known: ReadonlySet<string> = new Set(quantityIds);

/** The quantity of a reading's id, whose number tells several of a kind apart (`temperature_2`); `undefined` if none. */
export function quantityOf(
  reading: string,
): { readonly quantity: QuantityId; readonly index?: number } | undefined {
  const [, name = "", index] = /^([a-zA-Z0-9]+?)(?:_(\d{1,3}))?$/.exec(reading) ?? [];
  if (!known.has(name)) return undefined;
  return { quantity: name as QuantityId, ...(index === undefined ? {} : { index: Number(index) }) };
}

/** Rounds a value to the decimals that mean something for its quantity, so that -7.699999 is never published. */
export function roundTo(quantityId: QuantityId, value: number): number {
  const factor = 10 ** quantities[quantityId].decimals;
  return Math.round(value * factor) / factor;
}
