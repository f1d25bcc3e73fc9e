// Properties of every operator: no event makes it throw, what is irrelevant does not matter, what held stays held.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { checkSchema, ops } from "#contract/conditions.ts";
import { progressSchema } from "#contract/runs.ts";
import type { ExperimentDefinition } from "../../../bridge/experiments/definition.ts";
import { beginRun, createRunEngine } from "../../../bridge/experiments/run-engine.ts";
import { profileOf, roleOf, testChannels, timeAt, watch } from "../../helpers/experiment-bench.ts";
import { oneOfEach, stories } from "../../helpers/experiment-stories.ts";

const deviceOf = Object.fromEntries(Object.entries(roleOf).map(([device, role]) => [role, device]));

/** A run of one step with this check, its participant at it from the start. */
function runOf(check: unknown) {
  const title = { fr: "Étape", en: "Step" };
  const definition: ExperimentDefinition = {
    id: "e99",
    version: 1,
    title,
    needs: Object.entries(profileOf).map(([role, profile]) => ({
      role,
      profiles: [profile],
      name: { fr: `Rôle ${role}`, en: `Role ${role}` },
      channels: [],
      takes: [],
    })),
    channels: testChannels,
    steps: [{ id: "step", kind: "do", title, inputs: [], check: checkSchema.parse(check) }],
  };
  let made = 0;
  return createRunEngine({
    definition,
    run: beginRun(definition, {
      id: "run-1",
      participant: "p",
      attempt: 1,
      startedAt: timeAt(0),
      devices: deviceOf,
    }),
    device: (id) => {
      const profile = profileOf[roleOf[id] ?? ""];
      return profile && { id, model: "some-model", profile, source: "simulated", online: true, facts: {} };
    },
    newId: () => `n${++made}`,
    now: { mono: 0, time: timeAt(0) },
  });
}

it("has a check of every operator", () => {
  expect(oneOfEach.map((check) => check.op)).toEqual([...ops]);
});

describe.each(oneOfEach)("$op", (check) => {
  it("never throws, and always gives a progress of the contract", () => {
    fc.assert(
      fc.property(stories, (events) => {
        const watched = watch(check);
        for (const event of events) {
          const { fraction, why, value, unit, refusals } = watched.see(event);
          progressSchema.parse({ fraction, why, value, unit, refusals });
        }
      }),
      { numRuns: 40 },
    );
  });
  it("says why not yet, and what it refused, in whole sentences of both languages", () => {
    fc.assert(
      fc.property(stories, (events) => {
        const watched = watch(check);
        for (const event of events) {
          const { why, refusals } = watched.see(event);
          for (const { fr, en } of [why, ...refusals]) {
            expect(fr).toMatch(/^[\p{Lu}\p{N}][\s\S]*[.!?]$/u);
            expect(en).toMatch(/^[\p{Lu}\p{N}][\s\S]*[.!?]$/u);
            expect(fr).not.toMatch(/[\s\u00a0][;!?]|[^\u00a0]:\s|undefined|NaN/);
            expect(en).not.toMatch(/[\s\u00a0][;:!?]|undefined|NaN/);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
  it("takes every event that comes twice as once", () => {
    fc.assert(
      fc.property(stories, (events) => {
        const twice = watch(check).see(...events.flatMap((event) => [event, event]));
        expect(twice).toEqual(watch(check).see(...events));
      }),
      { numRuns: 40 },
    );
  });
  it("leaves a step verified by it as it is, whatever comes after", () => {
    fc.assert(
      fc.property(stories, (events) => {
        const engine = runOf(check);
        let done: string | undefined;
        for (const event of events) {
          const [step] = engine.observe(event).run.steps;
          const text = JSON.stringify(step);
          if (done !== undefined) expect(text).toBe(done);
          if (step?.state !== "verified") continue;
          expect(step.evidence?.sources).toContain("simulated");
          done = text;
        }
      }),
      { numRuns: 40 },
    );
  });
  it("does not care for what devices of other roles do in between", () => {
    fc.assert(
      fc.property(stories, (events) => {
        const plain = watch(check);
        const crowded = watch(check);
        for (const event of events) {
          plain.see(event);
          crowded.see(event, { ...event, id: `${event.id}.else`, device: "elsewhere" });
        }
        const end = (events.at(-1)?.mono ?? 0) / 1000;
        expect(crowded.at(end)).toEqual(plain.at(end));
      }),
      { numRuns: 40 },
    );
  });
});
