// littleBits before an input of a board: which are snapped, in which order, and what a hand does with them.
import { NativeSelect } from "@mantine/core";
import type { KitBit } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Glide, PushButton } from "./inputs.tsx";
import classes from "./kit.module.css";
import { type Circuit, circuitOf, circuits, rowOf } from "./kit-model.ts";
import type { KitHand } from "./use-kit.ts";

export function RowControl({
  board,
  component,
  chain,
  hand,
}: {
  readonly board: string;
  readonly component: string;
  readonly chain: readonly KitBit[];
  readonly hand: KitHand;
}) {
  const t = useText();
  const { language } = useLanguage();
  const percent = (ratio: number) => withUnit(language, formatNumber(language, ratio * 100), "%");
  const circuit = circuitOf(chain);
  const input = chain.find(({ bit }) => bit !== "led");
  const led = chain.find(({ bit }) => bit === "led");
  const snapped = (as: Circuit, value: number) =>
    ({ control: "bits", board, component, chain: rowOf(as, value) }) as const;
  return (
    <>
      <NativeSelect
        label={t("kit.circuit")}
        value={circuit}
        onChange={(event) => {
          const wanted = circuits.find((one) => one === event.currentTarget.value);
          if (wanted !== undefined) void hand.act(snapped(wanted, 0));
        }}
        data={circuits.map((value) => ({ value, label: t(`kit.circuit.${value}`) }))}
      />
      {input?.bit === "button" && (
        <PushButton
          label={t("kit.press")}
          pressed={input.value > 0}
          onPress={(pressed) => hand.act(snapped(circuit, pressed ? 1 : 0))}
        />
      )}
      {input?.bit === "dimmer" && (
        <Glide
          label={t("kit.dimmer")}
          value={input.value}
          min={0}
          max={1}
          step={0.01}
          print={percent}
          onChange={(value) => hand.glide(snapped(circuit, value))}
        />
      )}
      {led !== undefined && (
        <p className={classes.shows} role="status">
          {t("kit.rowLed", {
            shows: t(led.value > 0 ? "kit.ledOn" : "kit.ledOff", { level: percent(led.value) }),
          })}
        </p>
      )}
    </>
  );
}

const colours = {
  power: "#2f6fb3",
  button: "#d2568f",
  dimmer: "#d2568f",
  led: "#3f8f4f",
  link: "#d8822b",
} as const;

/** The row seen from above: power, the bits in their order, the Arduino bit; each in the colour of its role. */
export function RowDrawing({ chain }: { readonly chain: readonly KitBit[] }) {
  const row = [{ bit: "power", value: 1 }, ...chain, { bit: "link", value: 0 }] as const;
  const width = 26;
  return (
    <svg
      width={row.length * width + 4}
      height="52"
      viewBox={`0 0 ${row.length * width + 4} 52`}
      aria-hidden="true"
    >
      {row.map(({ bit, value }, index) => {
        const x = 2 + index * width;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a place of the row, whatever stands there
          <g key={index}>
            <rect x={x} y="14" width={width - 3} height="26" rx="2" fill="#f4efe3" stroke="#8a7a5c" />
            <rect x={x} y="14" width="5" height="26" fill={colours[bit]} />
            {bit === "button" && (
              <circle cx={x + 14} cy="27" r={value > 0 ? 5 : 6.5} fill="#4a453d" stroke="#222" />
            )}
            {bit === "dimmer" && (
              <g transform={`rotate(${-135 + 270 * value} ${x + 14} 27)`}>
                <circle cx={x + 14} cy="27" r="7" fill="#d9d0bc" stroke="#6d6353" />
                <path d={`M${x + 14} 27V21`} stroke="#222" strokeWidth="2" />
              </g>
            )}
            {bit === "led" && (
              <>
                <circle cx={x + 14} cy="27" r="12" fill="#ffd54a" opacity={0.75 * value} />
                <circle cx={x + 14} cy="27" r="5" fill={value > 0 ? "#fff3b0" : "#cfc8ba"} stroke="#8a7a5c" />
              </>
            )}
            {bit === "power" && <path d={`M${x + 15} 19l-5 9h5l-2 7 6-9h-5l2-7Z`} fill={colours.power} />}
            {bit === "link" && <rect x={x + 9} y="20" width="10" height="14" rx="1" fill="#2b6e7f" />}
          </g>
        );
      })}
    </svg>
  );
}
