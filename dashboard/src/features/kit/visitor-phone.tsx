// The virtual kit's phone: it looks at a printed code from as far as one likes, and opens what it could really read.
import { Button, NativeSelect, Switch } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { CodePage } from "#contract/code-pages.ts";
import { problemOf } from "../../connection/api.ts";
import { useCall, useRoute } from "../../live/use-route.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { NewTabMark } from "../../ui/marks.tsx";
import { Loading } from "../../ui/page.tsx";
import { ProblemNote } from "../../ui/problem-note.tsx";
import { qrModules, quietModules } from "../../ui/qr-code.tsx";
import { Slide } from "../../ui/slide.tsx";
import classes from "./kit.module.css";
import { film, type Photograph } from "./phone-camera.ts";

/** Share of the code under the paper, percent. */
const coveredPercent = 10;
/** As wide as a code of the trainer's own is printed, centimetres. */
const usualWidthCm = 3;

/** What a decoder makes of a picture; nothing when it cannot be read. */
async function readPicture({ width, height, data }: Photograph): Promise<string | undefined> {
  const { decodeQR } = await import("qr/decode.js");
  try {
    return decodeQR({ width, height, data });
  } catch {
    return undefined;
  }
}

export function VisitorPhone() {
  const t = useText();
  const queries = useQueryClient();
  const pages = useRoute("codePages", { refetchMs: 5_000 });
  const prepare = useCall("prepareCodePages");
  if (pages.isError) return <ProblemNote problem={problemOf(pages.error)} />;
  if (pages.data === undefined) return <Loading lines={2} />;
  if (pages.data.pages.length === 0)
    return (
      <Button
        variant="default"
        loading={prepare.isPending}
        onClick={() =>
          prepare.mutate(
            { body: {} },
            { onSuccess: () => void queries.invalidateQueries({ queryKey: ["codePages"] }) },
          )
        }
      >
        {t("codes.prepare")}
      </Button>
    );
  return <Phone pages={pages.data.pages} />;
}

function Phone({ pages }: { readonly pages: readonly CodePage[] }) {
  const t = useText();
  const { language } = useLanguage();
  const [id, setId] = useState(pages[0]?.id ?? "");
  const [distanceCm, setDistance] = useState(20);
  const [isCovered, setCovered] = useState(false);
  const page = pages.find((one) => one.id === id) ?? pages[0];
  if (page === undefined) return null;
  const address = `${window.location.origin}/q/${page.id}`;
  return (
    <div className={classes.visitorPhone}>
      <NativeSelect
        label={t("kit.phone.code")}
        value={page.id}
        onChange={(event) => setId(event.currentTarget.value)}
        data={pages.map((one) => ({ value: one.id, label: one.name }))}
      />
      {page.medium === "nfc" ? (
        <OpenRead address={address} label={t("kit.phone.touch")} />
      ) : (
        <>
          <div>
            <p className={classes.sliderLabel}>
              {t("kit.phone.distance", {
                distance: withUnit(language, formatNumber(language, distanceCm), "cm"),
              })}
            </p>
            <Slide label={t("kit.phone.far")} min={5} max={120} value={distanceCm} onChange={setDistance} />
          </div>
          <Switch
            label={t("kit.phone.covered", { share: withUnit(language, String(coveredPercent), "%") })}
            checked={isCovered}
            onChange={(event) => setCovered(event.currentTarget.checked)}
          />
          <Viewfinder
            page={page}
            address={address}
            distanceCm={distanceCm}
            coveredPercent={isCovered ? coveredPercent : 0}
          />
        </>
      )}
    </div>
  );
}

function Viewfinder({
  page,
  address,
  distanceCm,
  coveredPercent: covered,
}: {
  readonly page: CodePage;
  readonly address: string;
  readonly distanceCm: number;
  readonly coveredPercent: number;
}) {
  const t = useText();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [read, setRead] = useState<string>();
  const { widthCm = usualWidthCm, level } = page;
  useEffect(() => {
    let here = true;
    const look = async () => {
      const pictures = film(qrModules(address, level), quietModules, {
        widthCm,
        distanceCm,
        coveredPercent: covered,
      });
      let text: string | undefined;
      for (const picture of pictures) {
        if (!here) return;
        const { width, height, data } = picture;
        canvas.current
          ?.getContext("2d")
          ?.putImageData(new ImageData(new Uint8ClampedArray(data), width, height), 0, 0);
        text = await readPicture(picture);
        if (text !== undefined) break;
      }
      if (here) setRead(text);
    };
    void look();
    return () => {
      here = false;
    };
  }, [address, level, widthCm, distanceCm, covered]);
  return (
    <>
      <canvas
        ref={canvas}
        width={300}
        height={300}
        role="img"
        aria-label={t("kit.phone.picture")}
        className={classes.viewfinder}
      />
      <p role="status" className={classes.readNote}>
        {read === undefined ? t("kit.phone.unread") : t("kit.phone.read", { address: read })}
      </p>
      {read !== undefined && <OpenRead address={read} label={t("kit.phone.open")} />}
    </>
  );
}

/** Only addresses of this bench are followed, whatever a code says. */
function OpenRead({ address, label }: { readonly address: string; readonly label: string }) {
  if (!URL.canParse(address) || new URL(address).origin !== window.location.origin) return null;
  return (
    <Button
      component="a"
      href={`${new URL(address).pathname}?telephone=kit`}
      target="_blank"
      rel="noreferrer"
    >
      {label}
      <NewTabMark />
    </Button>
  );
}
