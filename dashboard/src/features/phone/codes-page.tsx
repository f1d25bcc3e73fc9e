// The pages by code: made, printed as labels, counted, removed. Those of the experiments are anybody's to make.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { trialCodes } from "#contract/code-pages.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useRoute, useSession } from "../../live/use-route.ts";

import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Empty, Loading, Page } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { WayBack } from "../../ui/way-back.tsx";
import { addressOf } from "./addresses.ts";
import { CodeLabel } from "./code-label.tsx";
import classes from "./phone.module.css";

const refreshMs = 2_000;
/** Widths a workshop compares, centimetres: each is read from ten times as far. */
const widths = [2, 3, 5, 8, 12] as const;

export function CodesPage() {
  const t = useText();
  const session = useSession().data;
  const joining = useRoute("joining").data;
  const pages = useRoute("codePages", { refetchMs: refreshMs });
  const [host, setHost] = useState<string>();
  const [isMade, setMade] = useState(false);
  const [widthCm, setWidthCm] = useState<(typeof widths)[number]>(3);
  const { language } = useLanguage();
  const trainer = session?.role === "trainer";
  const hosts =
    joining === undefined ? [] : joining.hosts.length > 0 ? joining.hosts : [window.location.hostname];
  const chosen = host ?? hosts[0];
  return (
    <Page
      over={<WayBack />}
      title={t("codes.title")}
      lead={t("codes.lead")}
      actions={
        (pages.data?.pages.length ?? 0) > 0 && (
          <Button variant="default" data-no-print onClick={() => window.print()}>
            {t("codes.print")}
          </Button>
        )
      }
    >
      {session !== undefined && !trainer && <p className={classes.note}>{t("codes.trainerOnly")}</p>}
      {joining !== undefined && joining.hosts.length === 0 && (
        <p className={classes.note}>{t(joining.lan ? "join.noNetwork" : "codes.closed")}</p>
      )}
      {trainer && (
        <div className={classes.codesTools} data-no-print>
          <NewPage />
          <NativeSelect
            label={t("codes.width")}
            description={t("codes.widthHelp", { distance: formatNumber(language, widthCm * 10) })}
            value={String(widthCm)}
            onChange={(event) =>
              setWidthCm(widths.find((width) => String(width) === event.currentTarget.value) ?? widthCm)
            }
            data={widths.map((width) => ({
              value: String(width),
              label: withUnit(language, String(width), "cm"),
            }))}
          />
          {hosts.length > 1 && (
            <NativeSelect
              label={t("join.network")}
              description={t("codes.networkHelp")}
              value={chosen ?? ""}
              onChange={(event) => setHost(event.currentTarget.value)}
              data={[...hosts]}
            />
          )}
        </div>
      )}
      {pages.data !== undefined &&
        trialCodes.some(({ id }) => !pages.data.pages.some((page) => page.id === id)) && (
          <PrepareCodes onMade={() => setMade(true)} />
        )}
      {isMade && <Made />}
      {pages.isError ? (
        <ProblemNote problem={problemOf(pages.error)} onRetry={() => void pages.refetch()} />
      ) : pages.data === undefined || joining === undefined || chosen === undefined ? (
        <Loading lines={2} />
      ) : pages.data.pages.length === 0 ? (
        <Empty title={t("codes.empty")}>
          <p>{t(trainer ? "codes.emptyText" : "codes.emptyPrepare")}</p>
        </Empty>
      ) : (
        <ul className={classes.labels}>
          {pages.data.pages.map((page) => (
            <CodeLabel
              key={page.id}
              page={page}
              address={addressOf(chosen, joining.port, `q/${page.id}`)}
              trainer={trainer}
              widthCm={widthCm}
            />
          ))}
        </ul>
      )}
    </Page>
  );
}

function NewPage() {
  const t = useText();
  const queries = useQueryClient();
  const add = useCall("addCodePage");
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate(
      { body: { name: name.trim() } },
      {
        onSuccess() {
          setName("");
          void queries.invalidateQueries({ queryKey: ["codePages"] });
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        label={t("codes.name")}
        description={t("codes.nameHelp")}
        value={name}
        maxLength={60}
        required
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={add.isPending} disabled={name.trim() === ""}>
        {t("codes.add")}
      </Button>
      {add.isError && <ProblemNote problem={problemOf(add.error)} />}
    </form>
  );
}

/** The button that made them is gone: whoever pressed it by keyboard goes on from here. */
function Made() {
  const t = useText();
  const line = useRef<HTMLParagraphElement>(null);
  useEffect(() => line.current?.focus({ preventScroll: true }), []);
  return (
    <p ref={line} tabIndex={-1} className={classes.made} data-no-print>
      {t("codes.made")} <WayBack />
    </p>
  );
}

/** The codes that experiments print are the same everywhere: whoever needs them makes them. */
function PrepareCodes({ onMade }: { readonly onMade: () => void }) {
  const t = useText();
  const queries = useQueryClient();
  const prepare = useCall("prepareCodePages");
  return (
    <div className={classes.prepare} data-no-print>
      <Button
        variant="default"
        classNames={{ root: classes.longButton ?? "", label: classes.longLabel ?? "" }}
        loading={prepare.isPending}
        onClick={() =>
          prepare.mutate(
            { body: {} },
            {
              onSuccess() {
                void queries.invalidateQueries({ queryKey: ["codePages"] });
                onMade();
              },
            },
          )
        }
      >
        {t("codes.prepare")}
      </Button>
      <p className={classes.small}>{t("codes.prepareHelp")}</p>
      {prepare.isError && <ProblemNote problem={problemOf(prepare.error)} />}
    </div>
  );
}
