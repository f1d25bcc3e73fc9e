// The page came by an address that is not secured: why that matters, what the browser will say, and the way on.
import { Button } from "@mantine/core";
import { problemOf } from "../../connection/api.ts";
import { useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText } from "../../ui/language.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./phone.module.css";

export function NotSecure() {
  const t = useText();
  const joining = useRoute("joining");
  const { securePort, fingerprint } = joining.data ?? {};
  return (
    <Card className={classes.notSecure}>
      <h2>{t("phone.secure.title")}</h2>
      <p>{t("phone.secure.why")}</p>
      {joining.isError && <ProblemNote problem={problemOf(joining.error)} />}
      {joining.isSuccess && securePort === undefined && <p>{t("phone.secure.closed")}</p>}
      {securePort !== undefined && (
        <>
          <p>{t("phone.secure.warning")}</p>
          <p>{t("phone.secure.meaning")}</p>
          <Button component="a" href={`https://${window.location.hostname}:${securePort}/telephone`}>
            {t("phone.secure.go")}
          </Button>
          <details>
            <summary>{t("phone.secure.check")}</summary>
            <p>{t("phone.secure.fingerprint")}</p>
            <code className={classes.fingerprint}>{fingerprint}</code>
          </details>
        </>
      )}
    </Card>
  );
}
