// Words of the glossary found in a text: the first time each is met, outside of links and titles. Pure.
import type { Nodes, PhrasingContent, Text } from "mdast";
import { patternOf } from "#contract/terms.ts";

export interface Term {
  readonly term: string;
  readonly definition: string;
}

/**
 * A plugin of the Markdown renderer: terms become `dfn` elements that name their definition by its place in the list.
 * @param terms of the language of the text.
 */
export function markTerms(terms: readonly Term[]) {
  return () => (root: Nodes) => {
    const left = new Map<number, RegExp>();
    terms.forEach(({ term }, index) => {
      const pattern = patternOf(term);
      if (pattern !== undefined) left.set(index, pattern);
    });
    visit(root, left);
  };
}

const closed = new Set(["link", "heading", "inlineCode", "code"]);

function visit(node: Nodes, left: Map<number, RegExp>): void {
  if (!("children" in node) || closed.has(node.type)) return;
  const children: PhrasingContent[] = [];
  for (const child of node.children as PhrasingContent[]) {
    if (child.type === "text") children.push(...marked(child, left));
    else {
      visit(child, left);
      children.push(child);
    }
  }
  (node as { children: PhrasingContent[] }).children = children;
}

function marked(node: Text, left: Map<number, RegExp>): PhrasingContent[] {
  for (const [index, pattern] of left) {
    const found = pattern.exec(node.value);
    if (found === null) continue;
    left.delete(index);
    const before = node.value.slice(0, found.index);
    const after = node.value.slice(found.index + found[0].length);
    const term: PhrasingContent = {
      type: "emphasis",
      children: [{ type: "text", value: found[0] }],
      data: { hName: "dfn", hProperties: { "data-term": index } },
    };
    return [
      ...marked({ type: "text", value: before }, left),
      term,
      ...marked({ type: "text", value: after }, left),
    ];
  }
  return node.value === "" ? [] : [node];
}
