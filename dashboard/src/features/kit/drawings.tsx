// What Wokwi does not draw and a hand moves: the tags of the kit, and the boards without a cable. Our own pens.
import type { KitTag } from "#contract/kit.ts";

const shapes: Record<string, React.ReactNode> = {
  amulette: (
    <>
      <path
        d="M46 14c22 4 34 22 26 42-4 11-17 17-26 14-14-4-16-20-6-27 8-5 10-19 6-29Z"
        fill="#e9d8b4"
        stroke="#7c6136"
      />
      <circle cx="50" cy="24" r="3" fill="#7c6136" stroke="none" />
      <path d="M44 58c7 2 14-1 17-8" stroke="#a98d5c" />
    </>
  ),
  billet: (
    <>
      <path d="M10 26h80v10a7 7 0 0 0 0 14v10H10V50a7 7 0 0 0 0-14Z" fill="#f4e3c1" stroke="#8a4b2a" />
      <path d="M26 46c5-7 12-7 17 0s12 7 17 0M34 36h22" stroke="#2b5c94" />
      <path d="M72 30v26" stroke="#8a4b2a" strokeDasharray="3 4" />
    </>
  ),
  coquillage: (
    <>
      <path d="M50 68C24 66 14 46 20 30c8-14 52-14 60 0 6 16-4 36-30 38Z" fill="#f6d9cf" stroke="#9a5a4a" />
      <path d="M50 68 30 26M50 68 42 21M50 68 58 21M50 68 70 26" stroke="#c58774" />
    </>
  ),
  carnet: (
    <>
      <rect x="24" y="12" width="52" height="60" rx="4" fill="#41607a" stroke="#22384b" />
      <path d="M34 12v60" stroke="#22384b" />
      <path d="M44 28h24M44 36h16" stroke="#e9e2d2" />
    </>
  ),
  maquette: (
    <>
      <path d="M16 56h68c-4 9-10 14-18 14H34c-8 0-14-5-18-14Z" fill="#8a5a3c" stroke="#5a3823" />
      <path d="M38 54V12M62 54V18" stroke="#5a3823" />
      <path d="M36 50H16C26 42 33 30 36 16Z" fill="#fbf6e9" stroke="#8a7a5c" />
      <path d="M41 50V18c9 8 14 20 15 32Z" fill="#fbf6e9" stroke="#8a7a5c" />
      <path d="M65 50V22c9 7 14 17 16 28Z" fill="#fbf6e9" stroke="#8a7a5c" />
    </>
  ),
  plume: (
    <>
      <path d="M22 70C30 44 48 22 80 12c2 26-14 48-46 50Z" fill="#efe9dd" stroke="#6d6353" />
      <path d="M22 70C38 52 54 34 74 20M44 46l2 12M54 36l3 12M38 54l-2-8" stroke="#978a76" />
    </>
  ),
};

const plain = (
  <>
    <circle cx="50" cy="42" r="28" fill="#dfe9f4" stroke="#2b5c94" />
    <circle cx="50" cy="42" r="9" stroke="#2b5c94" />
  </>
);

export function TagDrawing({ id, family }: { readonly id: string; readonly family: KitTag["family"] }) {
  return (
    <svg
      viewBox="0 0 100 84"
      width="84"
      height="70"
      aria-hidden="true"
      fill="none"
      strokeWidth="2.2"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {shapes[id] ?? plain}
      {family === "ntag213" && <circle cx="84" cy="72" r="6" fill="#fff" stroke="#7a3b75" />}
      {family === "mifare-classic-1k" && (
        <rect x="78" y="66" width="12" height="12" rx="2" fill="#fff" stroke="#7a3b75" />
      )}
    </svg>
  );
}

/** @param display twenty-five lamps, row by row; empty without power. */
export function MicrobitDrawing({
  display,
  a,
  b,
}: {
  readonly display: string;
  readonly a: boolean;
  readonly b: boolean;
}) {
  const button = (x: number, pressed: boolean) => (
    <g>
      <rect x={x} y="38" width="18" height="18" rx="3" fill="#b9bec6" />
      <circle cx={x + 9} cy="47" r="5.5" fill={pressed ? "#f2c14b" : "#16181c"} />
    </g>
  );
  return (
    <svg viewBox="0 0 120 100" aria-hidden="true" width="100%">
      <rect x="3" y="3" width="114" height="94" rx="12" fill="#16181c" />
      <path d="M3 78h114v7a12 12 0 0 1-12 12H15A12 12 0 0 1 3 85Z" fill="#c9a24a" />
      <g fill="#16181c">
        {[14, 37, 60, 83, 106].map((x) => (
          <circle key={x} cx={x} cy="87" r="5" />
        ))}
      </g>
      <rect x="46" y="8" width="28" height="9" rx="4.5" fill="none" stroke="#4fb3a5" strokeWidth="2.6" />
      {button(6, a)}
      {button(96, b)}
      {Array.from({ length: 25 }, (_, n) => ({ n, x: n % 5, y: Math.floor(n / 5) })).map(({ n, x, y }) => (
        <rect
          key={n}
          x={36 + x * 11}
          y={24 + y * 10}
          width="4"
          height="7"
          rx="1"
          fill={display[n] === "1" ? "#ff5a45" : "#3a3d44"}
        />
      ))}
    </svg>
  );
}

export function ClimateDrawing() {
  return (
    <svg viewBox="0 0 120 100" aria-hidden="true" width="100%">
      <rect x="24" y="8" width="72" height="84" rx="16" fill="#f4efe4" stroke="#8d867a" strokeWidth="3" />
      <g stroke="#8d867a" strokeWidth="3" strokeLinecap="round">
        <path d="M44 70h32M44 77h32M44 84h32" />
      </g>
      <path
        d="M55 22a5 5 0 0 1 10 0v22a10 10 0 1 1-10 0Z"
        fill="none"
        stroke="#5f5a50"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <circle cx="60" cy="52" r="5.5" fill="#c4483a" />
      <path d="M60 50V30" stroke="#c4483a" strokeWidth="4" strokeLinecap="round" />
    </svg>
  );
}
