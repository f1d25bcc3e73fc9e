// A GPS receiver on an open line: its sentences → position, speed and quality. A receiver that hears too few satellites
// works, and says so; it talks every second, so that silence is a fault.
import type { Channel } from "#contract/devices.ts";
import { type QuantityId, quantities } from "#contract/quantities.ts";
import type { Timer } from "../clock.ts";
import { decodeNmeaSentence } from "../decoders/nmea-sentence.ts";
import { LaboError } from "../errors.ts";
import { createTextFramer, textOf } from "../frames/text-framer.ts";
import type { Instant } from "./event-factory.ts";
import { type LineSilence, watchSilence } from "./line-silence.ts";
import type { DeviceProtocol, SessionHost } from "./session-protocol.ts";

const silenceMs = 10_000;
/** Receivers tell one place in several sentences: they are one reading. */
const togetherMs = 200;

const measured: readonly QuantityId[] = ["latitude", "longitude", "altitude", "speed", "satellites", "hdop"];
const channels: readonly Channel[] = measured.map((quantity) => ({
  id: quantity,
  quantity,
  name: quantities[quantity].name,
}));

export function createGpsProtocol(host: SessionHost): DeviceProtocol {
  const { clock } = host;
  let framer = createTextFramer();
  let latest: Record<string, number> = {};
  let gathered: Record<string, number> = {};
  let together: Timer | undefined;
  let silence: LineSilence | undefined;
  let hasFix: boolean | undefined;

  const tell = (at: Instant): void => {
    together = undefined;
    if (Object.keys(gathered).length === 0) return;
    latest = { ...latest, ...gathered };
    host.emit(at, { kind: "reading-taken", readings: gathered });
    host.state(at, { readings: latest });
    gathered = {};
  };

  const onFix = (now: boolean): void => {
    if (now === hasFix) return;
    hasFix = now;
    if (now) host.well();
    else {
      host.unwell("GPS_NO_FIX");
      // An old place is not where the receiver is.
      const { satellites, hdop } = latest;
      latest = {
        ...(satellites === undefined ? {} : { satellites }),
        ...(hdop === undefined ? {} : { hdop }),
      };
    }
  };

  const onLine = (bytes: Uint8Array, at: Instant): void => {
    const line = textOf(bytes);
    if (line === "") return;
    const decoded = decodeNmeaSentence(line);
    const { spans } = decoded;
    host.frame(at, "in", bytes, () => ({
      format: "nmea-sentence",
      spans,
      ...(decoded.ok ? {} : { discarded: decoded.why }),
    }));
    if (!decoded.ok) {
      host.discard(at, bytes, decoded.why);
      return;
    }
    silence?.broken();
    if (decoded.hasFix !== undefined) onFix(decoded.hasFix);
    Object.assign(gathered, decoded.readings);
    if (Object.keys(gathered).length > 0 && together === undefined)
      together = clock.after(togetherMs, () => tell(at));
  };

  return {
    kind: "gps",
    description: () => ({
      model: "gps-receiver",
      profile: "board-serial",
      name: { fr: "Récepteur GPS", en: "GPS receiver" },
      channels,
      capabilities: [],
      facts: {},
    }),
    linkUp() {
      framer = createTextFramer();
      latest = {};
      gathered = {};
      hasFix = undefined;
      silence = watchSilence(clock, (silentMs) => {
        if (silentMs > silenceMs) host.fail(new LaboError("SERIAL_SILENT"));
      });
    },
    onChunk({ bytes, now: wall, mono }) {
      const at = { now: wall, mono };
      for (const outcome of framer.push(bytes)) {
        if (outcome.kind === "frame") onLine(outcome.bytes, at);
        else {
          host.discard(at, outcome.bytes, outcome.reason);
          host.frame(at, "in", outcome.bytes, () => ({
            format: "unknown",
            spans: [],
            discarded: outcome.reason,
          }));
        }
      }
    },
    linkDown(at) {
      silence?.stop();
      together?.cancel();
      together = undefined;
      for (const outcome of framer.flush())
        if (outcome.kind === "discarded") host.discard(at, outcome.bytes, outcome.reason);
    },
    async execute() {
      throw new LaboError("COMMAND_UNKNOWN");
    },
    async stop() {
      silence?.stop();
      together?.cancel();
    },
  };
}
