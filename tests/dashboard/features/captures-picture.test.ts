// The picture of a run's captures, rendered as the page does: what its axes, its table and its watermark say.
import { MantineProvider } from "@mantine/core";
import { createElement } from "react";
import { jsx } from "react/jsx-runtime";
import { prerenderToNodeStream } from "react-dom/static";
import { expect, it } from "vitest";
import { loadSheets } from "../../../bridge/sheets/loader.ts";
import { CapturesPicture } from "../../../dashboard/src/features/runner/captures-picture.tsx";
import { LanguageProvider, Texts } from "../../../dashboard/src/ui/language.tsx";
import { contentFolder } from "../../bridge/sheets/content-copy.ts";
import { newRun } from "../fixtures.ts";

it("shows successes over distances and with their table, and nothing before the first", async () => {
  const { experiments } = await loadSheets({ folder: contentFolder });
  const e06 = experiments.find(({ number }) => number === "E06");
  const step = e06?.steps.find(({ id }) => id === "falaise");
  const drawn = step?.drawn;
  if (e06 === undefined || step === undefined || drawn === undefined)
    throw new Error("E06 draws its captures");
  const captures = [10, 20, 60].map((label) => ({
    step: "cales",
    channel: "trials",
    label,
    time: "2026-03-21T14:00:00.000Z",
    samples: 5,
    mean: label === 60 ? 0 : 100,
    median: 100,
    sd: 0,
    min: 0,
    max: 100,
    sources: ["simulated" as const],
  }));
  const html = async (of: typeof captures) => {
    const run = { ...newRun("essai", e06, {}), captures: of };
    const picture = createElement(CapturesPicture, { run, experiment: e06, step, drawn });
    const said = jsx(Texts, { extent: "whole", children: picture });
    const { prelude } = await prerenderToNodeStream(
      createElement(MantineProvider, null, jsx(LanguageProvider, { first: "fr", children: said })),
    );
    const chunks: Buffer[] = [];
    for await (const chunk of prelude) chunks.push(Buffer.from(chunk));
    return Buffer.concat(chunks).toString();
  };
  const shown = await html(captures);
  expect(shown).toContain("Pente ou falaise?");
  expect(shown).toContain("Relevé (mm)");
  expect(shown).toContain("Réussites (%)");
  expect(shown.match(/<tr/g)).toHaveLength(4);
  expect(await html([])).not.toContain("<figure");
});
