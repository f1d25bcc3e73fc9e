// For the trainer: a device whose radio address rotates, recognised with the key its owner agrees to give.
import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { problemOf } from "../../connection/api.ts";
import { useCall } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText } from "../../ui/language.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./bench.module.css";

export function RotatingDevice() {
  const t = useText();
  const [name, setName] = useState("");
  const [key, setKey] = useState("");
  const teach = useCall("teachRotating");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    teach.mutate(
      { params: {}, body: { name: name.trim(), key } },
      {
        onSuccess: () => {
          setName("");
          setKey("");
        },
      },
    );
  };
  return (
    // Folded: few workshops need it.
    <details id="adresse-qui-change">
      <summary>{t("rotating.title")}</summary>
      <p className={classes.note}>{t("rotating.lead")}</p>
      <div className={classes.cards}>
        <Card className={classes.card}>
          <form onSubmit={submit} className={classes.form}>
            <TextInput
              label={t("rotating.name")}
              value={name}
              maxLength={60}
              required
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <TextInput
              type="password"
              label={t("rotating.key")}
              description={t("rotating.keyHint")}
              value={key}
              maxLength={80}
              autoComplete="off"
              required
              onChange={(event) => setKey(event.currentTarget.value)}
            />
            {teach.isError && <ProblemNote problem={problemOf(teach.error)} />}
            <Button
              type="submit"
              variant="default"
              loading={teach.isPending}
              disabled={name.trim() === "" || key === ""}
            >
              {t("rotating.teach")}
            </Button>
            <p role="status" className={classes.small}>
              {teach.isSuccess && key === "" ? t("rotating.done") : ""}
            </p>
          </form>
        </Card>
      </div>
    </details>
  );
}
