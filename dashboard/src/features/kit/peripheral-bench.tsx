// Boards without a cable: a micro:bit with its lamps, buttons and tilt, a climate sensor with its battery.
import { Switch } from "@mantine/core";
import type { Kit, KitMicrobit, KitPeripheral } from "#contract/kit.ts";
import { formatNumber } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { ClimateDrawing, MicrobitDrawing } from "./drawings.tsx";
import { Glide, PushButton } from "./inputs.tsx";
import classes from "./kit.module.css";
import type { KitHand } from "./use-kit.ts";

export function PeripheralBench({
  kit,
  hand,
  compact = false,
}: {
  readonly kit: Kit;
  readonly hand: KitHand;
  readonly compact?: boolean;
}) {
  return (
    <ul className={classes.parts} data-compact={compact}>
      {kit.peripherals.map((peripheral) => (
        <PeripheralCard key={peripheral.id} peripheral={peripheral} hand={hand} />
      ))}
    </ul>
  );
}

function PeripheralCard({
  peripheral,
  hand,
}: {
  readonly peripheral: KitPeripheral;
  readonly hand: KitHand;
}) {
  const t = useText();
  const words = useWords();
  const { id, powered, linked, microbit } = peripheral;
  return (
    <li className={classes.part} data-part={id} data-tall={microbit !== undefined}>
      <div className={classes.drawing} data-kind={peripheral.kind} data-off={!powered}>
        {microbit === undefined ? (
          <ClimateDrawing />
        ) : (
          <MicrobitDrawing display={powered ? microbit.display : ""} a={microbit.a} b={microbit.b} />
        )}
      </div>
      <div className={classes.partControls}>
        <h3>{words(peripheral.name)}</h3>
        <p className={classes.linkState} role="status">
          {t(!powered ? "kit.radioOff" : linked ? "kit.radioLinked" : "kit.radioCalls")}
        </p>
        {microbit !== undefined && <MicrobitControls id={id} microbit={microbit} hand={hand} />}
        <Switch
          label={t("kit.battery")}
          checked={powered}
          className={classes.switch ?? ""}
          onChange={(event) =>
            hand.act({ control: "peripheral-power", peripheral: id, on: event.currentTarget.checked })
          }
        />
      </div>
    </li>
  );
}

function MicrobitControls({
  id,
  microbit,
  hand,
}: {
  readonly id: string;
  readonly microbit: KitMicrobit;
  readonly hand: KitHand;
}) {
  const t = useText();
  const { language } = useLanguage();
  const { a, b, tilt, text, heard } = microbit;
  const press = (button: "a" | "b") => (pressed: boolean) =>
    hand.act({ control: "peripheral-button", peripheral: id, button, pressed });
  const degrees = (value: number) => `${formatNumber(language, value)}°`;
  return (
    <>
      {text !== "" && <p className={classes.shows}>{t("kit.scrolls", { text })}</p>}
      {heard !== "" && <p className={classes.linkState}>{t("kit.lineHeard", { text: heard })}</p>}
      <PushButton label={t("kit.pressOf", { name: "A" })} pressed={a} onPress={press("a")} />
      <PushButton label={t("kit.pressOf", { name: "B" })} pressed={b} onPress={press("b")} />
      <Glide
        label={t("kit.tiltSide")}
        value={tilt.x}
        min={-90}
        max={90}
        step={5}
        print={degrees}
        onChange={(x) => hand.glide({ control: "peripheral-tilt", peripheral: id, x, y: tilt.y })}
      />
      <Glide
        label={t("kit.tiltFront")}
        value={tilt.y}
        min={-90}
        max={90}
        step={5}
        print={degrees}
        onChange={(y) => hand.glide({ control: "peripheral-tilt", peripheral: id, x: tilt.x, y })}
      />
    </>
  );
}
