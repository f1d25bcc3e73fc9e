// Decision trees, written as they are read: a question, what comes after yes, what comes after no.
import type { TreeNode } from "#contract/doctor.ts";
import type { Words } from "#contract/words.ts";

export type Tree = { readonly say: Words } | { readonly say: Words; readonly yes: Tree; readonly no: Tree };

/** Something to do: where a way through the tree ends. */
export const act = (fr: string, en: string): Tree => ({ say: { fr, en } });

export const ask = (fr: string, en: string, yes: Tree, no: Tree): Tree => ({ say: { fr, en }, yes, no });

/** The tree as a list whose nodes name each other by their place; the first is the root. */
export function flatten(tree: Tree): TreeNode[] {
  const nodes: TreeNode[] = [];
  const add = (node: Tree): number => {
    const place = nodes.length;
    nodes.push({ say: node.say });
    if ("yes" in node) nodes[place] = { say: node.say, yes: add(node.yes), no: add(node.no) };
    return place;
  };
  add(tree);
  return nodes;
}
