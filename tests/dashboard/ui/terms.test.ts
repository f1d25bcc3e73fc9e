// Words of the glossary found in a text, as the page reads it.
import type { Root, RootContent } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import { describe, expect, it } from "vitest";
import { waysOf } from "#contract/terms.ts";
import { markTerms, type Term } from "../../../dashboard/src/ui/terms.ts";

const terms: readonly Term[] = [
  { term: "balise", definition: "Petite radio." },
  { term: "force du signal (RSSI)", definition: "Puissance reçue." },
];

function found(markdown: string, of = terms): string[] {
  const root: Root = fromMarkdown(markdown);
  markTerms(of)()(root);
  const words: string[] = [];
  const look = (node: RootContent | Root) => {
    const data = node.data as { hName?: string; hProperties?: { "data-term"?: number } } | undefined;
    if (data?.hName === "dfn" && "children" in node) {
      const [text] = node.children;
      if (text?.type === "text") words.push(`${data.hProperties?.["data-term"]}:${text.value}`);
      return;
    }
    if ("children" in node) for (const child of node.children) look(child);
  };
  look(root);
  return words;
}

describe("words of the glossary", () => {
  it("are marked the first time they are met, as they are written there", () => {
    expect(found("Une Balise parle. Deux balises aussi. La **force du signal** baisse.")).toEqual([
      "0:Balise",
      "1:force du signal",
    ]);
    expect(found("Les balises parlent.")).toEqual(["0:balises"]);
    expect(found("Le RSSI tremble.")).toEqual(["1:RSSI"]);
  });

  it("are whole words, and not those of a link, a title or a code", () => {
    expect(found("Le balisage et l’abalise.")).toEqual([]);
    expect(found("# La balise\n\n[balise](/kit) et `balise`")).toEqual([]);
    expect(found("# La balise\n\nune balise")).toEqual(["0:balise"]);
  });

  it("leave the words around them as they were", () => {
    const root = fromMarkdown("avant balise après");
    markTerms(terms)()(root);
    const [paragraph] = root.children;
    expect(paragraph?.type === "paragraph" && paragraph.children.map(({ type }) => type)).toEqual([
      "text",
      "emphasis",
      "text",
    ]);
  });

  it("take signs as they are, and no term at all", () => {
    expect(found("un (c) et un a.b", [{ term: "a.b", definition: "x" }])).toEqual(["0:a.b"]);
    expect(found("axb", [{ term: "a.b", definition: "x" }])).toEqual([]);
    expect(found("rien", [])).toEqual([]);
    expect(waysOf("résolution, exactitude (fine)")).toEqual(["résolution", "exactitude", "fine"]);
  });
});
