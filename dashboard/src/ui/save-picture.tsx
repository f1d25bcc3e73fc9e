// A picture as a file to keep: SVG, or PNG at twice its size. Paper inks whatever the scheme, title, date and licence in it.
import { flushSync } from "react-dom";
import { createRoot } from "react-dom/client";
import type { Language } from "#contract/words.ts";
import { formatMoment } from "./format.ts";
import type { Picture } from "./picture.ts";
import { PictureDrawing } from "./picture-drawing.tsx";
import type { PictureInks } from "./picture-layers.tsx";
import { saveFile } from "./save-file.ts";

const size = { width: 1000, height: 600 } as const;
const pngScale = 2;

export const paperInks: PictureInks = {
  ink: "#2a2520",
  muted: "#635a4d",
  rule: "#e2d8c6",
  paper: "#ffffff",
  accent: "#1f5b57",
  series: (index) => ["#0067a3", "#b84a00", "#00755a", "#a03c79"][index % 4] ?? "#0067a3",
  font: "system-ui, sans-serif",
};

/** The line at the foot of a picture: when, with what, and what others may do with it. */
export const footOf = (language: Language, iso: string) =>
  `${formatMoment(language, iso)} · Labo Explorer · CC BY 4.0`;

/** The picture as the text of an SVG file. */
function svgText(picture: Picture, language: Language, foot: string): string {
  const place = document.createElement("div");
  const root = createRoot(place);
  flushSync(() =>
    root.render(
      <PictureDrawing picture={picture} {...size} language={language} inks={paperInks} titled foot={foot} />,
    ),
  );
  const svg = place.querySelector("svg");
  const text = svg === null ? "" : new XMLSerializer().serializeToString(svg);
  root.unmount();
  return text;
}

/**
 * Hands the picture to the browser as a download.
 * @param name of the file, without its ending. @param iso the moment it shows.
 */
export async function savePicture(
  picture: Picture,
  kind: "svg" | "png",
  { name, language, iso }: { readonly name: string; readonly language: Language; readonly iso: string },
): Promise<void> {
  const text = svgText(picture, language, footOf(language, iso));
  if (kind === "svg") {
    saveFile(`${name}.svg`, new Blob([text], { type: "image/svg+xml" }));
    return;
  }
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
  await image.decode();
  const canvas = document.createElement("canvas");
  canvas.width = size.width * pngScale;
  canvas.height = size.height * pngScale;
  canvas.getContext("2d")?.drawImage(image, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, "image/png"));
  if (blob !== null) saveFile(`${name}.png`, blob);
}
