// The drawer: beacons as one buys them. Out of it, they are in the room, and strangers to the bench until somebody names them.
import { Button } from "@mantine/core";
import type { Kit, KitBeacon } from "#contract/kit.ts";
import {
  type DrawerFormat,
  drawerBeacons,
  drawerFormats,
  isFromDrawer,
  mostFromDrawer,
} from "#contract/kit-beacons.ts";
import { useText, useWords } from "../../ui/language.tsx";
import { BeaconDrawing } from "./beacon-drawings.tsx";
import classes from "./kit.module.css";
import type { KitHand } from "./use-kit.ts";

/** The key as it is printed: in fours, so that it can be copied without losing one's place. */
const printed = (key: string): string => key.match(/.{1,4}/g)?.join(" ") ?? key;

export function Drawer({ kit, hand }: { readonly kit: Kit; readonly hand: KitHand }) {
  const t = useText();
  const out = kit.beacons.filter(({ format }) => isFromDrawer(format));
  const isEmpty = out.length >= mostFromDrawer;
  return (
    <>
      <ul className={`${classes.parts} ${classes.drawer}`}>
        {drawerFormats.map((format) => (
          <DrawerItem
            key={format}
            format={format}
            out={out.filter((beacon) => beacon.format === format)}
            isEmpty={isEmpty}
            hand={hand}
          />
        ))}
      </ul>
      <p className={classes.help} role="status">
        {isEmpty && t("kit.drawerFull", { count: mostFromDrawer })}
      </p>
    </>
  );
}

function DrawerItem({
  format,
  out,
  isEmpty,
  hand,
}: {
  readonly format: DrawerFormat;
  readonly out: readonly KitBeacon[];
  readonly isEmpty: boolean;
  readonly hand: KitHand;
}) {
  const t = useText();
  const words = useWords();
  const name = words(drawerBeacons[format].name);
  const action = t(out.length === 0 ? "kit.takeOut" : "kit.takeAnother");
  return (
    <li className={classes.part} data-part={format} data-tall>
      <div className={classes.drawing} data-off={out.length === 0}>
        <BeaconDrawing format={format} />
      </div>
      <div className={classes.partControls}>
        <h3>{name}</h3>
        <p className={classes.linkState}>{t(`kit.drawer.${format}`)}</p>
        {out.length > 0 && (
          <ul className={classes.out}>
            {out.map((beacon) => (
              <OutOfDrawer key={beacon.id} beacon={beacon} isAlone={out.length === 1} hand={hand} />
            ))}
          </ul>
        )}
        <div className={classes.buttons}>
          <Button
            px="sm"
            variant={out.length === 0 ? "default" : "subtle"}
            disabled={isEmpty}
            aria-label={t("kit.actOn", { action, name })}
            onClick={() => hand.act({ control: "beacon-add", format })}
          >
            {action}
          </Button>
        </div>
      </div>
    </li>
  );
}

function OutOfDrawer({
  beacon,
  isAlone,
  hand,
}: {
  readonly beacon: KitBeacon;
  /** The only one of its kind: its name stands above already. */
  readonly isAlone: boolean;
  readonly hand: KitHand;
}) {
  const t = useText();
  const name = useWords()(beacon.name);
  const { id, key, presses } = beacon;
  return (
    <li>
      {!isAlone && <b>{name}</b>}
      {key !== undefined && (
        <p className={classes.boxKey}>
          {t("kit.boxKey")} <code>{printed(key)}</code>
        </p>
      )}
      <div className={classes.buttons}>
        {presses !== undefined && (
          <Button
            px="sm"
            aria-label={t("kit.actOn", { action: t("kit.press"), name })}
            onClick={() => hand.act({ control: "beacon-press", beacon: id })}
          >
            {t("kit.press")}
          </Button>
        )}
        <Button
          px="sm"
          variant="default"
          aria-label={t("kit.actOn", { action: t("kit.putBack"), name })}
          onClick={() => hand.act({ control: "beacon-remove", beacon: id })}
        >
          {t("kit.putBack")}
        </Button>
      </div>
    </li>
  );
}
