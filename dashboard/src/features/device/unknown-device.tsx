// A device nobody knows: its bytes cut into frames, what each part could be, and a sheet to begin for it.
import { useState } from "react";
import type { Pairing } from "#contract/bench.ts";
import type { Device } from "#contract/devices.ts";
import { useLive } from "../../live/live-context.tsx";
import { GuessedFrames } from "./guessed-frames.tsx";
import { MakeSheet } from "./make-sheet.tsx";
import { unknownFormat, unknownModel } from "./unknown-model.ts";

export function UnknownDevice({
  device,
  pairing,
  trainer,
}: {
  readonly device: Device;
  readonly pairing: Pairing | undefined;
  readonly trainer: boolean;
}) {
  const [framing, setFraming] = useState<string>();
  const isUnknown = useLive(
    (state) =>
      device.model === unknownModel ||
      (state.feeds[device.id]?.frames.some(({ format }) => format === unknownFormat) ?? false),
  );
  return (
    <>
      {isUnknown && (
        <GuessedFrames device={device} trainer={trainer} chosen={framing} onChoose={setFraming} />
      )}
      {trainer && <MakeSheet device={device} pairing={pairing} framing={framing} />}
    </>
  );
}
