// Samples as they come: dots in time, and how they pile up beside. The same is said in figures next to it.
import type { Sampling } from "#contract/beacon-calibration.ts";
import { formatNumber } from "../../ui/format.ts";
import { useLanguage } from "../../ui/language.tsx";
import classes from "./one-metre.module.css";
import { pictureOf, pictureSize } from "./one-metre-model.ts";

const dotRadius = 2.6;

export function SamplingPicture({ sampling }: { readonly sampling: Sampling }) {
  const { language } = useLanguage();
  const picture = pictureOf(sampling);
  const { width, height, strip } = pictureSize;
  return (
    <div className={classes.picture} aria-hidden="true">
      <span className={classes.scale}>
        <span>{picture !== undefined && formatNumber(language, picture.high)}</span>
        <span>{picture !== undefined && formatNumber(language, picture.low)}</span>
      </span>
      <svg viewBox={`0 0 ${width} ${height}`} role="presentation">
        <rect className={classes.ground} width={width} height={height} rx={6} />
        {picture !== undefined && (
          <>
            {picture.bars.map((bar) => (
              <rect key={bar.y} className={classes.bar} x={strip} {...bar} />
            ))}
            <line className={classes.median} x2={width} y1={picture.medianY} y2={picture.medianY} />
            {picture.dots.map(({ x, y }) => (
              <circle key={x} className={classes.dot} cx={x} cy={y} r={dotRadius} />
            ))}
          </>
        )}
      </svg>
    </div>
  );
}
