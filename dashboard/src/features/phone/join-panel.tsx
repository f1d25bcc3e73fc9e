// On the bench: how a phone of the room joins. The trainer shows its code; everybody may lend the phone in their hand.
import { Suspense } from "react";
import { useIsTrainer, useRoute } from "../../live/use-route.ts";
import { useText } from "../../ui/language.tsx";
import { later } from "../../ui/later.tsx";
import { LinkButton } from "../../ui/link.tsx";
import { Loading, Section } from "../../ui/page.tsx";
import classes from "./phone.module.css";

const Invitation = later(async () => (await import("./invitation.tsx")).Invitation);

export function JoinPanel() {
  const t = useText();
  const trainer = useIsTrainer();
  const joining = useRoute("joining").data;
  return (
    <Section id="telephones" title={t("join.title")}>
      <p className={classes.note}>{t("join.lead")}</p>
      {trainer &&
        joining !== undefined &&
        (joining.hosts.length > 0 ? (
          <Suspense fallback={<Loading lines={2} />}>
            <Invitation joining={joining} />
          </Suspense>
        ) : (
          <p className={classes.note}>{t(joining.lan ? "join.noNetwork" : "join.closed")}</p>
        ))}
      <div className={classes.actions}>
        <LinkButton to="/telephone" variant="default">
          {t("join.lendThis")}
        </LinkButton>
        {trainer && (
          <LinkButton to="/codes" variant="default">
            {t("join.codes")}
          </LinkButton>
        )}
      </div>
    </Section>
  );
}
