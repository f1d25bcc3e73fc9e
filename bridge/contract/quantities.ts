// Every quantity the kit can measure, named once, with its unit and how many decimals mean something.
// Values travel in these units everywhere (SI, or the field's own unit where SI has none); views may convert.
import type { Words } from "./words.ts";

/** One measurable quantity: unit as printed, meaningful decimals, and its name for people. */
export interface Quantity {
  readonly unit: string;
  readonly decimals: number;
  readonly name: Words;
}

const quantity = (unit: string, decimals: number, fr: string, en: string): Quantity => ({
  unit,
  decimals,
  name: { fr, en },
});

export const quantities = {
  rssi: quantity("dBm", 0, "Force du signal", "Signal strength"),
  measuredPower: quantity("dBm", 0, "Puissance mesurée à 1 m", "Measured power at 1 m"),
  txPower: quantity("dBm", 0, "Puissance d’émission", "Transmit power"),
  distance: quantity("m", 1, "Distance estimée", "Estimated distance"),
  temperature: quantity("°C", 2, "Température", "Temperature"),
  relativeHumidity: quantity("%", 2, "Humidité relative", "Relative humidity"),
  pressure: quantity("Pa", 0, "Pression", "Pressure"),
  accelerationX: quantity("m/s²", 2, "Accélération X", "Acceleration X"),
  accelerationY: quantity("m/s²", 2, "Accélération Y", "Acceleration Y"),
  accelerationZ: quantity("m/s²", 2, "Accélération Z", "Acceleration Z"),
  batteryVoltage: quantity("V", 3, "Tension de la pile", "Battery voltage"),
  voltage: quantity("V", 3, "Tension", "Voltage"),
  illuminance: quantity("lx", 0, "Éclairement", "Illuminance"),
  ratio: quantity("%", 1, "Position", "Position"),
  angle: quantity("°", 0, "Angle", "Angle"),
  brightness: quantity("%", 0, "Luminosité", "Brightness"),
  contact: quantity("", 0, "Contact", "Contact"),
  sounding: quantity("", 0, "Son", "Sound"),
  movementCount: quantity("", 0, "Mouvements comptés", "Movements counted"),
  measurementSequence: quantity("", 0, "Numéro de mesure", "Measurement number"),
  advertisementCount: quantity("", 0, "Annonces émises", "Advertisements sent"),
  uptime: quantity("s", 1, "Temps depuis la mise en marche", "Time since power-up"),
  // A value whose meaning only its sketch knows
  number: quantity("", 6, "Valeur", "Value"),
  // Where a receiver of satellites is
  latitude: quantity("°", 6, "Latitude", "Latitude"),
  longitude: quantity("°", 6, "Longitude", "Longitude"),
  altitude: quantity("m", 1, "Altitude", "Altitude"),
  satellites: quantity("", 0, "Satellites entendus", "Satellites heard"),
  hdop: quantity("", 1, "Dilution de la précision", "Dilution of precision"),
  speed: quantity("m/s", 2, "Vitesse", "Speed"),
  // Bounds of `distance`, one standard deviation either side: an estimate never travels alone.
  distanceLow: quantity("m", 1, "Distance, au moins", "Distance, at least"),
  distanceHigh: quantity("m", 1, "Distance, au plus", "Distance, at most"),
} as const satisfies Record<string, Quantity>;

export type QuantityId = keyof typeof quantities;
export const quantityIds = Object.keys(quantities) as [QuantityId, ...QuantityId[]];

/** Rounds a value to the decimals that mean something for its quantity, so that -7.699999 is never published. */
export function roundTo(quantityId: QuantityId, value: number): number {
  const factor = 10 ** quantities[quantityId].decimals;
  return Math.round(value * factor) / factor;
}
