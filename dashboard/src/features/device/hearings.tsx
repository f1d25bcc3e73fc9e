// Who hears a beacon, each receiver with its own signal: the same beacon is strong in one room and weak in the next.
import type { BenchHearing } from "#contract/bench.ts";
import { useLive } from "../../live/live-context.tsx";
import { formatQuantity } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { receiverKind } from "../../ui/receiver-kind.ts";
import classes from "./device.module.css";

const none: readonly BenchHearing[] = [];

export function Hearings({ device }: { readonly device: string }) {
  const t = useText();
  const { language } = useLanguage();
  const hearings = useLive((state) => state.bench?.devices[device]?.receivers ?? none);
  if (hearings.length === 0) return null;
  return (
    <Section id="recepteurs" title={t("device.receivers")}>
      <dl className={classes.facts}>
        {hearings.map(({ bridge, receiver, rssi }, index) => {
          const { kind, name } = receiverKind(receiver);
          return (
            <div key={`${bridge}/${receiver}`}>
              <dt>{t("device.receiver", { receiver: t(`receiver.${kind}`, { name }), bridge })}</dt>
              <dd>
                {formatQuantity(language, "rssi", rssi)}
                {index === 0 && hearings.length > 1 && ` · ${t("device.witness")}`}
              </dd>
            </div>
          );
        })}
      </dl>
    </Section>
  );
}
