// The code that invites the phones of the room, with its address; large enough, when asked, for the last row.
import { Button, Modal, NativeSelect } from "@mantine/core";
import { useState } from "react";
import type { Joining } from "#contract/phones.ts";
import { useText } from "../../ui/language.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import { addressOf } from "./addresses.ts";
import classes from "./phone.module.css";

export function Invitation({ joining }: { readonly joining: Joining }) {
  const t = useText();
  const [host, setHost] = useState(joining.hosts[0] ?? "");
  const [large, setLarge] = useState(false);
  const address = addressOf(host, joining.port, "telephone");
  const code = <QrCode text={address} label={t("join.codeOf", { address })} className={classes.qr} />;
  return (
    <div className={classes.invitation}>
      <div className={classes.qrFrame}>{code}</div>
      <div className={classes.invitationText}>
        <ol>
          <li>{t("join.step1")}</li>
          <li>{t("join.step2")}</li>
          <li>{t("join.step3")}</li>
        </ol>
        <p className={classes.address}>{address}</p>
        {joining.hosts.length > 1 && (
          <NativeSelect
            label={t("join.network")}
            description={t("join.networkHelp")}
            value={host}
            onChange={(event) => setHost(event.currentTarget.value)}
            data={[...joining.hosts]}
          />
        )}
        <Button onClick={() => setLarge(true)}>{t("join.large")}</Button>
        {joining.fingerprint !== undefined && (
          <details>
            <summary>{t("phone.secure.check")}</summary>
            <p>{t("join.fingerprint")}</p>
            <code className={classes.fingerprint}>{joining.fingerprint}</code>
          </details>
        )}
      </div>
      <Modal
        opened={large}
        onClose={() => setLarge(false)}
        fullScreen
        title={t("join.largeTitle")}
        closeButtonProps={{ "aria-label": t("close"), size: 44 }}
      >
        <div className={classes.large}>
          {code}
          <p className={classes.largeAddress}>{address}</p>
          <p className={classes.note}>{t("join.distance")}</p>
        </div>
      </Modal>
    </div>
  );
}
