// The readers and the tags on the table: drag a tag over a reader, or use its buttons; raise it with the slider.
import { Button, Switch } from "@mantine/core";
import { type PointerEvent, useRef, useState } from "react";
import { type Kit, type KitTag, tagSurroundings } from "#contract/kit.ts";
import { formatNumber, withUnit } from "../../ui/format.ts";
import { useLanguage, useText, useWords } from "../../ui/language.tsx";
import { Slide } from "../../ui/slide.tsx";
import { TagDrawing } from "./drawings.tsx";
import { Pick } from "./inputs.tsx";
import classes from "./kit.module.css";
import { readerFor, readersOf, tagsFor } from "./kit-model.ts";
import { ReaderDrawing } from "./reader-drawings.tsx";
import { useHeld } from "./use-held.ts";
import type { KitHand } from "./use-kit.ts";

const restingMm = 5;
const highestMm = 120;
/** Pixels a pointer may tremble before a press becomes a drag. */
const dragThreshold = 6;

interface Drag {
  readonly tag: string;
  /** Where it lay when it was taken: it is drawn from there until it is let go, so that the hand never loses it. */
  readonly home: string | undefined;
  readonly startX: number;
  readonly startY: number;
  readonly dx: number;
  readonly dy: number;
  readonly moved: boolean;
  readonly over: string | undefined;
}

/** @param compact beside an experiment: readers whose cable is out stay in the drawer. */
export function TagTable({
  kit,
  hand,
  compact = false,
}: {
  readonly kit: Kit;
  readonly hand: KitHand;
  readonly compact?: boolean;
}) {
  const t = useText();
  const words = useWords();
  const [drag, drawDrag] = useState<Drag>();
  // What the hand did last, for the next event: it may come before the page is drawn again.
  const hold = useRef<Drag>(undefined);
  const setDrag = (next: Drag | undefined) => {
    hold.current = next;
    drawDrag(next);
  };
  const [picked, setPicked] = useState<string>();
  const zones = useRef(new Map<string, HTMLElement>());
  const readers = readersOf(kit, !compact);
  const tags = tagsFor(kit, readers);
  const first = readers[0];
  if (first === undefined) return null;

  const readerAt = (x: number, y: number) => {
    for (const [id, element] of zones.current) {
      const box = element.getBoundingClientRect();
      if (x >= box.left && x <= box.right && y >= box.top && y <= box.bottom) return id;
    }
    return undefined;
  };
  const put = (tag: string, reader: string, distanceMm = restingMm) =>
    hand.act({ control: "tag-place", tag, reader, distanceMm });
  const away = (tag: string) => hand.act({ control: "tag-remove", tag });

  const handlers = (tag: KitTag) => ({
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setPicked(tag.id);
      setDrag({
        tag: tag.id,
        home: tag.over?.reader,
        startX: event.clientX,
        startY: event.clientY,
        dx: 0,
        dy: 0,
        moved: false,
        over: tag.over?.reader,
      });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) => {
      const held = hold.current;
      if (held?.tag !== tag.id) return;
      const dx = event.clientX - held.startX;
      const dy = event.clientY - held.startY;
      if (!held.moved && Math.hypot(dx, dy) <= dragThreshold) return;
      const over = readerAt(event.clientX, event.clientY);
      // Over the antenna the tag is read at once, in the hand, as a real one is.
      if (over !== undefined && over !== held.over) put(tag.id, over);
      if (over === undefined && held.over !== undefined) away(tag.id);
      setDrag({ ...held, dx, dy, moved: true, over });
    },
    onPointerUp: () => setDrag(undefined),
    onPointerCancel: () => setDrag(undefined),
    onLostPointerCapture: () => {
      if (hold.current?.tag === tag.id) setDrag(undefined);
    },
  });

  const homeOf = (tag: KitTag) => (drag?.tag === tag.id ? drag.home : tag.over?.reader);

  const draw = (tag: KitTag) => {
    const held = drag?.tag === tag.id && drag.moved;
    return (
      <button
        type="button"
        key={tag.id}
        className={classes.tag}
        data-held={held}
        data-tag={tag.id}
        aria-pressed={picked === tag.id}
        aria-label={t(tag.over === undefined ? "kit.tagAway" : "kit.tagHere", { name: words(tag.name) })}
        style={held ? { transform: `translate(${drag.dx}px, ${drag.dy}px) rotate(-3deg)` } : undefined}
        onClick={() => setPicked(tag.id)}
        {...handlers(tag)}
      >
        <TagDrawing id={tag.id} family={tag.family} />
        <span>{words(tag.name)}</span>
      </button>
    );
  };

  const chosen = tags.find(({ id }) => id === picked) ?? tags[0];
  return (
    <div className={classes.table}>
      <div className={classes.readers}>
        {readers.map((reader) => {
          const lying = tags.filter((tag) => homeOf(tag) === reader.id);
          return (
            <div key={reader.id} className={classes.readerBox}>
              <div
                className={classes.reader}
                data-reader={reader.id}
                data-firmware={reader.firmware}
                data-over={drag?.over === reader.id}
                data-off={!reader.plugged}
                ref={(element) => {
                  if (element === null) zones.current.delete(reader.id);
                  else zones.current.set(reader.id, element);
                }}
              >
                <ReaderDrawing firmware={reader.firmware} />
                <div className={classes.lying}>{lying.map(draw)}</div>
                {lying.length === 0 && reader.plugged && (
                  <p className={classes.dropHere}>{t("kit.dropHere")}</p>
                )}
              </div>
              <Switch
                label={t("kit.usbOf", { name: words(reader.name) })}
                checked={reader.plugged}
                className={classes.switch ?? ""}
                onChange={(event) =>
                  hand.act({
                    control: "plug",
                    board: reader.id,
                    plugged: event.currentTarget.checked,
                    silent: false,
                  })
                }
              />
            </div>
          );
        })}
      </div>
      <fieldset className={classes.tagsAway} aria-label={t("kit.tags")}>
        {tags.filter((tag) => homeOf(tag) === undefined).map(draw)}
      </fieldset>
      {chosen !== undefined && (
        <TagControls
          key={chosen.id}
          tag={chosen}
          reader={chosen.over?.reader ?? readerFor(chosen, readers)?.id ?? first.id}
          hand={hand}
          onPut={(distanceMm) => put(chosen.id, readerFor(chosen, readers)?.id ?? first.id, distanceMm)}
          onAway={() => away(chosen.id)}
        />
      )}
    </div>
  );
}

const familyNames: Record<KitTag["family"], string> = {
  "mifare-classic-1k": "MIFARE Classic 1K",
  ntag213: "NTAG213",
  em4100: "EM4100",
  "lift-and-learn": "XR",
};

/** The field of 13.56 MHz: what metal and water do to the others is another story. */
const isHighFrequency = ({ family }: KitTag) => family === "mifare-classic-1k" || family === "ntag213";

function TagControls({
  tag,
  reader,
  hand,
  onPut,
  onAway,
}: {
  readonly tag: KitTag;
  readonly reader: string;
  readonly hand: KitHand;
  readonly onPut: (distanceMm: number) => void;
  readonly onAway: () => void;
}) {
  const t = useText();
  const words = useWords();
  const { language } = useLanguage();
  const there = tag.over?.distanceMm;
  const { wish: height, hold, letGo } = useHeld<number>();
  const [ready, setReady] = useState(restingMm);
  const shown = height ?? there ?? ready;
  return (
    <fieldset className={classes.controls} aria-label={words(tag.name)}>
      <p className={classes.chosen}>
        <b>{words(tag.name)}</b>
        <span>
          {familyNames[tag.family]} · <code>{tag.uid}</code>
        </span>
      </p>
      <div className={classes.buttons}>
        {there === undefined ? (
          <Button onClick={() => onPut(shown)}>{t("kit.put")}</Button>
        ) : (
          <Button variant="default" onClick={onAway}>
            {t("kit.take")}
          </Button>
        )}
        <Button
          variant="default"
          onClick={() => hand.act({ control: "tag-tap", tag: tag.id, reader, distanceMm: shown })}
        >
          {t("kit.tap")}
        </Button>
      </div>
      <div className={classes.slider}>
        <span>
          {t("kit.height")} <b>{withUnit(language, formatNumber(language, shown), "mm")}</b>
        </span>
        <Slide
          label={t("kit.height")}
          min={0}
          max={highestMm}
          value={shown}
          onChange={(distanceMm) => {
            // Beside the reader, it is only made ready for the next gesture.
            if (there === undefined) setReady(distanceMm);
            else {
              hold(distanceMm);
              hand.glide({ control: "tag-place", tag: tag.id, reader, distanceMm });
            }
          }}
          onChangeEnd={letGo}
        />
      </div>
      {isHighFrequency(tag) && (
        <Pick
          key={tag.id}
          label={t("kit.around")}
          value={tag.around ?? "air"}
          choices={tagSurroundings.map((value) => ({ value, label: t(`kit.around.${value}`) }))}
          onChange={(by) => hand.act({ control: "tag-surround", tag: tag.id, by })}
        />
      )}
    </fieldset>
  );
}
