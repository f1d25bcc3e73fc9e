// The dashboard's edge, small: asks for what the address needs, then brings the program (both begin to download with the
// page, or with the first frame of one that came written, see vite.config.ts).
import "./app/styles.css";
import { fetchForAddress } from "./app/ahead.ts";

function begin(root: HTMLElement): void {
  const ahead = fetchForAddress();
  for (const link of document.querySelectorAll<HTMLLinkElement>("link[rel=after-first-frame]"))
    link.rel = "modulepreload";
  void import("./app/mount.tsx").then(({ mount }) => mount(root, ahead));
}

const root = document.getElementById("root");
// A page that came written is read first: the program, half a second of a slow phone, waits for its first frame. A page
// that is not looked at has none.
if (root?.hasChildNodes() && !document.hidden) requestAnimationFrame(() => setTimeout(begin, 0, root));
else if (root !== null) begin(root);
