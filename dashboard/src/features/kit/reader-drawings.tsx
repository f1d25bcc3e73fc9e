// Readers as they lie on the table, each with its antenna where a tag goes: on the right, in all of them.
import type { KitBoard } from "#contract/kit.ts";

const viewBox = "0 0 260 170";
const waves = "M148 76a12 12 0 0 1 0 18M158 69a22 22 0 0 1 0 32M168 62a32 32 0 0 1 0 46";

export function ReaderDrawing({ firmware }: { readonly firmware: KitBoard["firmware"] }) {
  switch (firmware) {
    case "rdm6300":
      return <Rdm6300 />;
    case "pn532":
      return <Pn532 />;
    case "nexmosphere":
      return <Plinth />;
    default:
      return <Mfrc522 />;
  }
}

function Waves({ colour }: { readonly colour: string }) {
  return (
    <path d={waves} fill="none" stroke={colour} strokeWidth="3.4" strokeLinecap="round" opacity="0.75" />
  );
}

/** Chip with its legs on both sides. */
function Chip({ x, y, size }: { readonly x: number; readonly y: number; readonly size: number }) {
  const legs = [0.2, 0.4, 0.6, 0.8].map((share) => y + size * share);
  return (
    <>
      <rect x={x} y={y} width={size} height={size} rx="2" fill="#16181c" />
      <path
        d={legs.map((leg) => `M${x} ${leg}h-5M${x + size} ${leg}h5`).join("")}
        stroke="#c8ccd2"
        strokeWidth="2"
      />
    </>
  );
}

function Pads({ x, from, step, count }: Readonly<Record<"x" | "from" | "step" | "count", number>>) {
  return (
    <g fill="#e8c873" stroke="#8f6f22">
      {Array.from({ length: count }, (_, n) => from + n * step).map((y) => (
        <circle key={y} cx={x} cy={y} r="4" />
      ))}
    </g>
  );
}

/** A plinth of wood with its antenna under the top, and the controller beside it. */
function Plinth() {
  return (
    <svg viewBox={viewBox} aria-hidden="true" width="100%">
      <rect x="76" y="8" width="178" height="154" rx="8" fill="#c9a97a" stroke="#8a6d3f" strokeWidth="3" />
      <g fill="none" stroke="#8a6d3f" strokeWidth="2.4" strokeDasharray="5 5">
        <circle cx="165" cy="85" r="56" />
        <circle cx="165" cy="85" r="46" />
      </g>
      <path d="M54 60h22M54 108h22" stroke="#2b2e33" strokeWidth="4" strokeLinecap="round" />
      <rect x="6" y="36" width="48" height="98" rx="5" fill="#2b2e33" />
      <g fill="#7fd0b3">
        <circle cx="18" cy="50" r="3" />
        <circle cx="28" cy="50" r="3" />
      </g>
      <Waves colour="#5c4520" />
    </svg>
  );
}

/** Blue board, its coil printed on it in five turns. */
function Mfrc522() {
  return (
    <svg viewBox={viewBox} aria-hidden="true" width="100%">
      <rect x="4" y="4" width="252" height="162" rx="10" fill="#1d4f8c" stroke="#123a6b" strokeWidth="3" />
      <g fill="none" stroke="#d9b56a" strokeWidth="2.4" opacity="0.9">
        <rect x="74" y="20" width="166" height="130" rx="14" />
        <rect x="82" y="28" width="150" height="114" rx="11" />
        <rect x="90" y="36" width="134" height="98" rx="9" />
        <rect x="98" y="44" width="118" height="82" rx="7" />
      </g>
      <Chip x={26} y={66} size={30} />
      <rect x="28" y="110" width="26" height="11" rx="5" fill="#c9ced6" />
      <Pads x={14} from={26} step={17} count={8} />
      <circle cx="248" cy="14" r="4.5" fill="#0f2f57" />
      <circle cx="248" cy="156" r="4.5" fill="#0f2f57" />
      <Waves colour="#fff" />
    </svg>
  );
}

/** A small green module, and a coil of wire at the end of two leads: nothing but air inside it. */
function Rdm6300() {
  return (
    <svg viewBox={viewBox} aria-hidden="true" width="100%">
      <path
        d="M66 74c14 0 10-18 26-18M66 96c14 0 10 18 26 18"
        fill="none"
        stroke="#b5462f"
        strokeWidth="3"
        strokeLinecap="round"
      />
      <g fill="none" stroke="#b87333">
        <rect x="90" y="12" width="160" height="146" rx="24" strokeWidth="11" />
        <rect x="90" y="12" width="160" height="146" rx="24" strokeWidth="1.4" stroke="#e7b27c" />
        <rect x="86" y="8" width="168" height="154" rx="27" strokeWidth="1.4" stroke="#7d4a1c" />
      </g>
      <rect x="6" y="42" width="60" height="86" rx="5" fill="#1f6b45" stroke="#134a2f" strokeWidth="3" />
      <Chip x={26} y={54} size={22} />
      <rect x="24" y="92" width="26" height="12" rx="5" fill="#c9ced6" />
      <rect x="24" y="110" width="12" height="10" rx="1.5" fill="#8d3f2c" />
      <Pads x={15} from={60} step={17} count={4} />
      <path
        d={waves}
        fill="none"
        stroke="#b87333"
        strokeWidth="3.4"
        strokeLinecap="round"
        transform="translate(8 0)"
      />
    </svg>
  );
}

/** Red board: the coil runs along its edge, the chip lies in the middle, two switches choose how it is spoken to. */
function Pn532() {
  return (
    <svg viewBox={viewBox} aria-hidden="true" width="100%">
      <rect x="4" y="4" width="252" height="162" rx="6" fill="#a3262a" stroke="#6f1518" strokeWidth="3" />
      <g fill="none" stroke="#e2b06a" strokeWidth="2.4">
        <rect x="66" y="14" width="182" height="142" rx="5" />
        <rect x="72" y="20" width="170" height="130" rx="4" />
        <rect x="78" y="26" width="158" height="118" rx="3" />
      </g>
      <Chip x={92} y={70} size={28} />
      <rect x="18" y="20" width="34" height="22" rx="2" fill="#e9ecef" />
      <g fill="#16181c">
        <rect x="23" y="24" width="9" height="14" rx="1" />
        <rect x="38" y="24" width="9" height="14" rx="1" />
      </g>
      <g fill="#f4efe3">
        <rect x="24" y="31" width="7" height="6" rx="1" />
        <rect x="39" y="25" width="7" height="6" rx="1" />
      </g>
      <Pads x={16} from={62} step={17} count={6} />
      <Pads x={48} from={96} step={17} count={4} />
      <g transform="translate(26 0)">
        <Waves colour="#fff" />
      </g>
    </svg>
  );
}
