// The dashboard's edge: settles Zod for a strict CSP, then mounts the app.
import "./app/zod-without-eval.ts";
import "./app/styles.css";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { App } from "./app/app.tsx";
import { setFirstScheme } from "./app/first-scheme.ts";

setFirstScheme();
const root = document.getElementById("root");
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
