// For the trainer: beacons heard nearby that the kit was not taught, by model and strength, never by address.
import { Button, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import type { NearbyBeacon } from "#contract/api/teaching.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useRoute } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { FieldName } from "../../ui/field-name.tsx";
import { useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { Value } from "../../ui/value.tsx";
import classes from "./bench.module.css";

export function NearbyBeacons() {
  const t = useText();
  const nearby = useRoute("nearby", { refetchMs: 3000 });
  const beacons = [...(nearby.data?.beacons ?? [])].sort((a, b) => b.rssi - a.rssi);
  return (
    <Section id="a-proximite" title={t("nearby.title")}>
      <p className={classes.note}>{t("nearby.lead")}</p>
      {nearby.isError ? (
        <ProblemNote problem={problemOf(nearby.error)} />
      ) : beacons.length === 0 ? (
        <p className={classes.small}>{t("nearby.none")}</p>
      ) : (
        <ul className={classes.cards}>
          {beacons.map((beacon) => (
            <NearbyCard key={beacon.key} beacon={beacon} />
          ))}
        </ul>
      )}
    </Section>
  );
}

function NearbyCard({ beacon }: { readonly beacon: NearbyBeacon }) {
  const t = useText();
  const [name, setName] = useState("");
  const teach = useCall("teachBeacon");
  const queries = useQueryClient();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    teach.mutate(
      { params: { id: beacon.key }, body: { name: name.trim() } },
      { onSuccess: () => void queries.invalidateQueries({ queryKey: ["nearby"] }) },
    );
  };
  return (
    <Card as="li" className={classes.card}>
      <div className={classes.cardHead}>
        <h3>{beacon.model}</h3>
        <Value quantity="rssi" value={beacon.rssi} size="small" />
      </div>
      <dl className={classes.facts}>
        {Object.entries(beacon.facts).map(([fact, value]) => (
          <div key={fact}>
            <dt>
              <FieldName id={fact} />
            </dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <form onSubmit={submit} className={classes.form}>
        <TextInput
          label={t("nearby.name")}
          value={name}
          maxLength={60}
          required
          onChange={(event) => setName(event.currentTarget.value)}
        />
        {teach.isError && <ProblemNote problem={problemOf(teach.error)} />}
        <Button type="submit" variant="default" loading={teach.isPending} disabled={name.trim() === ""}>
          {t("nearby.teach")}
        </Button>
      </form>
    </Card>
  );
}
