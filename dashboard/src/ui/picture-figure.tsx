// A picture on a page: drawn at the width there is, gone through point by point with one slider, heard, read as a table,
// and kept as a file.
import { Button } from "@mantine/core";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { formatNumber } from "./format.ts";
import { useLanguage, useText } from "./language.tsx";
import { ListenButton } from "./listen-button.tsx";
import { type Picture, readablePoints } from "./picture.ts";
import { PictureDrawing } from "./picture-drawing.tsx";
import classes from "./picture-figure.module.css";
import { fileName } from "./save-file.ts";
import { Toolbar } from "./toolbar.tsx";

const height = 320;

export function PictureFigure({
  picture,
  iso,
  table,
  decimals = { x: 2, y: 2 },
  nameOf,
}: {
  readonly picture: Picture;
  /** The moment it shows. */
  readonly iso: string;
  /** The same without a picture. */
  readonly table: ReactNode;
  readonly decimals?: { readonly x: number; readonly y: number };
  /** How a place on the horizontal axis is called, where it is no number. */
  readonly nameOf?: (x: number) => string | undefined;
}) {
  const t = useText();
  const { language } = useLanguage();
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  const [at, setAt] = useState<number>();
  useEffect(() => {
    const element = place.current;
    if (element === null) return;
    const resize = new ResizeObserver(() => setWidth(element.clientWidth));
    resize.observe(element);
    return () => resize.disconnect();
  }, []);
  const points = [...readablePoints(picture)].sort(([a], [b]) => a - b);
  const pointed = at === undefined ? undefined : points[Math.min(at, points.length - 1)];
  const said = (point: readonly [number, number]) =>
    `${picture.x.label} ${nameOf?.(point[0]) ?? formatNumber(language, point[0], decimals.x)}, ${picture.y.label} ${formatNumber(language, point[1], decimals.y)}`;
  const save = async (kind: "svg" | "png") => {
    const { savePicture } = await import("./save-picture.tsx");
    await savePicture(picture, kind, { name: fileName(picture.title), language, iso });
  };
  return (
    <figure className={classes.figure}>
      <figcaption>{picture.title}</figcaption>
      <div ref={place} role="img" aria-label={`${picture.title}. ${picture.x.label}, ${picture.y.label}.`}>
        {width > 0 && (
          <PictureDrawing
            picture={picture}
            width={width}
            height={height}
            language={language}
            pointed={pointed}
          />
        )}
      </div>
      {points.length > 0 && (
        <label className={classes.walk}>
          <span>{t("measure.walk")}</span>
          <input
            type="range"
            min={0}
            max={points.length - 1}
            value={Math.min(at ?? 0, points.length - 1)}
            aria-valuetext={said(pointed ?? points[0] ?? [0, 0])}
            onFocus={() => setAt(at ?? 0)}
            onChange={(event) => setAt(Number(event.currentTarget.value))}
          />
          <span className={classes.said} aria-hidden="true">
            {pointed === undefined ? "" : said(pointed)}
          </span>
        </label>
      )}
      <Toolbar label={t("measure.tools")} className={classes.actions}>
        <ListenButton points={() => points} />
        <Button variant="default" onClick={() => void save("svg")}>
          {t("measure.saveSvg")}
        </Button>
        <Button variant="default" onClick={() => void save("png")}>
          {t("measure.savePng")}
        </Button>
      </Toolbar>
      <details>
        <summary>{t("chart.numbers")}</summary>
        {table}
      </details>
    </figure>
  );
}
