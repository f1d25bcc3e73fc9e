// The constants of the project: what is computed is computed again here, from the other constants and the formula named.
import { describe, expect, it } from "vitest";
import { publishedRssi, publishedRssiCount } from "#contract/maths/published-rssi.ts";
import { loadSheets } from "../../bridge/sheets/loader.ts";
import { contentFolder } from "../bridge/sheets/content-copy.ts";

const { constants } = await loadSheets({ folder: contentFolder });

/** A constant's value. */
function c(id: string): number {
  const value = constants.get(id)?.value;
  if (value === undefined) throw new Error(`${id} is not a number of the file`);
  return value;
}

const log10 = Math.log10;
const wavelength = (hertz: number) => c("speed-of-light") / hertz;
const middleOfBand = 2.44e9;
const rssi = (metres: number) => c("beacon-power-common") - 10 * c("path-loss-free") * log10(metres);
const doubling = (n: number) => 10 * n * log10(2);
const coil = (cm: number) => 100 * (c("coil-radius") / Math.hypot(c("coil-radius"), cm)) ** 3;
const ldr = (lux: number) => c("ldr-r10") * (lux / 10) ** -c("ldr-gamma");
const ldrShare = (lux: number) => ldr(lux) / (ldr(lux) + c("ldr-divider"));
const sound = (celsius: number) => c("sound-speed-0c") * Math.sqrt(1 + celsius / 273.15);
const pendulum = (metres: number) => 2 * Math.PI * Math.sqrt(metres / c("gravity"));
const ruler = (cm: number) => 1000 * Math.sqrt((2 * cm) / 100 / c("gravity"));
const radian = Math.PI / 180;

/** Least squares of the published means against log10 of the distance. */
const fit = (() => {
  const points = [50, 100, 150, 200, 250, 300, 400].map((cm) => ({
    x: log10(cm / 100),
    y: c(`rssi-vector-d${String(cm).padStart(3, "0")}`),
  }));
  const mean = (of: (point: { x: number; y: number }) => number) =>
    points.reduce((sum, point) => sum + of(point), 0) / points.length;
  const [x, y] = [mean((point) => point.x), mean((point) => point.y)];
  const slope = mean((point) => (point.x - x) * (point.y - y)) / mean((point) => (point.x - x) ** 2);
  const rest = points.reduce((sum, point) => sum + (point.y - y - slope * (point.x - x)) ** 2, 0);
  const all = points.reduce((sum, point) => sum + (point.y - y) ** 2, 0);
  return {
    n: -slope / 10,
    a: y - slope * x,
    r2: 1 - rest / all,
    residual: Math.sqrt(rest / (points.length - 2)),
  };
})();

const formulas: Record<string, () => number> = {
  "ble-wavelength": () => 100 * wavelength(middleOfBand),
  "ble-multipath-step-low": () => (100 * wavelength(middleOfBand)) / 4,
  "ble-multipath-step-high": () => (100 * wavelength(middleOfBand)) / 2,
  "beacon-frames-per-second-100ms": () => 1000 / c("ibeacon-interval"),
  "beacon-ids-per-second-low": () => 1000 / 1000,
  "beacon-ids-per-second-high": () => 1000 / c("ibeacon-interval"),
  "free-space-loss-1m": () => 20 * log10((4 * Math.PI) / wavelength(middleOfBand)),
  // The surface of a sphere grows as the square of its radius.
  "path-loss-free": () => log10(4 * Math.PI * 10 ** 2) - log10(4 * Math.PI * 1 ** 2),
  "doubling-loss-n2": () => doubling(2),
  "doubling-loss-n24": () => doubling(2.4),
  "doubling-loss-n3": () => doubling(3),
  "rssi-025m": () => rssi(0.25),
  "rssi-05m": () => rssi(0.5),
  "rssi-1m": () => rssi(1),
  "rssi-2m": () => rssi(2),
  "rssi-4m": () => rssi(4),
  "rssi-8m": () => rssi(8),
  "distance-factor-s4n2": () => 10 ** (c("rssi-scatter") / 20),
  "distance-3m-low": () => c("distance-3m") / 10 ** (c("rssi-scatter") / 20),
  "distance-3m-high": () => c("distance-3m") * 10 ** (c("rssi-scatter") / 20),
  "distance-factor-s6n2": () => 10 ** (6 / 20),
  "mean-error-10": () => c("rssi-scatter") / Math.sqrt(10),
  "mean-error-20": () => c("rssi-scatter") / Math.sqrt(20),
  "mean-error-50": () => c("rssi-scatter") / Math.sqrt(50),
  "rssi-fit-ols-n": () => fit.n,
  "rssi-fit-ols-a": () => fit.a,
  "rssi-fit-ols-r2": () => fit.r2,
  "rssi-fit-ols-residual": () => fit.residual,
  "rssi-fit-method-gap": () => 100 * (c("rssi-fit-author-n") / fit.n - 1),
  "rfid-hf-wavelength": () => wavelength(1e6 * c("rfid-hf-frequency")),
  "coil-field-0cm": () => coil(0),
  "coil-field-1cm": () => coil(1),
  "coil-field-2cm": () => coil(2),
  "coil-field-3cm": () => coil(3),
  "coil-field-4cm": () => coil(4),
  "coil-field-5cm": () => coil(5),
  "coil-field-10cm": () => coil(10),
  "mifare-1k-usable": () => {
    const [sectors, blocks, bytes] = [
      c("mifare-1k-sectors"),
      c("mifare-1k-blocks"),
      c("mifare-1k-block-bytes"),
    ];
    return bytes * (sectors * blocks - 1 - sectors);
  },
  "adc-steps-10b": () => 2 ** c("adc-bits-uno"),
  "adc-steps-12b": () => 2 ** 12,
  "adc-step-10b-5v": () => (1000 * c("adc-range-uno")) / 2 ** 10,
  "adc-step-10b-33v": () => (1000 * c("logic-33v")) / 2 ** 10,
  "adc-step-12b-33v": () => (1000 * c("logic-33v")) / 2 ** 12,
  // Two for each period: one for each way it goes.
  "nyquist-factor": () => 1 / 0.5,
  "serial-115200": () => c("baud-fast") / 10,
  "serial-line-115200": () => (1000 * c("serial-line-bytes") * 10) / c("baud-fast"),
  "serial-line-9600": () => (1000 * c("serial-line-bytes") * 10) / c("baud-slow"),
  "serial-lines-9600": () => c("baud-slow") / (c("serial-line-bytes") * 10),
  "led-current": () => (1000 * (c("logic-5v") - 2)) / c("led-resistor"),
  ...Object.fromEntries(
    [10, 50, 100, 150, 300, 1000].flatMap((lux) => [
      [`ldr-${lux}lx-resistance`, () => ldr(lux)],
      [`ldr-${lux}lx-volts`, () => c("adc-range-uno") * ldrShare(lux)],
      [`ldr-${lux}lx-count`, () => c("adc-highest-uno") * ldrShare(lux)],
    ]),
  ),
  "ldr-decade-ratio": () => 10 ** c("ldr-gamma"),
  "dose-equivalence": () => 250 * 2,
  "dose-e09": () => c("lux-very-sensitive") * 8 * 310,
  "hcsr04-scale-temperature": () =>
    273.15 * ((0.02 / (c("hcsr04-scale") / 1e6) / c("sound-speed-0c")) ** 2 - 1),
  "sound-speed-0c": () => 331.3,
  "sound-speed-20c": () => sound(20),
  "sound-speed-30c": () => sound(30),
  "echo-1m-0c": () => 2e6 / c("sound-speed-0c"),
  "echo-1m-20c": () => 2e6 / c("sound-speed-20c"),
  "echo-1m-30c": () => 2e6 / c("sound-speed-30c"),
  "echo-error-0-30c": () => 100 * (sound(30) / sound(0) - 1),
  "pendulum-25cm": () => pendulum(0.25),
  "pendulum-50cm": () => pendulum(0.5),
  "pendulum-100cm": () => pendulum(1),
  "pendulum-radial-25cm": () => pendulum(0.25) / 2,
  "pendulum-radial-100cm": () => pendulum(1) / 2,
  "pendulum-radial-low": () => Math.cos(20 * radian),
  "pendulum-radial-high": () => 3 - 2 * Math.cos(20 * radian),
  "pendulum-alias": () => 3 - 2,
  "ruler-10cm": () => ruler(10),
  "ruler-15cm": () => ruler(15),
  "ruler-20cm": () => ruler(20),
  "ruler-25cm": () => ruler(25),
  "ruler-30cm": () => ruler(30),
  "latency-serial": () => c("serial-line-115200"),
  "latency-browser": () => 1000 / 60,
  "ws2812-bit-time": () => 1e6 / 800_000,
  "ws2812-led-time": () => c("ws2812-bits") * c("ws2812-bit-time"),
  ...Object.fromEntries(
    [30, 60, 144].map((leds) => [`strip-current-${leds}`, () => (leds * c("ws2812-current")) / 1000]),
  ),
  ...Object.fromEntries(
    [8, 30, 60, 144].map((leds) => [
      `strip-frame-${leds}`,
      () => (leds * c("ws2812-led-time") + c("ws2812-reset")) / 1000,
    ]),
  ),
  "usb-led-count": () => (1000 * c("usb-current")) / c("ws2812-current"),
  "qr-width-30cm": () => 30 / c("qr-width-ratio"),
  "qr-width-1m": () => 100 / c("qr-width-ratio"),
  "qr-width-2m": () => 200 / c("qr-width-ratio"),
  "zone-enter-distance": () => 10 ** (c("zone-enter-offset") / 20),
  "zone-leave-distance": () => 10 ** (c("zone-leave-offset") / 20),
  "programme-mean-group": () => c("programme-participant-hours") / c("programme-hours"),
};

/** Thresholds of experiments are proven where their experiment is. */
const isThreshold = (id: string) => /^e\d\d-/.test(id);
const computed = [...constants.values()].filter(
  ({ constant, value }) => constant.status === "computed" && value !== undefined && !isThreshold(constant.id),
);

describe("computed constants", () => {
  it("each have their formula here, and only they", () => {
    expect(computed.map(({ constant }) => constant.id).sort()).toEqual(Object.keys(formulas).sort());
  });

  it.each(computed.map((one) => [one.constant.id, one] as const))(
    "%s is what its formula gives",
    (id, one) => {
      const decimals = /[.](\d+)$/.exec(one.alone.en)?.[1]?.length ?? 0;
      const exact = formulas[id]?.() ?? Number.NaN;
      // As rounded, whichever way a half goes.
      expect(Math.abs(exact - (one.value ?? Number.NaN))).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 1e-9);
    },
  );
});

describe("the file of constants", () => {
  it("gives the chosen sums their terms", () => {
    expect(c("target-load")).toBe(
      c("target-load-participants") * c("target-load-devices") * c("target-load-rate"),
    );
    expect(c("mifare-1k-total")).toBe(
      c("mifare-1k-sectors") * c("mifare-1k-blocks") * c("mifare-1k-block-bytes"),
    );
    for (const [dose, lux] of [
      ["dose-very-sensitive", 50],
      ["dose-sensitive", 200],
    ] as const)
      expect(c(dose)).toBe(lux * c("dose-year-hours"));
    expect(c("qr-size-max")).toBe(c("qr-size-min") + 4 * (c("qr-version-last") - c("qr-version-first")));
  });

  it("holds the published signal strengths that the fit tool offers", () => {
    expect(publishedRssi).toEqual(
      [50, 100, 150, 200, 250, 300, 400].map((cm) => [
        cm / 100,
        c(`rssi-vector-d${String(cm).padStart(3, "0")}`),
      ]),
    );
    expect(publishedRssiCount).toBe(c("rssi-vector-count"));
  });

  it("has bounds in order", () => {
    for (const id of constants.keys())
      if (id.endsWith("-low") && constants.has(id.replace(/-low$/, "-high")))
        expect(c(id), id).toBeLessThan(c(id.replace(/-low$/, "-high")));
  });

  it("says of each row in both languages what it is, and of what is not confirmed where to confirm it", () => {
    for (const { constant } of constants.values()) {
      expect(constant.what.fr, constant.id).not.toBe(constant.what.en);
      if (constant.status === "unconfirmed") {
        expect(constant.source.fr, constant.id).toMatch(/à confirmer/);
        expect(constant.source.en, constant.id).toMatch(/to confirm/);
      } else expect(constant.source.en, constant.id).not.toMatch(/^to confirm/);
    }
  });
});
