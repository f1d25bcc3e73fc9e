// What a text must respect whatever it says: numbers from the constants, links that lead somewhere, pictures described.
import type { PictureSize } from "#contract/pictures.ts";
import type { Language } from "#contract/words.ts";
import type { Place, Problems } from "./problem.ts";
import { misplacedSpace } from "./typography.ts";

/** A figure followed by a unit, spelled out or not. Counts of things ("3 étiquettes") are not measures. */
const bareFigure =
  /(?<![\p{L}\d.,])\d[\d \u00a0.,]*\s?(?:%|°C?|[kM]?Ω|µs|ms|s|min|h|km|cm|mm|m|mV|V|mAh|mA|A|[kMG]?Hz|dBm?|bauds?|Bd|ko|kB|lx|secondes?|seconds?|minutes?|m[eè]tres?|met(?:er|re)s?|centimètres?|centimet(?:er|re)s?|volts?|octets?|bytes?|bits?|fois par seconde|times (?:a|per) second)(?![\p{L}\d/])/u;

const picture = /!\[([^\]]*)\]\(([^)\s]+)\)/g;
const link = /(?<!!)\[([^\]]*)\]\(([^)\s]+)\)/g;

export interface Known {
  readonly sheets: ReadonlySet<string>;
  readonly experiments: ReadonlySet<string>;
  /** The pictures of the sheet at hand, by name; of some the size is not said. */
  readonly images: ReadonlyMap<string, PictureSize | undefined>;
}

/** How many words a reader meets. */
export function countWords(text: string): number {
  return text
    .replace(picture, " ")
    .replace(/\{\{[^}]*\}\}/g, "x")
    .split(/[\s\u00a0]+/)
    .filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

/** Checks one text as its author wrote it, before numbers are put in. */
export function lintText(
  text: string,
  language: Language,
  at: Place,
  known: Known,
  problems: Problems,
): void {
  const lines = text.split("\n");
  lines.forEach((content, index) => {
    const place = { ...at, line: at.line + index };
    const plain = content
      .replace(/\{\{[^}]*\}\}/g, "x")
      .replace(/\]\([^)]*\)/g, "]")
      .replace(/`[^`]*`/g, "");
    lintFigure(plain, place, problems);
    lintMarkup(plain, place, known, problems);
    const space = language === "fr" ? misplacedSpace(plain) : undefined;
    if (space !== undefined) {
      problems.warning(
        "typography",
        place,
        { fr: `Espace de trop dans « ${space} »`, en: `Stray space in “${space}”` },
        {
          fr: "Au Québec, pas d’espace devant ; ! ?",
          en: "French of Québec has no space before ; ! ?",
        },
      );
    }
    for (const [, alt = "", target = ""] of content.matchAll(picture))
      lintPicture(alt, target, place, known, problems);
    for (const [, , target = ""] of content.matchAll(link)) lintLink(target, place, known, problems);
  });
}

function lintFigure(text: string, place: Place, problems: Problems): void {
  const figure = bareFigure.exec(text.replace(/\{\{[^}]*\}\}/g, "x"))?.[0];
  if (figure === undefined) return;
  problems.error(
    "bare-figure",
    place,
    {
      fr: `Le nombre « ${figure.trim()} » est écrit à la main`,
      en: `The figure “${figure.trim()}” is written by hand`,
    },
    {
      fr: "Mets-le dans constants.yaml et écris {{son-id}}, ou marque-le {{exemple: …}}.",
      en: "Put it in constants.yaml and write {{its-id}}, or mark it {{example: …}}.",
    },
  );
}

function lintPicture(alt: string, target: string, place: Place, known: Known, problems: Problems): void {
  if (alt.trim().length < 10) {
    problems.error(
      "missing-alt",
      place,
      { fr: `L’image ${target} n’est pas décrite`, en: `The picture ${target} is not described` },
      {
        fr: "Dis entre les crochets ce qu’elle montre, pour qui ne la voit pas.",
        en: "Say between the brackets what it shows, for those who cannot see it.",
      },
    );
  }
  const name = /^(?:\.\.\/)?images\/([a-z0-9.-]+\.svg)$/.exec(target)?.[1];
  if (name === undefined || !known.images.has(name)) {
    problems.error(
      "missing-image",
      place,
      { fr: `L’image ${target} n’existe pas`, en: `The picture ${target} does not exist` },
      {
        fr: "Dépose un fichier SVG dans le dossier images de la fiche et écris images/nom.svg.",
        en: "Put an SVG file in the sheet’s images folder and write images/name.svg.",
      },
    );
  }
}

/** Pages of the bench that a text may send people to, besides those of sheets and experiments. */
export const benchPages: ReadonlySet<string> = new Set([
  ...["/kit", "/carnet", "/codes", "/telephone", "/compositeur"],
  ...["/nombres", "/bibliotheque", "/fiches", "/experiences", "/diagnostic"],
]);

/** An address of the web as a person would type it: secured, of a named host, without a password in it. */
function isWebAddress(target: string): boolean {
  if (!/^https:\/\/[^\s<>"]+$/.test(target) || !URL.canParse(target)) return false;
  const { hostname, username, password } = new URL(target);
  return /^[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,}$/.test(hostname) && username === "" && password === "";
}

function lintLink(target: string, place: Place, known: Known, problems: Problems): void {
  const [, kind, id = "", fold] =
    /^\/(fiches|experiences)\/([a-z0-9.-]+)(#(?:avance|expert))?$/.exec(target) ?? [];
  const ids = kind === "fiches" ? known.sheets : known.experiments;
  const isKnown = kind === undefined ? isWebAddress(target) || benchPages.has(target) : ids.has(id);
  // Only sheets have levels folded in them.
  if (isKnown && (fold === undefined || kind === "fiches")) return;
  problems.error(
    "broken-link",
    place,
    { fr: `Le lien ${target} ne mène nulle part`, en: `The link ${target} leads nowhere` },
    {
      fr: `Écris /fiches/<id>, /experiences/<id>, une page du banc (${[...benchPages].join(", ")}) ou une adresse https:// entière; seule une fiche a des ancres, #avance et #expert.`,
      en: `Write /fiches/<id>, /experiences/<id>, a page of the bench (${[...benchPages].join(", ")}) or a whole https:// address; only sheets have anchors, #avance and #expert.`,
    },
  );
}

/** Markup that the pages leave out, or that hides where a link leads. @param plain without code and link targets. */
function lintMarkup(plain: string, place: Place, known: Known, problems: Problems): void {
  for (const [address] of plain.matchAll(/\bhttps?:\/\/[^\s)<>\]»”]+/g))
    lintLink(address, place, known, problems);
  const refused = /<[a-z/!][^>]*>?|^\s*\[[^\]]+\]:\s|\]\[[^\]]*\]/i.exec(plain)?.[0];
  if (refused === undefined) return;
  problems.error(
    "markup",
    place,
    { fr: `« ${refused.trim()} » ne se lit pas ici`, en: `“${refused.trim()}” is not read here` },
    {
      fr: "Écris en Markdown simple, sans HTML : [texte](adresse) pour un lien, ![description](images/nom.svg) pour une image.",
      en: "Write plain Markdown, without HTML: [text](address) for a link, ![description](images/name.svg) for a picture.",
    },
  );
}

/** The words drawn in a picture: figures in them come from the constants too. */
export function lintDrawnText(file: string, svg: string, problems: Problems): void {
  svg.split("\n").forEach((content, index) => {
    for (const [, drawn = ""] of content.matchAll(/<(?:text|tspan)[^>]*>([^<]*)/g))
      lintFigure(drawn, { file, line: index + 1 }, problems);
  });
}

/** A picture must be only a picture: no script, nothing fetched from elsewhere. */
export function lintImage(file: string, svg: string, problems: Problems): void {
  const reject = (line: number, fr: string, en: string) =>
    problems.error(
      "bad-image",
      { file, line },
      { fr, en },
      {
        fr: "Enregistre un SVG simple, de 100 ko au plus, avec viewBox, sans script ni fichier lié.",
        en: "Save a plain SVG of 100 kB at most, with viewBox, without script or linked file.",
      },
    );
  if (svg.length > 100_000) reject(1, "L’image est trop grosse", "The picture is too large");
  if (!/<svg[^>]*\sviewBox=/.test(svg)) reject(1, "L’image n’a pas de viewBox", "The picture has no viewBox");
  // Across lines: an attribute may be written on two.
  for (const { index } of svg.matchAll(
    /<script|<foreignObject|<!ENTITY|<!DOCTYPE|<\?xml-stylesheet|\son[a-z]+\s*=|javascript:|(?:href|src)\s*=\s*["'](?!#)|url\(\s*["']?(?!#)|@import/gi,
  ))
    reject(
      svg.slice(0, index).split("\n").length,
      "L’image contient un script ou un lien",
      "The picture holds a script or a link",
    );
}
