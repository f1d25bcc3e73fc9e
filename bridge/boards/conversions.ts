// From what a pin gives to quantities, by the formula of each part. Pure; used in the board's worker.
// References: Wokwi photoresistor model (gamma 0.7, 50 kΩ at 10 lx), Analog Devices TMP35/36/37 datasheet, rev. H.
import { roundTo } from "#contract/quantities.ts";

/** Readings by channel id; a value that cannot be told is absent. */
export type ChannelReadings = Record<string, number>;

export interface PhotoresistorOptions {
  /** Resistor from the supply to the pin, ohms; the photoresistor goes from the pin to ground. */
  readonly dividerOhms: number;
  readonly ohmsAt10Lux: number;
  readonly gamma: number;
}

/**
 * Illuminance in lux of a photoresistor to ground under a resistor to the supply: darker gives a higher voltage.
 * @param ratio of the supply voltage, 0 to 1.
 * @returns `undefined` at the rails, where a loose wire looks the same as utter darkness.
 */
export function illuminance(ratio: number, options: PhotoresistorOptions): number | undefined {
  if (ratio <= 0 || ratio >= 1) return undefined;
  const ohms = (options.dividerOhms * ratio) / (1 - ratio);
  return 10 * (options.ohmsAt10Lux / ohms) ** (1 / options.gamma);
}

/**
 * Temperature of a TMP36: 0.5 V at 0 °C, 10 mV a degree.
 * @returns `undefined` outside what the part can give (−40 to 125 °C): a wire is loose.
 */
export function tmp36Celsius(volts: number): number | undefined {
  const celsius = (volts - 0.5) * 100;
  return celsius < -40 || celsius > 125 ? undefined : celsius;
}

export type AnalogueComponent = { readonly id: string } & (
  | { readonly kind: "photoresistor"; readonly options: PhotoresistorOptions }
  | { readonly kind: "temperature" | "potentiometer" | "force" | "sound-level" }
);

/** Id of the channel that gives a component's raw voltage. */
export const voltageChannel = (componentId: string): string => `${componentId}Voltage`;

/**
 * Readings of one analogue component.
 * @param counts as converted by the board, 0 to `resolution`.
 * @param supplyVolts the converter's reference, usually 5 V.
 */
export function analogueReadings(
  component: AnalogueComponent,
  counts: number,
  resolution: number,
  supplyVolts: number,
): ChannelReadings {
  const ratio = Math.min(1, Math.max(0, counts / resolution));
  const volts = ratio * supplyVolts;
  const readings: ChannelReadings = { [voltageChannel(component.id)]: roundTo("voltage", volts) };
  switch (component.kind) {
    case "photoresistor": {
      const lux = illuminance(ratio, component.options);
      if (lux !== undefined) readings[component.id] = roundTo("illuminance", lux);
      break;
    }
    case "temperature": {
      const celsius = tmp36Celsius(volts);
      if (celsius !== undefined) readings[component.id] = roundTo("temperature", celsius);
      break;
    }
    case "potentiometer":
      readings[component.id] = roundTo("ratio", ratio * 100);
      break;
    case "force":
    case "sound-level":
      // Neither part is made for newtons or decibels: how much of its range, and no more.
      readings[component.id] = roundTo("level", ratio * 100);
      break;
  }
  return readings;
}

/** Speed of sound in air, m/s: 331.3·√(1 + T/273.15), dry air. */
export const soundSpeed = (celsius: number): number => 331.3 * Math.sqrt(1 + celsius / 273.15);

/** What an HC-SR04 can measure, metres. */
const sonarRange = { min: 0.02, max: 4 };

/**
 * Distance from the time an echo took to go and come back.
 * @param micros of the pulse; 0 when none came.
 * @returns metres; `undefined` outside what the part can measure: an echo that did not come back is not a distance.
 */
export function sonarMetres(micros: number, celsius: number): number | undefined {
  const metres = (micros * soundSpeed(celsius)) / 2e6;
  return metres < sonarRange.min || metres > sonarRange.max ? undefined : roundTo("measuredDistance", metres);
}
