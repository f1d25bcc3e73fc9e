// A phone and its owner: what would be lent is said first, then each sensor has its switch, and the way back is always in
// sight. Nothing goes out before the button was pressed.
import { Button } from "@mantine/core";
import { useState } from "react";
import { useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import { Link } from "../../ui/link.tsx";
import { Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { abilitiesOf, offerOf } from "./abilities.ts";
import { AbilityTable } from "./ability-table.tsx";
import { NotSecure } from "./not-secure.tsx";
import classes from "./phone.module.css";
import { SensorSwitches } from "./sensor-switches.tsx";
import { useLending } from "./use-lending.ts";

export function PhonePage() {
  const t = useText();
  const words = useWords();
  const joining = useRoute("joining");
  const [offer] = useState(() => offerOf(window));
  const abilities = abilitiesOf(offer);
  const { lending, control } = useLending();
  const { phase, name, problem } = lending;
  const isLent = phase === "lent" && name !== undefined;
  return (
    <Page title={t("phone.title")} lead={isLent ? undefined : t("phone.lead")}>
      {problem !== undefined && <ProblemNote problem={problem} />}
      {isLent ? (
        <>
          <Card family="phone" className={classes.lent}>
            <p className={classes.nameLine}>{t("phone.lentAs")}</p>
            <p className={classes.name} data-phone-name>
              {words(name)}
            </p>
            <p className={classes.small} role="status">
              {t(lending.isReached ? "phone.reached" : "phone.unreached")}
            </p>
          </Card>
          <SensorSwitches abilities={abilities} lending={lending} control={control} />
          <details className={classes.frame}>
            <summary>{t("phone.lastFrame", { count: lending.sent })}</summary>
            <code>{lending.lastFrame}</code>
          </details>
          <div className={classes.stopBar}>
            <Button size="xl" fullWidth color="amber" onClick={control.stop}>
              {t("phone.stop")}
            </Button>
          </div>
        </>
      ) : (
        <>
          {phase === "stopped" && (
            <Card family="phone">
              <p className={classes.stopped} role="status">
                {t("phone.stopped")}
              </p>
            </Card>
          )}
          {!offer.isSecure && <NotSecure />}
          <Card className={classes.consent}>
            <h2>{t("phone.consentTitle")}</h2>
            <ul>
              <li>{t("phone.consentSwitches")}</li>
              <li>{t("phone.consentSound")}</li>
              <li>{t("phone.consentName")}</li>
              <li>{t("phone.consentStop")}</li>
              {joining.data?.recording === true && <li>{t("phone.consentRecorded")}</li>}
            </ul>
            <Button
              size="lg"
              disabled={!offer.isSecure}
              loading={phase === "asking"}
              onClick={() => void control.lend()}
            >
              {t(phase === "idle" || phase === "asking" ? "phone.lend" : "phone.lendAgain")}
            </Button>
            {!offer.isSecure && <p className={classes.small}>{t("phone.lendNeedsHttps")}</p>}
          </Card>
          <AbilityTable abilities={abilities} />
          <p className={classes.small}>
            <Link to="/">{t("notFound.back")}</Link>
          </p>
        </>
      )}
    </Page>
  );
}
