// The beacons of the drawer as one holds them in the hand.
import type { ReactNode } from "react";
import type { DrawerFormat } from "#contract/kit-beacons.ts";

const paper = "#f4efe4";
const line = "#6f685c";
const dark = "#23272d";

/** A screen with a temperature on it: the drawing says what it is, the bench says how warm it is. */
const screen = (
  <g stroke={dark} strokeWidth="3" strokeLinecap="round" fill="none">
    <path d="M44 40h10v9H44v9h10M62 40h10v9H62M72 49v9H62" />
    <circle cx="80" cy="41" r="2.2" strokeWidth="2" />
    <path d="M44 70h14M66 70h10" strokeWidth="2.4" />
  </g>
);

const square = (accent: string) => (
  <>
    <rect x="26" y="12" width="68" height="76" rx="10" fill={paper} stroke={line} strokeWidth="3" />
    <rect x="34" y="28" width="52" height="50" rx="4" fill="#dfe3d8" />
    <circle cx="60" cy="20" r="3" fill={accent} />
    {screen}
  </>
);

const buttoned = (lock: boolean) => (
  <>
    <circle cx="60" cy="50" r="40" fill={paper} stroke={line} strokeWidth="3" />
    <circle cx="60" cy="50" r="22" fill="#dcebe6" stroke="#1f5b57" strokeWidth="3" />
    {lock ? (
      <g stroke="#1f5b57" strokeWidth="3" fill="none" strokeLinejoin="round">
        <rect x="52" y="48" width="16" height="12" rx="2" fill="#1f5b57" />
        <path d="M55 48v-4a5 5 0 0 1 10 0v4" />
      </g>
    ) : (
      <circle cx="60" cy="50" r="5" fill="#1f5b57" />
    )}
  </>
);

const drawings: Readonly<Record<DrawerFormat, ReactNode>> = {
  altbeacon: (
    <>
      <path
        d="M60 8 96 29v42L60 92 24 71V29Z"
        fill="#2b5c94"
        stroke="#1b3e66"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <circle cx="60" cy="50" r="7" fill="#fff" />
      <path
        d="M46 64a20 20 0 0 1 0-28M74 36a20 20 0 0 1 0 28"
        fill="none"
        stroke="#fff"
        strokeWidth="4"
        strokeLinecap="round"
      />
    </>
  ),
  bthome: buttoned(false),
  "bthome-encrypted": buttoned(true),
  atc1441: square("#2b5c94"),
  pvvx: square("#9a4420"),
  mibeacon: (
    <>
      <path
        d="M60 34C46 34 40 24 42 10c13 1 20 9 18 24Zm0 0c0-11 8-18 20-18 1 11-7 19-20 18Z"
        fill="#5d8a3c"
      />
      <rect x="50" y="32" width="20" height="26" rx="6" fill={paper} stroke={line} strokeWidth="3" />
      <path
        d="M52 58h16l-4 32h-2V64h-4v26h-2Z"
        fill="#b9bec6"
        stroke={line}
        strokeWidth="2"
        strokeLinejoin="round"
      />
      <path
        d="M14 66c14-6 22-4 34-2M72 64c12-2 22-3 34 2"
        stroke="#7a5230"
        strokeWidth="4"
        fill="none"
        strokeLinecap="round"
      />
    </>
  ),
  minew: (
    <>
      <rect x="34" y="6" width="52" height="88" rx="20" fill={dark} stroke="#4d535c" strokeWidth="3" />
      <circle cx="60" cy="18" r="5" fill="#4d535c" />
      <path
        d="M56 44a4 4 0 0 1 8 0v16a8 8 0 1 1-8 0Z"
        fill="none"
        stroke="#f4efe4"
        strokeWidth="3"
        strokeLinejoin="round"
      />
      <circle cx="60" cy="67" r="4.5" fill="#e07a5f" />
    </>
  ),
  switchbot: (
    <>
      <rect x="16" y="22" width="88" height="56" rx="8" fill={paper} stroke={line} strokeWidth="3" />
      <rect x="26" y="31" width="68" height="38" rx="3" fill="#dfe3d8" />
      <g transform="translate(0 2)">{screen}</g>
      <path d="M48 78l-6 12h36l-6-12" fill="#b9bec6" stroke={line} strokeWidth="2" strokeLinejoin="round" />
    </>
  ),
};

export function BeaconDrawing({ format }: { readonly format: DrawerFormat }) {
  return (
    <svg viewBox="0 0 120 100" aria-hidden="true" width="100%">
      {drawings[format]}
    </svg>
  );
}
