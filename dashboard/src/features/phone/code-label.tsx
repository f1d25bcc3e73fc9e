// One page as it is printed: its code at its width and level, or the address a tag is to hold.
import { Button } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { CodePage } from "#contract/code-pages.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useSession } from "../../live/use-route.ts";
import { Card } from "../../ui/card.tsx";
import { useText } from "../../ui/language.tsx";
import { NewTabMark } from "../../ui/marks.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { QrCode } from "../../ui/qr-code.tsx";
import classes from "./phone.module.css";

export function CodeLabel({
  page,
  address,
  trainer,
  widthCm,
}: {
  readonly page: CodePage;
  readonly address: string;
  readonly trainer: boolean;
  /** Of a code that has no width of its own. */
  readonly widthCm: number;
}) {
  const t = useText();
  const kit = useSession().data?.kit === true;
  return (
    <Card as="li" className={classes.label} label={`page-${page.id}`}>
      <h2 id={`page-${page.id}`}>{page.name}</h2>
      {page.medium === "nfc" ? (
        <p className={classes.small}>{t("codes.nfc")}</p>
      ) : (
        <QrCode
          text={address}
          label={t("join.codeOf", { address })}
          className={classes.labelQr}
          widthCm={page.widthCm ?? widthCm}
          level={page.level}
        />
      )}
      <p className={classes.address}>{address}</p>
      <p className={classes.small} data-no-print data-openings={page.openings}>
        {t("codes.openings", { count: page.openings })}
        {page.notes > 0 && ` ${t("codes.notes", { count: page.notes })}`}
      </p>
      {kit && (
        <p className={classes.small} data-no-print>
          <a href={`/q/${page.id}?telephone=kit`} target="_blank" rel="noreferrer">
            {t("codes.kitPhone")}
            <NewTabMark />
          </a>
        </p>
      )}
      {trainer && <RemovePage id={page.id} />}
    </Card>
  );
}

function RemovePage({ id }: { readonly id: string }) {
  const t = useText();
  const queries = useQueryClient();
  const remove = useCall("removeCodePage");
  const [sure, setSure] = useState(false);
  return (
    <>
      <Button
        variant="subtle"
        color={sure ? "amber" : "gray"}
        data-no-print
        loading={remove.isPending}
        onBlur={() => setSure(false)}
        onClick={() => {
          if (!sure) return setSure(true);
          remove.mutate(
            { params: { id } },
            { onSuccess: () => void queries.invalidateQueries({ queryKey: ["codePages"] }) },
          );
        }}
      >
        {t(sure ? "codes.removeSure" : "codes.remove")}
      </Button>
      {remove.isError && <ProblemNote problem={problemOf(remove.error)} />}
    </>
  );
}
