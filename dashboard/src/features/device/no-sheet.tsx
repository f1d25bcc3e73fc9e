// Beside a device that no sheet explains yet: what it is all the same, what it measures, and where to look meanwhile.
import { Button } from "@mantine/core";
import type { ReactNode } from "react";
import type { Device } from "#contract/devices.ts";
import { tileChannels } from "../../live/tile-channels.ts";
import { Card } from "../../ui/card.tsx";
import { useText, useWords } from "../../ui/language.tsx";
import { LinkButton } from "../../ui/link.tsx";
import classes from "./device.module.css";
import { modelWords } from "./models.ts";

/** @param children what a person can do about it. */
export function NoSheet({ device, children }: { readonly device: Device; readonly children?: ReactNode }) {
  const t = useText();
  const words = useWords();
  const what = modelWords(device.model);
  // The three axes of one thing are one thing.
  const measured = [
    ...new Set(tileChannels(device.channels).map(({ name }) => words(name).replace(/ [XYZ]$/, ""))),
  ];
  return (
    <Card as="section" label="sans-fiche" className={classes.noSheet}>
      <p className={classes.noSheetOver}>{t("bench.noSheet")}</p>
      <h2 id="sans-fiche">{t("noSheet.title")}</h2>
      <p>{what === undefined ? t("noSheet.unknown", { model: device.model }) : words(what)}</p>
      {measured.length > 0 && (
        <>
          <h3>{t("noSheet.measures")}</h3>
          <ul className={classes.measured}>
            {measured.map((name) => (
              <li key={name}>{name}</li>
            ))}
          </ul>
        </>
      )}
      <p>{t("noSheet.meanwhile")}</p>
      <div className={classes.noSheetActions}>
        {children}
        <Button component="a" href="#octets" variant="default">
          {t("noSheet.bytes")}
        </Button>
        <LinkButton to="/fiches" variant="subtle">
          {t("noSheet.sheets")}
        </LinkButton>
      </div>
    </Card>
  );
}
