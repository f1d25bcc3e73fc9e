// What happens on a visitor's page, kept until the bench has heard it: openings and notes, each under an id of its own, so
// that telling twice is told once. Pure of browser: storage, clock, chance and network are handed in.
import {
  type CodePage,
  codePageSchema,
  longestNote,
  mostNotesAtOnce,
  type Opening,
  type PageNotes,
} from "#contract/code-pages.ts";
import type { Problem } from "#contract/problems.ts";

/** Things kept at most: a visit, never a diary. */
const mostWaiting = 60;
const storageKey = "labo.visit";

interface Item {
  readonly kind: "opening" | "note";
  readonly page: string;
  readonly id: string;
  /** The phone's wall clock, milliseconds. */
  readonly at: number;
  /** The bench could not be reached then. */
  readonly offline: boolean;
  readonly text?: string;
}

interface Kept {
  readonly waiting: readonly Item[];
  /** Pages as the bench told them last: without a network, they still have their names. */
  readonly pages: Readonly<Record<string, CodePage>>;
  readonly weightKb?: number;
}

export interface VisitNote {
  readonly id: string;
  readonly text: string;
  readonly isTold: boolean;
}

export interface Visit {
  /** Absent until known. */
  readonly page?: CodePage;
  readonly notes: readonly VisitNote[];
  readonly isAway: boolean;
  /** When the bench counted this opening, milliseconds of the phone's clock. */
  readonly countedAt?: number;
  readonly problem?: Problem;
}

/** The bench answered, and will never take this: no use in telling it again. */
export class NotTaken extends Error {
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.message.en);
    this.problem = problem;
  }
}

export interface VisitOptions {
  readonly page: string;
  readonly storage: Pick<Storage, "getItem" | "setItem">;
  readonly now: () => number;
  /** Unlike any other, 8 to 40 letters, digits and dashes. */
  readonly drawId: () => string;
  /** Both reject with {@link NotTaken} on a refusal, with anything else when the bench cannot be reached. */
  readonly open: (page: string, opening: Opening) => Promise<CodePage>;
  readonly write: (page: string, notes: PageNotes) => Promise<CodePage>;
  /** Of the phone: the virtual kit's says so. */
  readonly simulated?: boolean;
}

export interface VisitControl {
  readonly get: () => Visit;
  readonly onChange: (changed: () => void) => () => void;
  /** The page is shown. @param weightKb of its first load, when it could be measured. */
  opened(weightKb?: number): Promise<void>;
  /** The page comes back in sight: without a network it is an opening, once; with one it is the same visit going on. */
  returned(isReached: boolean): Promise<void>;
  wrote(text: string): Promise<void>;
  /** Tells what waits. */
  tell(): Promise<void>;
}

export function createVisit(options: VisitOptions): VisitControl {
  const { page, storage, now, drawId } = options;
  const listeners = new Set<() => void>();
  let kept = read(storage);
  let notes: readonly VisitNote[] = kept.waiting
    .filter((item) => item.kind === "note" && item.page === page)
    .map(({ id, text = "" }) => ({ id, text, isTold: false }));
  let visit: Visit = { ...pageIn(kept, page), notes, isAway: false };
  let isOutageTold = false;
  let telling: Promise<void> | undefined;

  function show(change: Partial<Visit>): void {
    visit = { ...visit, ...change, notes };
    for (const listener of listeners) listener();
  }
  function keep(change: Partial<Kept>): void {
    kept = { ...kept, ...change };
    storage.setItem(storageKey, JSON.stringify(kept));
  }
  function add(item: Omit<Item, "id" | "at" | "page">): Item {
    const added = { ...item, page, id: drawId(), at: now() };
    keep({ waiting: [...kept.waiting, added].slice(-mostWaiting) });
    return added;
  }
  const without = (...told: readonly Item[]) => ({
    waiting: kept.waiting.filter(({ id }) => !told.some((item) => item.id === id)),
  });

  const toldOf = ({ at, offline }: Item) => ({
    clientTime: new Date(at).toISOString(),
    agoMs: Math.max(0, now() - at),
    offline,
  });
  const simulated = options.simulated === true ? ({ simulated: true } as const) : {};

  /** The first that waits, with the notes that wait right behind it on the same page. */
  async function tellNext(first: Item): Promise<readonly Item[]> {
    if (first.kind === "opening") {
      const opened = await options.open(first.page, {
        id: first.id,
        ...toldOf(first),
        ...(kept.weightKb === undefined ? {} : { weightKb: kept.weightKb }),
        ...simulated,
      });
      keep({ pages: { [opened.id]: opened } });
      if (first.page === page) show({ page: opened, countedAt: now() });
      return [first];
    }
    const others = kept.waiting
      .slice(1)
      .findIndex((item) => item.kind !== "note" || item.page !== first.page);
    const batch = kept.waiting.slice(
      0,
      others === -1 ? mostNotesAtOnce : Math.min(others + 1, mostNotesAtOnce),
    );
    const written = await options.write(first.page, {
      notes: batch.map((item) => ({ ...toldOf(item), id: item.id, text: item.text ?? "" })),
      ...simulated,
    });
    keep({ pages: { [written.id]: written } });
    notes = notes.map((note) => (batch.some(({ id }) => id === note.id) ? { ...note, isTold: true } : note));
    if (first.page === page) show({ page: written });
    return batch;
  }

  async function tellAll(): Promise<void> {
    for (;;) {
      const [first] = kept.waiting;
      if (first === undefined) break;
      try {
        const told = await tellNext(first);
        keep(without(...told));
        isOutageTold = false;
        show({ isAway: false });
      } catch (error) {
        if (!(error instanceof NotTaken)) {
          // What could not be told now happened without a network, whenever it gets through.
          keep({ waiting: kept.waiting.map((item) => ({ ...item, offline: true })) });
          isOutageTold ||= kept.waiting.some((item) => item.kind === "opening" && item.page === page);
          show({ isAway: true });
          return;
        }
        keep(without(first));
        show({ problem: error.problem, isAway: false });
      }
    }
  }

  function tell(): Promise<void> {
    telling ??= tellAll().finally(() => {
      telling = undefined;
    });
    return telling;
  }

  return {
    get: () => visit,
    onChange(changed) {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    tell,
    opened(weightKb) {
      if (weightKb !== undefined) keep({ weightKb });
      add({ kind: "opening", offline: false });
      return tell();
    },
    async returned(isReached) {
      if (isReached) {
        isOutageTold = false;
        show({ isAway: false });
      } else if (!isOutageTold) {
        isOutageTold = true;
        add({ kind: "opening", offline: true });
        show({ isAway: true });
      }
      await tell();
    },
    wrote(text) {
      const { id } = add({ kind: "note", offline: visit.isAway, text: text.trim().slice(0, longestNote) });
      notes = [...notes, { id, text: text.trim(), isTold: false }];
      show({});
      return tell();
    },
  };
}

const pageIn = ({ pages }: Kept, id: string) => {
  const page = pages[id];
  return page === undefined ? {} : { page };
};

/** What an earlier page kept; nothing, when it cannot be read. */
function read(storage: VisitOptions["storage"]): Kept {
  const nothing: Kept = { waiting: [], pages: {} };
  try {
    const { waiting, pages, weightKb } = JSON.parse(storage.getItem(storageKey) ?? "{}") as Partial<Kept>;
    return {
      waiting: Array.isArray(waiting) ? waiting.filter(isItem).slice(-mostWaiting) : [],
      pages: Object.fromEntries(
        Object.entries(pages ?? {}).flatMap(([id, page]) => {
          const parsed = codePageSchema.safeParse(page);
          return parsed.success ? [[id, parsed.data]] : [];
        }),
      ),
      ...(typeof weightKb === "number" ? { weightKb } : {}),
    };
  } catch {
    return nothing;
  }
}

function isItem(value: unknown): value is Item {
  const { kind, page, id, at } = (value ?? {}) as Partial<Item>;
  return (
    (kind === "opening" || kind === "note") &&
    typeof page === "string" &&
    typeof id === "string" &&
    typeof at === "number"
  );
}
