// A part as it looks: from @wokwi/elements, or drawn here when they have none.
import type { KitComponent } from "#contract/kit.ts";
import { drawnState, WokwiPart } from "./wokwi-part.tsx";

const chipNames: Readonly<Record<"climate" | "lux", string>> = { climate: "BME280", lux: "BH1750" };

export function PartDrawing({ component }: { readonly component: KitComponent }) {
  const { kind } = component;
  switch (kind) {
    case "climate":
    case "lux":
      return <Chip name={chipNames[kind]} />;
    case "strip":
      return <Strip colours={component.colours ?? []} />;
    default:
      return <WokwiPart part={kind} state={drawnState(component)} />;
  }
}

/** A small board with one chip and four pins. */
function Chip({ name }: { readonly name: string }) {
  return (
    <svg width="90" height="70" viewBox="0 0 90 70" aria-hidden="true">
      <rect x="5" y="5" width="80" height="48" rx="4" fill="#4b3f72" />
      <rect x="34" y="14" width="22" height="16" rx="2" fill="#c9ccd1" />
      <text x="45" y="46" textAnchor="middle" fontSize="12" fill="#f4efe3">
        {name}
      </text>
      {[21, 37, 53, 69].map((x) => (
        <rect key={x} x={x - 2} y="53" width="4" height="12" fill="#d9a441" />
      ))}
    </svg>
  );
}

function Strip({ colours }: { readonly colours: readonly string[] }) {
  const step = 20;
  return (
    <svg
      width={colours.length * step}
      height="26"
      viewBox={`0 0 ${colours.length * step} 26`}
      aria-hidden="true"
      style={{ maxWidth: "100%" }}
    >
      <rect width={colours.length * step} height="26" rx="3" fill="#2b2a27" />
      {colours.map((colour, index) => (
        <rect
          // biome-ignore lint/suspicious/noArrayIndexKey: an LED is its place on the strip
          key={index}
          x={index * step + 4}
          y="7"
          width="12"
          height="12"
          rx="2"
          fill={colour}
          stroke="#8d877a"
        />
      ))}
    </svg>
  );
}
