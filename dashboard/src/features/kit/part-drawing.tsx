// A part as it looks: from @wokwi/elements, or drawn here when they have none.
import type { KitComponent } from "#contract/kit.ts";
import { RowDrawing } from "./row-of-bits.tsx";
import { drawnState, WokwiPart } from "./wokwi-part.tsx";

const chipNames = {
  climate: "BME280",
  lux: "BH1750",
  thermometer: "MCP9808",
  "time-of-flight": "VL53L0X",
} as const;

export function PartDrawing({ component }: { readonly component: KitComponent }) {
  const { kind } = component;
  switch (kind) {
    case "climate":
    case "lux":
    case "thermometer":
    case "time-of-flight":
      return <Chip name={chipNames[kind]} />;
    case "accelerometer":
      return (
        <Chip
          name={component.settings?.chip === "mpu6050" ? "MPU-6050" : "ADXL345"}
          turned={component.tilt?.x ?? 0}
        />
      );
    case "force":
      return <ForcePad newtons={component.value} />;
    case "potentiometer":
      if (component.chain !== undefined) return <RowDrawing chain={component.chain} />;
      return <WokwiPart part={kind} state={drawnState(component)} />;
    case "relay":
      return <Relay closed={component.value > 0} />;
    case "strip":
      return <Strip colours={component.colours ?? []} />;
    default:
      return <WokwiPart part={kind} state={drawnState(component)} />;
  }
}

/** A small board with one chip and four pins. @param turned degrees, clockwise. */
function Chip({ name, turned = 0 }: { readonly name: string; readonly turned?: number }) {
  return (
    <svg
      width="90"
      height="70"
      viewBox="0 0 90 70"
      aria-hidden="true"
      style={turned === 0 ? undefined : { transform: `rotate(${turned}deg)`, overflow: "visible" }}
    >
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

/** A round pad on its tail: it darkens under the thumb. */
function ForcePad({ newtons }: { readonly newtons: number }) {
  return (
    <svg width="90" height="84" viewBox="0 0 90 84" aria-hidden="true">
      <rect x="37" y="48" width="16" height="34" fill="#d9d2c2" />
      <path d="M42 50v32M48 50v32" stroke="#6d6353" strokeWidth="2" />
      <circle cx="45" cy="29" r="26" fill="#d9d2c2" stroke="#6d6353" strokeWidth="2" />
      <circle cx="45" cy="29" r="19" fill="#2b2a27" opacity={0.3 + 0.07 * newtons} />
    </svg>
  );
}

/** A module with its lamp, and the contact it moves. */
function Relay({ closed }: { readonly closed: boolean }) {
  return (
    <svg width="100" height="76" viewBox="0 0 110 84" aria-hidden="true">
      <rect x="3" y="3" width="104" height="78" rx="6" fill="#1f5d4c" />
      <rect x="12" y="12" width="50" height="60" rx="4" fill="#2f6fb3" />
      <circle cx="20" cy="77" r="3" fill={closed ? "#ff5a45" : "#123a30"} />
      <g stroke="#f4efe3" strokeWidth="3" strokeLinecap="round" fill="none">
        <path d="M84 14v14M84 70V56" />
        <path d={closed ? "M84 56V28" : "M84 56 98 32"} />
      </g>
      <circle cx="84" cy="28" r="3.5" fill="#f4efe3" />
      <circle cx="84" cy="56" r="3.5" fill="#f4efe3" />
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
