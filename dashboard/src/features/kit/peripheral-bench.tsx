// Boards without a cable: a micro:bit with its lamps, buttons and tilt, a climate sensor with its battery.
import { Switch } from "@mantine/core";
import type { Kit, KitMicrobit, KitPeripheral } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
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
        <PeripheralCard key={peripheral.id} kit={kit} peripheral={peripheral} hand={hand} />
      ))}
    </ul>
  );
}

function PeripheralCard({
  kit,
  peripheral,
  hand,
}: {
  readonly kit: Kit;
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
        {microbit === undefined ? (
          <AirControls kit={kit} hand={hand} />
        ) : (
          <MicrobitControls id={id} microbit={microbit} hand={hand} />
        )}
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

/** What the air of the room is: everything in it that feels the air follows. */
function AirControls({ kit, hand }: { readonly kit: Kit; readonly hand: KitHand }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <>
      <Glide
        label={t("kit.temperature")}
        value={kit.temperature}
        min={-10}
        max={45}
        step={0.5}
        print={(celsius) => withUnit(language, formatNumber(language, celsius, 1), "°C")}
        onChange={(celsius) => hand.glide({ control: "room-temperature", celsius })}
      />
      <Glide
        label={t("kit.humidity")}
        value={kit.humidity}
        min={0}
        max={100}
        step={1}
        print={(percent) => withUnit(language, formatNumber(language, percent), "%")}
        onChange={(percent) => hand.glide({ control: "room-humidity", percent })}
      />
    </>
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
  const { a, b, tilt, heading, text, heard } = microbit;
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
      <Glide
        label={t("kit.heading")}
        value={heading}
        min={0}
        max={360}
        step={5}
        print={degrees}
        onChange={(wish) => hand.glide({ control: "peripheral-turn", peripheral: id, degrees: wish })}
      />
    </>
  );
}
