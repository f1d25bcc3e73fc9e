// Markdown as the pages read it → runs of words and blocks, for a printer that knows nothing else. Pure.
import type { PhrasingContent, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { gfmTableFromMarkdown } from "mdast-util-gfm-table";
import { gfmTable } from "micromark-extension-gfm-table";
import { figureOfLink } from "#contract/figures.ts";

export interface Run {
  readonly text: string;
  readonly bold?: boolean;
  readonly italic?: boolean;
  /** As the author wrote it: an address of the bench or of the web. */
  readonly link?: string;
}

export type Block =
  | { readonly kind: "text"; readonly runs: readonly Run[] }
  | { readonly kind: "heading"; readonly runs: readonly Run[] }
  | { readonly kind: "list"; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: "table"; readonly rows: readonly (readonly string[])[] }
  | { readonly kind: "picture"; readonly address: string; readonly alt: string };

type Style = Omit<Run, "text">;

function runsOf(nodes: readonly PhrasingContent[], style: Style = {}): Run[] {
  return nodes.flatMap((node): Run[] => {
    switch (node.type) {
      case "text":
      case "inlineCode":
        return [{ ...style, text: node.value.replace(/\s*\n\s*/g, " ") }];
      case "strong":
        return runsOf(node.children, { ...style, bold: true });
      case "emphasis":
        return runsOf(node.children, { ...style, italic: true });
      case "link":
        // On paper a figure is as with the kit.
        return runsOf(
          node.children,
          figureOfLink(node.url) === undefined ? { ...style, link: node.url } : style,
        );
      case "delete":
      case "linkReference":
        return runsOf(node.children, style);
      case "break":
        return [{ ...style, text: "\n" }];
      default:
        // Raw HTML is not shown on the pages either.
        return [];
    }
  });
}

/** Signs that end what stands before them: a line is never begun by one of them. */
const closing = /^\u00a0?[:;,.!?»)\]]+/u;
const closingSpaced = /^(?:\u00a0?[:;,.!?»)\]]+)? */u;

/**
 * Words change their style between two runs, and a line may end there: what closes a run goes with it, and so does the
 * space after it, which would begin the next line; not after a link, whose line it would lengthen.
 */
function closed(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const before = result.at(-1);
    const [sign = ""] =
      before === undefined
        ? []
        : ((before.link === undefined ? closingSpaced : closing).exec(run.text) ?? []);
    if (before !== undefined && sign !== "") {
      result[result.length - 1] = { ...before, text: before.text + sign };
    }
    const text = run.text.slice(sign.length);
    if (text !== "") result.push({ ...run, text });
  }
  return result;
}

/** A paragraph, cut where a picture stands in it. */
function paragraph(nodes: readonly PhrasingContent[]): Block[] {
  const blocks: Block[] = [];
  let words: PhrasingContent[] = [];
  const flush = () => {
    const runs = closed(runsOf(words));
    if (runs.some(({ text }) => text.trim() !== "")) blocks.push({ kind: "text", runs });
    words = [];
  };
  for (const node of nodes) {
    if (node.type !== "image") {
      words.push(node);
      continue;
    }
    flush();
    blocks.push({ kind: "picture", address: node.url, alt: node.alt ?? "" });
  }
  flush();
  return blocks;
}

function blocksOf(nodes: readonly RootContent[]): Block[] {
  return nodes.flatMap((node): Block[] => {
    switch (node.type) {
      case "paragraph":
        return paragraph(node.children);
      case "heading":
        return [{ kind: "heading", runs: runsOf(node.children) }];
      case "list":
        return [
          {
            kind: "list",
            ordered: node.ordered === true,
            items: node.children.map((item) => blocksOf(item.children)),
          },
        ];
      case "blockquote":
        return blocksOf(node.children);
      case "code":
        return [{ kind: "text", runs: [{ text: node.value }] }];
      case "table":
        return [
          {
            kind: "table",
            rows: node.children.map((row) =>
              row.children.map((cell) =>
                runsOf(cell.children)
                  .map(({ text }) => text)
                  .join(""),
              ),
            ),
          },
        ];
      default:
        return [];
    }
  });
}

/** The blocks of a text. */
export function readMarkdown(text: string): Block[] {
  const root = fromMarkdown(text, { extensions: [gfmTable()], mdastExtensions: [gfmTableFromMarkdown()] });
  return blocksOf(root.children);
}
