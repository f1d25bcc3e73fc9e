// What a device can be told, a card for each command.
import type { Capability, Device } from "#contract/devices.ts";
import { CommandForm } from "../../live/command-form.tsx";
import { useSession } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import classes from "./device.module.css";

export function Commands({ device }: { readonly device: Device }) {
  const t = useText();
  const isTrainer = useSession().data?.role === "trainer";
  const capabilities = spoken(device, isTrainer);
  if (capabilities.length === 0) return null;
  return (
    <Section id="commandes" title={t("command.title")}>
      <ul className={classes.commands}>
        {capabilities.map((capability) => (
          <Card as="li" key={capability.command}>
            <CommandForm device={device.id} capability={capability} />
          </Card>
        ))}
      </ul>
    </Section>
  );
}

/** What this person may tell it. `raw.watch` has its own button, in the inspector. */
export function spoken(device: Device, isTrainer: boolean): readonly Capability[] {
  return device.capabilities.filter(
    ({ command, trainerOnly }) => command !== "raw.watch" && (isTrainer || trainerOnly !== true),
  );
}
