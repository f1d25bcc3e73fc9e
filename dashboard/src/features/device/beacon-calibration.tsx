// Where the distance of a beacon comes from: the power it declares, or what somebody measured at one metre.
import { Button } from "@mantine/core";
import { useState } from "react";
import type { Device } from "#contract/devices.ts";
import { problemOf } from "../../connection/api.ts";
import { useLive } from "../../live/live-context.tsx";
import { useCall, useSession } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { formatMoment } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Section } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import classes from "./one-metre.module.css";
import { decibels, OneMetre, power } from "./one-metre.tsx";

export function BeaconCalibration({ device }: { readonly device: Device }) {
  const t = useText();
  const { language } = useLanguage();
  const session = useSession().data;
  const declared = useLive((state) => state.bench?.devices[device.id]?.state?.readings.measuredPower);
  const [isOpen, setOpen] = useState(false);
  const [said, setSaid] = useState("");
  const forget = useCall("forgetCalibration");
  if (device.profile !== "ble-beacon") return null;
  const { calibration } = device;
  // A neighbour's beacons are its own to calibrate; what was recorded is past.
  const maySet =
    session?.role === "trainer" && session.bridge === device.bridge && device.source !== "replay";
  if (calibration === undefined && !maySet) return null;
  return (
    <Section id="etalonnage" title={t("oneMetre.title")}>
      <Card className={classes.card}>
        <p>
          {calibration !== undefined
            ? t("oneMetre.done", {
                author: calibration.author,
                date: formatMoment(language, calibration.date),
                power: power(language, calibration.rssiAt1m),
                count: calibration.samples,
                spread: decibels(language, calibration.spread),
              })
            : declared === undefined || declared >= 0
              ? t("oneMetre.none")
              : t("oneMetre.declared", { power: power(language, declared) })}
        </p>
        <p className={classes.honest}>{t("oneMetre.honest")}</p>
        <p role="status" className={said === "" ? classes.quiet : classes.said}>
          {said}
        </p>
        {forget.isError && <ProblemNote problem={problemOf(forget.error)} />}
        {maySet &&
          (isOpen ? (
            <OneMetre
              device={device}
              onCancel={() => setOpen(false)}
              onKept={(kept) => {
                setOpen(false);
                setSaid(t("oneMetre.kept", { power: power(language, kept.rssiAt1m) }));
              }}
            />
          ) : (
            <div className={classes.buttons}>
              <Button
                variant="default"
                onClick={() => {
                  setSaid("");
                  setOpen(true);
                }}
              >
                {t(calibration === undefined ? "oneMetre.open" : "oneMetre.again")}
              </Button>
              {calibration !== undefined && (
                <Button
                  variant="subtle"
                  color="amber"
                  loading={forget.isPending}
                  onClick={() =>
                    forget.mutate(
                      { params: { id: device.id } },
                      { onSuccess: () => setSaid(t("oneMetre.undone")) },
                    )
                  }
                >
                  {t("oneMetre.undo")}
                </Button>
              )}
            </div>
          ))}
      </Card>
    </Section>
  );
}
