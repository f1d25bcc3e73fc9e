// An accelerometer on a string: how long the string is, and a hand that draws it aside and lets go.
import { Button, Group } from "@mantine/core";
import type { KitSwing } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText } from "../../ui/language.tsx";
import { Glide } from "./inputs.tsx";
import type { KitHand } from "./use-kit.ts";

/** Degrees it is drawn aside: wide enough to be felt, small enough to keep time. */
const push = 20;
const firstMetres = 0.25;

export function SwingControl({
  board,
  component,
  swing,
  hand,
}: {
  readonly board: string;
  readonly component: string;
  readonly swing: KitSwing | undefined;
  readonly hand: KitHand;
}) {
  const t = useText();
  const { language } = useLanguage();
  const hung = ({ metres, degrees }: KitSwing) =>
    ({ control: "swing", board, component, metres, degrees }) as const;
  if (swing === undefined)
    return (
      <Button variant="default" onClick={() => void hand.act(hung({ metres: firstMetres, degrees: 0 }))}>
        {t("kit.swingHang")}
      </Button>
    );
  return (
    <>
      <Glide
        label={t("kit.swingLength")}
        value={swing.metres}
        min={0.1}
        max={1.5}
        step={0.05}
        print={(metres) => withUnit(language, formatNumber(language, metres * 100), "cm")}
        onChange={(metres) => hand.glide(hung({ metres, degrees: 0 }))}
      />
      <Group gap="xs">
        <Button variant="default" onClick={() => void hand.act(hung({ ...swing, degrees: push }))}>
          {t("kit.swingPush")}
        </Button>
        <Button variant="subtle" onClick={() => void hand.act(hung({ ...swing, degrees: 0 }))}>
          {t("kit.swingStop")}
        </Button>
      </Group>
    </>
  );
}
