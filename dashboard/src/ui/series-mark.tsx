// The key of a series: a piece of its line, dash, marker and colour, as the chart draws it. A word stands beside it.
import { markerCorners, type SeriesStyle } from "./series-styles.ts";

export function SeriesMark({ style }: { readonly style: SeriesStyle }) {
  const corners = markerCorners(style.marker, 5);
  const ink = `var(${style.colour})`;
  return (
    <svg viewBox="0 0 36 16" width="36" height="16" aria-hidden="true">
      <path d="M1 8h34" stroke={ink} strokeWidth="2.5" strokeDasharray={style.dash.join(" ")} />
      {corners.length === 0 ? (
        <circle cx="18" cy="8" r="5" fill={ink} />
      ) : (
        <polygon fill={ink} points={corners.map(([x, y]) => `${18 + x},${8 + y}`).join(" ")} />
      )}
    </svg>
  );
}
