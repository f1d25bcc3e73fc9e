// The chips of a board's I²C bus, as the kit lists them.
import type { Kit, KitComponent } from "#contract/kit.ts";
import { Adxl345, feltBy, Mpu6050 } from "../chips/accelerometers.ts";
import { Bh1750 } from "../chips/bh1750.ts";
import { Bme280 } from "../chips/bme280.ts";
import { CharacterDisplay } from "../chips/character-display.ts";
import type { I2cChip } from "../chips/i2c-bus.ts";
import { Mcp9808 } from "../chips/mcp9808.ts";
import { Vl53l0x } from "../chips/vl53l0x.ts";
import { luxAtSensors } from "../light.ts";
import { Pendulum } from "../parts/pendulum.ts";

/** What the room's air is besides warm: nobody changes it. */
const air = { humidity: 46, pascals: 101_300 };
const level = { x: 0, y: 0 };

export interface Surroundings {
  readonly kit: () => Kit;
  /** The component as it is now. */
  readonly here: () => KitComponent | undefined;
  /** Simulated milliseconds. */
  readonly nowMs: () => number;
}

/** @returns the chip of a component that stands on the bus, as it wakes up. */
export function busChipOf(
  { kind, settings }: KitComponent,
  { kit, here, nowMs }: Surroundings,
): I2cChip | undefined {
  const celsius = () => kit().temperature;
  switch (kind) {
    case "climate":
      return new Bme280(() => ({ ...air, celsius: celsius() }));
    case "lux":
      return new Bh1750(() => luxAtSensors(kit()), nowMs);
    case "thermometer":
      return new Mcp9808(celsius);
    case "accelerometer": {
      const pendulum = new Pendulum();
      const felt = () => {
        const { tilt = level, swing } = here() ?? {};
        return swing === undefined ? feltBy(tilt) : pendulum.felt(swing, nowMs());
      };
      return settings?.chip === "mpu6050" ? new Mpu6050(felt, celsius) : new Adxl345(felt);
    }
    case "time-of-flight":
      return new Vl53l0x(() => here()?.value ?? Number.POSITIVE_INFINITY, nowMs);
    case "lcd":
      return new CharacterDisplay();
    default:
      return undefined;
  }
}
