// One switch for each sensor, and beside it what goes out right now.
import { Switch } from "@mantine/core";
import { type PhoneSensor, phoneSensors } from "#contract/phones.ts";
import type { QuantityId } from "#contract/quantities.ts";
import { Card } from "../../ui/card.tsx";
import { type MessageId, useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { Value } from "../../ui/value.tsx";
import type { abilitiesOf } from "./abilities.ts";
import type { Lending, LendingControl, SensorState } from "./lending.ts";
import classes from "./phone.module.css";

interface Shown {
  readonly label: MessageId;
  readonly quantity: QuantityId;
  readonly value: number | undefined;
}

function valuesOf(sensor: PhoneSensor, { heard, tags }: Lending): readonly Shown[] {
  const { motion, orientation, light, sound } = heard;
  switch (sensor) {
    case "motion":
      return [
        { label: "phone.axis.x", quantity: "accelerationX", value: motion?.[0] },
        { label: "phone.axis.y", quantity: "accelerationY", value: motion?.[1] },
        { label: "phone.axis.z", quantity: "accelerationZ", value: motion?.[2] },
      ];
    case "orientation":
      return [
        { label: "phone.angle.alpha", quantity: "rotation", value: orientation?.[0] },
        { label: "phone.angle.beta", quantity: "rotation", value: orientation?.[1] },
        { label: "phone.angle.gamma", quantity: "rotation", value: orientation?.[2] },
      ];
    case "light":
      return [{ label: "phone.sensor.light", quantity: "illuminance", value: light }];
    case "sound":
      return [{ label: "phone.level", quantity: "soundLevel", value: sound }];
    case "nfc":
      return [{ label: "phone.tags", quantity: "count", value: tags }];
  }
}

const notes: Partial<Record<SensorState, MessageId>> = {
  opening: "phone.state.opening",
  refused: "phone.state.refused",
  absent: "phone.state.absent",
};

export function SensorSwitches({
  abilities,
  lending,
  control,
}: {
  readonly abilities: ReturnType<typeof abilitiesOf>;
  readonly lending: Lending;
  readonly control: LendingControl;
}) {
  const t = useText();
  return (
    <Section id="capteurs" title={t("phone.switches")}>
      <ul className={classes.switches}>
        {phoneSensors.map((sensor) => {
          const state = lending.sensors[sensor];
          const isOn = state === "on" || state === "opening";
          const note = notes[state];
          return (
            <Card key={sensor} as="li" className={classes.sensor}>
              <Switch
                label={t(`phone.sensor.${sensor}`)}
                description={
                  abilities[sensor] === "available"
                    ? t(`phone.what.${sensor}`)
                    : t(`phone.ability.${abilities[sensor]}`)
                }
                checked={isOn}
                disabled={abilities[sensor] !== "available"}
                onChange={(event) =>
                  event.currentTarget.checked ? void control.switchOn(sensor) : control.switchOff(sensor)
                }
              />
              {note !== undefined && (
                <p className={classes.state} role="status">
                  {t(note)}
                </p>
              )}
              {state === "on" && (
                <dl className={classes.values} data-sensor={sensor}>
                  {valuesOf(sensor, lending).map(({ label, quantity, value }) => (
                    <div key={label}>
                      <dt>{t(label)}</dt>
                      <dd>
                        <Value quantity={quantity} value={value} size="small" />
                      </dd>
                    </div>
                  ))}
                </dl>
              )}
            </Card>
          );
        })}
      </ul>
    </Section>
  );
}
