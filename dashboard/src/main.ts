// The dashboard's edge, small: asks for what the address needs, then brings the program (both begin to download with the
// page, see vite.config.ts).
import "./app/styles.css";
import { fetchForAddress } from "./app/ahead.ts";

const ahead = fetchForAddress();
const root = document.getElementById("root");
if (root !== null) void import("./app/mount.tsx").then(({ mount }) => mount(root, ahead));
