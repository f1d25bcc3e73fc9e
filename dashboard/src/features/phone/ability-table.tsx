// What this browser can lend, and what the others can: said before anything is tried.
import { phoneSensors } from "#contract/phones.ts";
import { type MessageId, useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import type { Ability, abilitiesOf } from "./abilities.ts";
import classes from "./phone.module.css";

const shapes: Record<Ability, React.ReactNode> = {
  available: <path d="m2.5 7 3 3 6-6.5" />,
  "needs-https": (
    <>
      <rect x="2.5" y="6.5" width="9" height="6" rx="1.2" />
      <path d="M4.5 6.5V4.6a2.5 2.5 0 0 1 5 0v1.9" />
    </>
  ),
  hidden: <path d="M4.5 5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .7-1 1.5M7 11.6v.1" />,
  missing: <path d="m3.5 3.5 7 7M10.5 3.5l-7 7" />,
};

const others: readonly MessageId[] = [
  "phone.known.https",
  "phone.known.iphone",
  "phone.known.android",
  "phone.known.light",
  "phone.known.nfc",
];

export function AbilityTable({ abilities }: { readonly abilities: ReturnType<typeof abilitiesOf> }) {
  const t = useText();
  return (
    <Section id="capacites" title={t("phone.abilities")}>
      <table className={classes.abilities}>
        <thead>
          <tr>
            <th scope="col">{t("phone.sensor")}</th>
            <th scope="col">{t("phone.thisBrowser")}</th>
          </tr>
        </thead>
        <tbody>
          {phoneSensors.map((sensor) => (
            <tr key={sensor} data-ability={abilities[sensor]}>
              <th scope="row">{t(`phone.sensor.${sensor}`)}</th>
              <td>
                <svg viewBox="0 0 14 14" width="15" height="15" aria-hidden="true">
                  {shapes[abilities[sensor]]}
                </svg>
                {t(`phone.ability.${abilities[sensor]}`)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <details>
        <summary>{t("phone.known")}</summary>
        <ul className={classes.known}>
          {others.map((id) => (
            <li key={id}>{t(id)}</li>
          ))}
        </ul>
        <p className={classes.small}>{t("phone.known.source")}</p>
      </details>
    </Section>
  );
}
