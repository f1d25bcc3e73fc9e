// Small marks: device family, source of the data, health, state of a step. Shape and word, then colour.
import type { HealthState } from "#contract/devices.ts";
import type { EventSource } from "#contract/events.ts";
import type { StepState } from "#contract/runs.ts";
import type { Family } from "./families.ts";
import { useText } from "./language.tsx";
import classes from "./marks.module.css";

const familyShapes: Record<Family, React.ReactNode> = {
  beacon: (
    <>
      <circle cx="12" cy="12" r="2.6" fill="currentColor" />
      <path d="M7.2 17.2a7 7 0 0 1 0-10.4M16.8 6.8a7 7 0 0 1 0 10.4M4.2 20a11 11 0 0 1 0-16M19.8 4a11 11 0 0 1 0 16" />
    </>
  ),
  reader: (
    <>
      <rect x="3" y="6" width="18" height="12" rx="2.5" />
      <path d="M7 10h6M7 14h3.5" />
      <circle cx="16.5" cy="13.5" r="1.7" fill="currentColor" stroke="none" />
    </>
  ),
  board: (
    <>
      <rect x="6" y="6" width="12" height="12" rx="1.8" />
      <path d="M9 6V3M12 6V3M15 6V3M9 21v-3M12 21v-3M15 21v-3M3 9h3M3 12h3M3 15h3M18 9h3M18 12h3M18 15h3" />
    </>
  ),
  phone: (
    <>
      <rect x="7" y="2.5" width="10" height="19" rx="2.2" />
      <path d="M10.5 18.5h3" />
    </>
  ),
  station: (
    <>
      <circle cx="5" cy="12" r="2.4" />
      <circle cx="19" cy="5.5" r="2.4" />
      <circle cx="19" cy="18.5" r="2.4" />
      <path d="M7.2 11 16.8 6.5M7.2 13l9.6 4.5" />
    </>
  ),
};

/** Drawing of a family; decorative, a word always stands beside it. */
export function FamilyMark({ family, size = 28 }: { readonly family: Family; readonly size?: number }) {
  return (
    <span className={classes.family} data-family={family}>
      <svg viewBox="0 0 24 24" width={size} height={size} aria-hidden="true" className={classes.line}>
        {familyShapes[family]}
      </svg>
    </span>
  );
}

/** Says when data are not from real hardware; says nothing when they are. `paper`: what was typed was read from a sheet. */
export function SourceBadge({
  source,
  paper = false,
}: {
  readonly source: EventSource;
  readonly paper?: boolean | undefined;
}) {
  const t = useText();
  if (source === "hardware") return null;
  return (
    <span className={classes.source}>
      <svg viewBox="0 0 12 12" width="11" height="11" aria-hidden="true">
        <circle
          cx="6"
          cy="6"
          r="4.6"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.6"
          strokeDasharray="2.4 2"
        />
      </svg>
      {t(paper && source === "manual" ? "source.paper" : `source.${source}`)}
    </span>
  );
}

const healthShapes: Record<HealthState, React.ReactNode> = {
  ready: <circle cx="6" cy="6" r="4.5" fill="currentColor" />,
  degraded: <path d="M6 1.2 11.2 10.6H.8Z" fill="currentColor" />,
  opening: (
    <>
      <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.6" />
      <path d="M6 1.8a4.2 4.2 0 0 1 0 8.4Z" fill="currentColor" />
    </>
  ),
  idle: <path d="M1.5 6h9" stroke="currentColor" strokeWidth="2" />,
  waiting: <circle cx="6" cy="6" r="4.2" fill="none" stroke="currentColor" strokeWidth="1.8" />,
};

export function HealthMark({ state }: { readonly state: HealthState }) {
  const t = useText();
  return (
    <span className={classes.health} data-health={state}>
      <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true">
        {healthShapes[state]}
      </svg>
      {t(`health.${state}`)}
    </span>
  );
}

const stepShapes: Record<StepState, React.ReactNode> = {
  "to-do": <circle cx="10" cy="10" r="7" />,
  "in-progress": (
    <>
      <circle cx="10" cy="10" r="7" />
      <circle cx="10" cy="10" r="2.6" fill="currentColor" stroke="none" />
    </>
  ),
  verified: (
    <>
      <circle cx="10" cy="10" r="8" fill="currentColor" stroke="none" />
      <path d="m6.2 10.4 2.6 2.6 5-5.6" className={classes.cut} />
    </>
  ),
  confirmed: (
    <>
      <rect x="3" y="3" width="14" height="14" rx="3" />
      <path d="m6.4 10.2 2.5 2.6 4.8-5.4" />
    </>
  ),
  passed: <path d="m4 5 5 5-5 5M10.5 5l5 5-5 5" />,
  helped: (
    <>
      <path d="M10 2.5 17.5 10 10 17.5 2.5 10Z" />
      <path d="M10 6.4v7.2M6.4 10h7.2" />
    </>
  ),
};

/** State of a step: the shape alone tells it; the word is there for everyone unless `bare`. */
export function StepMark({ state, bare = false }: { readonly state: StepState; readonly bare?: boolean }) {
  const t = useText();
  return (
    <span className={classes.step} data-step={state}>
      <svg viewBox="0 0 20 20" width="20" height="20" aria-hidden="true" className={classes.line}>
        {stepShapes[state]}
      </svg>
      <span className={bare ? classes.hidden : undefined}>{t(`step.state.${state}`)}</span>
    </span>
  );
}

/** Behind the words of a link that opens a tab of its own. */
export function NewTabMark() {
  const t = useText();
  return (
    <>
      <span aria-hidden="true">{"\u00a0↗"}</span>
      <span className={classes.hidden}> {t("link.newTab")}</span>
    </>
  );
}
