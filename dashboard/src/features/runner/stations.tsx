// The desks of the stations that play in a run, side by side, each named by its role.
import { useRef } from "react";
import type { Run } from "#contract/runs.ts";
import type { Experiment } from "#contract/sheets.ts";
import { useLive } from "../../live/live-context.tsx";
import { StationPad } from "../../live/station-pad.tsx";
import { useWords } from "../../ui/language.tsx";
import classes from "./runner.module.css";

export function Stations({ run, experiment }: { readonly run: Run; readonly experiment: Experiment }) {
  const words = useWords();
  const bench = useLive((state) => state.bench);
  const after = useRef<(HTMLElement | null)[]>([]);
  const stations = experiment.needs.flatMap(({ role, name }) => {
    const device = bench?.devices[run.devices[role] ?? ""]?.device;
    return device?.profile === "mqtt-station" ? [{ role, name, device }] : [];
  });
  if (stations.length === 0) return null;
  return (
    <div className={classes.stations}>
      {stations.map(({ role, name, device }, index) => (
        <div key={role} className={classes.station}>
          <StationPad device={device} role={words(name)} onSkip={() => after.current[index]?.focus()} />
          <span
            className={classes.after}
            tabIndex={-1}
            ref={(element) => {
              after.current[index] = element;
            }}
          />
        </div>
      ))}
    </div>
  );
}
