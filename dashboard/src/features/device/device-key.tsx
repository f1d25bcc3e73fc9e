// The key of a device that encrypts what it says: the trainer gives it, the bench keeps it, no page ever shows it.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { Device } from "#contract/devices.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./device.module.css";

/** Sixteen bytes, as hexadecimal digits; people copy them with spaces or dashes. */
const keyDigits = 32;
const isKey = (text: string) =>
  new RegExp(`^[0-9a-f]{${keyDigits}}$`, "i").test(text.replaceAll(/[\s:-]/g, ""));

export function DeviceKey({ device, trainer }: { readonly device: Device; readonly trainer: boolean }) {
  const t = useText();
  if (device.key === undefined) return null;
  // Recognised by its key: another key would be another device.
  const isRotating = device.model === "rotating-address";
  return (
    <Section id="cle" title={t("key.title")}>
      <Card>
        <p>{t(isRotating ? "key.rotating" : `key.${device.key}`)}</p>
        {trainer ? <KeyForm device={device} canGive={!isRotating} /> : <p>{t("key.trainer")}</p>}
      </Card>
    </Section>
  );
}

function KeyForm({ device, canGive }: { readonly device: Device; readonly canGive: boolean }) {
  const t = useText();
  const [key, setKey] = useState("");
  const give = useCall("giveKey");
  const forget = useCall("forgetKey");
  const params = { id: device.id };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate({ params, body: { key } }, { onSuccess: () => setKey("") });
  };
  const error = give.error ?? forget.error;
  return (
    <form onSubmit={submit} className={classes.teach}>
      {canGive && (
        <TextInput
          type="password"
          label={t("key.label")}
          description={t("key.where")}
          value={key}
          maxLength={80}
          autoComplete="off"
          required
          onChange={(event) => setKey(event.currentTarget.value)}
        />
      )}
      {error !== null && <ProblemNote problem={problemOf(error)} />}
      <div className={classes.sent}>
        {canGive && (
          <Button type="submit" loading={give.isPending} disabled={!isKey(key)}>
            {t("save")}
          </Button>
        )}
        {device.key !== "needed" && (
          <Button
            variant="subtle"
            color="amber"
            loading={forget.isPending}
            onClick={() => forget.mutate({ params })}
          >
            {t("key.forget")}
          </Button>
        )}
      </div>
      <p role="status">{give.isSuccess && key === "" ? t("key.saved") : ""}</p>
    </form>
  );
}
