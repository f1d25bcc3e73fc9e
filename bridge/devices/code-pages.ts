// Pages opened by a printed code or a touched tag, as one device: each opening and each note is an event, told by the page
// itself once it is shown, or once its phone reaches the bench again.
import {
  type CodePage,
  mostCodePages,
  type Opening,
  type PageNotes,
  trialCodeOf,
  trialCodes,
} from "#contract/code-pages.ts";
import { toId } from "#contract/identifiers.ts";
import { type Clock, isoTime } from "../clock.ts";
import { LaboError } from "../errors.ts";
import { checkCommand } from "./check-command.ts";
import type { EventFactory } from "./event-factory.ts";
import type { CommandTaker, DeviceOutput } from "./output.ts";
import { rawWatchCapability } from "./raw-watch.ts";

export const codePagesId = "pages-qr";
/** Openings and notes taken per second: a class that scans together, never a program. */
const toldPerSecond = 20;
/** Ids remembered, so that what a phone tells again, not knowing whether it was heard, is not counted again. */
const mostIds = 2_000;

export interface CodePagesOptions {
  readonly clock: Clock;
  readonly bridge: string;
  readonly output: DeviceOutput;
  readonly events: EventFactory;
  /** Printed codes outlive the bench: their pages are kept. */
  readonly keep: {
    codePages(): readonly { readonly id: string; readonly name: string }[];
    addCodePage(id: string, name: string): void;
    removeCodePage(id: string): void;
  };
}

export interface CodePages extends CommandTaker {
  list(): CodePage[];
  /** @throws LaboError PAGES_FULL. */
  add(name: string): CodePage;
  /** The pages that the experiments on phones print, those that are there already left as they are. @throws LaboError PAGES_FULL. */
  prepare(): CodePage[];
  /** @throws LaboError NOT_FOUND. */
  remove(id: string): void;
  /** @returns the page opened. @throws LaboError NOT_FOUND, TOO_MANY_REQUESTS. */
  open(id: string, opening?: Opening): CodePage;
  /** Takes all of the notes, each once. @returns the page written on. @throws LaboError NOT_FOUND, TOO_MANY_REQUESTS. */
  write(id: string, notes: PageNotes): CodePage;
  /** Puts the pages kept on the bench. */
  start(): void;
}

export function createCodePages(options: CodePagesOptions): CodePages {
  const { clock, bridge, output, events, keep } = options;
  const openings = new Map<string, number>();
  const notes = new Map<string, number>();
  const heard = new Set<string>();
  let left = toldPerSecond;
  let before = clock.mono();
  let announced = false;
  let source: "hardware" | "simulated" = "hardware";
  let lastWidth: number | undefined;

  function describe({ id, name }: { readonly id: string; readonly name: string }): CodePage {
    const { medium = "qr", widthCm, level } = trialCodeOf(id) ?? {};
    return {
      id,
      name,
      openings: openings.get(id) ?? 0,
      notes: notes.get(id) ?? 0,
      medium,
      ...(widthCm === undefined ? {} : { widthCm }),
      ...(level === undefined ? {} : { level }),
    };
  }
  const list = (): CodePage[] => keep.codePages().map(describe);
  function pageOf(id: string): CodePage {
    const page = list().find((one) => one.id === id);
    if (page === undefined) throw new LaboError("NOT_FOUND", [`page ${id}`]);
    return page;
  }

  /** @throws LaboError TOO_MANY_REQUESTS. */
  function keepPace(): void {
    const now = clock.mono();
    left = Math.min(toldPerSecond, left + ((now - before) / 1000 / clock.rate) * toldPerSecond);
    before = now;
    if (left < 1) throw new LaboError("TOO_MANY_REQUESTS");
    left -= 1;
  }

  /** The virtual kit's phone and a visitor's own are told apart, in each event and as the device stands now. */
  function hearFrom(opening: { readonly simulated?: true | undefined }): void {
    const heardFrom = opening.simulated ? "simulated" : "hardware";
    if (heardFrom === source) return;
    source = heardFrom;
    announce();
  }

  const isNew = (id: string | undefined): boolean => id === undefined || !heard.has(id);
  function remember(id: string | undefined): void {
    if (id === undefined) return;
    heard.add(id);
    const [oldest] = heard;
    if (heard.size > mostIds && oldest !== undefined) heard.delete(oldest);
  }

  const readings = () => {
    const pages = list();
    return {
      openings: pages.reduce((sum, page) => sum + page.openings, 0),
      notes: pages.reduce((sum, page) => sum + page.notes, 0),
      ...(lastWidth === undefined ? {} : { codeWidth: lastWidth }),
    };
  };

  function tellState(time: string): void {
    output.state(codePagesId, {
      time,
      readings: readings(),
      facts: Object.fromEntries(list().map((page) => [page.id.slice(0, 40), String(page.openings)])),
    });
  }

  /** Says what there is; a bench that never had a page has no such device. */
  function announce(): void {
    if (!announced && list().length === 0) return;
    announced = true;
    output.device({
      id: codePagesId,
      bridge,
      name: { fr: "Pages des visiteurs", en: "Visitors’ pages" },
      model: "code-pages",
      profile: "page",
      transport: "web",
      // What one sees is worth the phone it came from.
      source,
      channels: [
        { id: "openings", quantity: "count", name: { fr: "Pages ouvertes", en: "Pages opened" } },
        { id: "notes", quantity: "count", name: { fr: "Notes laissées", en: "Notes left" } },
        {
          id: "codeWidth",
          quantity: "printedWidth",
          name: { fr: "Largeur du dernier code lu", en: "Width of the last code read" },
          min: 0,
          max: 12,
        },
      ],
      capabilities: [rawWatchCapability],
      facts: {},
    });
    output.availability(codePagesId, { state: "online", health: { state: "ready", code: "ok" } });
    tellState(isoTime(clock.now()));
  }

  return {
    list,
    start: announce,
    add(name) {
      const taken = new Set([...list(), ...trialCodes].map((page) => page.id));
      if (list().length >= mostCodePages) throw new LaboError("PAGES_FULL");
      // Short enough for a number to follow, and for a small code.
      const wished = toId(name.slice(0, 24), "page");
      let id = wished;
      for (let n = 2; taken.has(id); n += 1) id = `${wished}-${n}`;
      keep.addCodePage(id, name);
      announce();
      return describe({ id, name });
    },
    prepare() {
      const there = new Set(list().map((page) => page.id));
      const missing = trialCodes.filter(({ id }) => !there.has(id));
      if (there.size + missing.length > mostCodePages) throw new LaboError("PAGES_FULL");
      for (const { id, name } of missing) keep.addCodePage(id, name);
      announce();
      return list();
    },
    remove(id) {
      pageOf(id);
      keep.removeCodePage(id);
      openings.delete(id);
      notes.delete(id);
      announce();
    },
    open(id, opening = {}) {
      const page = pageOf(id);
      if (!isNew(opening.id)) return page;
      keepPace();
      remember(opening.id);
      openings.set(id, page.openings + 1);
      const { id: _drawn, simulated: _phone, ...told } = opening;
      hearFrom(opening);
      const { medium, widthCm, level } = page;
      const at = { now: clock.now(), mono: clock.mono() };
      output.event(
        events.make(codePagesId, source, at, {
          kind: "page-opened",
          page: id,
          medium,
          ...(widthCm === undefined ? {} : { widthCm }),
          ...(level === undefined ? {} : { level }),
          ...told,
          offline: opening.offline ?? false,
        }),
      );
      if (widthCm !== undefined) {
        lastWidth = widthCm;
        output.event(
          events.make(codePagesId, source, at, { kind: "reading-taken", readings: { codeWidth: widthCm } }),
        );
      }
      tellState(isoTime(at.now));
      return pageOf(id);
    },
    write(id, { notes: written, simulated }) {
      const page = pageOf(id);
      hearFrom({ simulated });
      for (const { id: note, ...told } of written) {
        if (!isNew(note)) continue;
        keepPace();
        remember(note);
        notes.set(id, (notes.get(id) ?? page.notes) + 1);
        const at = { now: clock.now(), mono: clock.mono() };
        output.event(events.make(codePagesId, source, at, { kind: "note-left", page: id, note, ...told }));
      }
      tellState(isoTime(clock.now()));
      return pageOf(id);
    },
    async execute(deviceId, command) {
      if (deviceId !== codePagesId) return undefined;
      const time = isoTime(clock.now());
      try {
        // There are no bytes to see: an opening is a request of the page itself.
        checkCommand(command, [rawWatchCapability]);
        return { id: command.id, ok: true, time };
      } catch (error) {
        if (!(error instanceof LaboError)) throw error;
        return { id: command.id, ok: false, time, problem: error.toProblem() };
      }
    },
  };
}
