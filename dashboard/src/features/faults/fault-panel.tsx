// On the bench, shown to the trainer alone: faults made on purpose.
import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { problemOf } from "../../connection/api.ts";
import { useCall } from "../../live/use-route.ts";
import { withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./faults.module.css";

const durations = ["10", "20", "30"];

export function FaultPanel() {
  const t = useText();
  const { language } = useLanguage();
  const [seconds, setSeconds] = useState("20");
  const cut = useCall("cutBroker");
  const inSeconds = (value: string | number) => withUnit(language, String(value), "s");
  return (
    <Section id="pannes" title={t("faults.title")}>
      <p className={classes.lead}>{t("faults.lead")}</p>
      <div className={classes.row}>
        <NativeSelect
          label={t("faults.seconds")}
          value={seconds}
          onChange={(event) => setSeconds(event.currentTarget.value)}
          data={durations.map((value) => ({ value, label: inSeconds(value) }))}
        />
        <Button
          variant="default"
          loading={cut.isPending}
          onClick={() => cut.mutate({ body: { seconds: Number(seconds) } })}
        >
          {t("faults.cut")}
        </Button>
      </div>
      <p role="status" className={classes.lead}>
        {cut.data !== undefined && t("faults.away", { time: inSeconds(cut.data.seconds) })}
      </p>
      {cut.isError && <ProblemNote problem={problemOf(cut.error)} />}
    </Section>
  );
}
