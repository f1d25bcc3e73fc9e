// Pages opened by their printed codes, as one device: each opening is an event, told by the page itself once it is shown.
import { toId } from "#contract/identifiers.ts";
import { type CodePage, mostCodePages } from "#contract/phones.ts";
import { type Clock, isoTime } from "../clock.ts";
import { LaboError } from "../errors.ts";
import { checkCommand } from "./check-command.ts";
import type { EventFactory } from "./event-factory.ts";
import type { CommandTaker, DeviceOutput } from "./output.ts";
import { rawWatchCapability } from "./raw-watch.ts";

export const codePagesId = "pages-qr";
/** Openings counted per second: a class that scans together, never a program. */
const openingsPerSecond = 20;

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
  /** @throws LaboError NOT_FOUND. */
  remove(id: string): void;
  /** @returns the page opened. @throws LaboError NOT_FOUND, TOO_MANY_REQUESTS. */
  open(id: string): CodePage;
  /** Puts the pages kept on the bench. */
  start(): void;
}

export function createCodePages(options: CodePagesOptions): CodePages {
  const { clock, bridge, output, events, keep } = options;
  const openings = new Map<string, number>();
  let left = openingsPerSecond;
  let before = clock.mono();
  let announced = false;

  const list = (): CodePage[] =>
    keep.codePages().map(({ id, name }) => ({ id, name, openings: openings.get(id) ?? 0 }));

  function isWithinPace(): boolean {
    const now = clock.mono();
    left = Math.min(openingsPerSecond, left + ((now - before) / 1000 / clock.rate) * openingsPerSecond);
    before = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  }

  function tellState(time: string): void {
    const pages = list();
    output.state(codePagesId, {
      time,
      readings: { openings: pages.reduce((sum, page) => sum + page.openings, 0) },
      facts: Object.fromEntries(pages.map((page) => [page.id.slice(0, 40), String(page.openings)])),
    });
  }

  /** Says what there is; a bench that never had a page has no such device. */
  function announce(): void {
    if (!announced && list().length === 0) return;
    announced = true;
    output.device({
      id: codePagesId,
      bridge,
      name: { fr: "Pages par code QR", en: "Pages by QR code" },
      model: "code-pages",
      profile: "page",
      transport: "web",
      source: "hardware",
      channels: [{ id: "openings", quantity: "count", name: { fr: "Pages ouvertes", en: "Pages opened" } }],
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
      const taken = new Set(list().map((page) => page.id));
      if (taken.size >= mostCodePages) throw new LaboError("PAGES_FULL");
      // Short enough for a number to follow, and for a small code.
      const wished = toId(name.slice(0, 24), "page");
      let id = wished;
      for (let n = 2; taken.has(id); n += 1) id = `${wished}-${n}`;
      keep.addCodePage(id, name);
      announce();
      return { id, name, openings: 0 };
    },
    remove(id) {
      if (!list().some((page) => page.id === id)) throw new LaboError("NOT_FOUND", [`page ${id}`]);
      keep.removeCodePage(id);
      openings.delete(id);
      announce();
    },
    open(id) {
      const page = list().find((one) => one.id === id);
      if (page === undefined) throw new LaboError("NOT_FOUND", [`page ${id}`]);
      if (!isWithinPace()) throw new LaboError("TOO_MANY_REQUESTS");
      const count = (openings.get(id) ?? 0) + 1;
      openings.set(id, count);
      const at = { now: clock.now(), mono: clock.mono() };
      output.event(events.make(codePagesId, "hardware", at, { kind: "page-opened", page: id }));
      tellState(isoTime(at.now));
      return { ...page, openings: count };
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
