// The ultrasonic rangefinder: the board times the pulse (PING_READ, as PingFirmata does), the speed of sound makes it metres.
import { sonarMetres } from "../conversions.ts";
import { echoChannel } from "../parts/inputs.ts";
import type { ComponentOf } from "../parts/part.ts";
import { pinNumber, type WiringBench } from "./bench.ts";

/** The module wants 10 µs at least. */
const triggerMicros = 10;
/** 4 m there and back take 24 ms; a module that heard nothing holds its pulse 38 ms and more. */
const timeoutMicros = 40_000;
/** An answer that went missing must not end the measuring. */
const answerMs = 1000;

/** @throws Error when the board's program has no PING_READ. */
export function wireSonar(bench: WiringBench, { id, pin, options }: ComponentOf<"sonar">): void {
  const { io, rate } = bench;
  const settings = {
    pin: pinNumber(pin),
    value: 1 as const,
    pulseOut: triggerMicros,
    timeout: timeoutMicros,
  };
  const event = `ping-read-${settings.pin}`;
  let measurement = 0;
  let guard: NodeJS.Timeout | undefined;

  const onEcho = (micros: number): void => {
    clearTimeout(guard);
    measurement += 1;
    const metres = sonarMetres(micros, options.airCelsius);
    bench.well(id);
    bench.tell(
      id,
      {
        ...(metres === undefined ? {} : { [id]: metres }),
        ...(micros === 0 ? {} : { [echoChannel(id)]: micros }),
      },
      measurement,
      1,
    );
    setTimeout(ping, options.sampleMs / rate);
  };
  const ping = (): void => {
    guard = setTimeout(() => {
      io.removeListener(event, onEcho);
      bench.silent(id, "the board did not answer");
      ping();
    }, answerMs);
    io.pingRead(settings, onEcho);
  };
  ping();
}
