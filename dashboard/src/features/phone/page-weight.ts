// What the first load of a page brought, as it travelled: told by the browser itself, part by part. Pure.

export const weightParts = ["document", "script", "style", "font", "other"] as const;
export type WeightPart = (typeof weightParts)[number];

/** What a browser tells of one file: `PerformanceResourceTiming` has it. */
export interface LoadedFile {
  readonly name: string;
  /** Bytes of the body as it travelled, compressed; also when it came from a cache. */
  readonly encodedBodySize: number;
}

/** kB of 1000 bytes, by part; parts that brought nothing are absent. */
export type PageWeight = Readonly<Partial<Record<WeightPart, number>>>;

function partOf({ name }: LoadedFile): WeightPart {
  const { pathname } = new URL(name);
  if (/\.m?js$/.test(pathname)) return "script";
  if (pathname.endsWith(".css")) return "style";
  if (/\.(woff2?|ttf|otf)$/.test(pathname)) return "font";
  return "other";
}

/**
 * @param document the page itself.
 * @param files what it asked for; what it says to the bench (`/api/`) is no part of the page, nor is what comes ahead of
 * need once it was shown.
 */
export function weigh(document: LoadedFile, files: readonly LoadedFile[]): PageWeight {
  const bytes = new Map<WeightPart, number>([["document", document.encodedBodySize]]);
  for (const file of files) {
    if (new URL(file.name).pathname.startsWith("/api/")) continue;
    const part = partOf(file);
    bytes.set(part, (bytes.get(part) ?? 0) + file.encodedBodySize);
  }
  return Object.fromEntries(
    [...bytes].filter(([, size]) => size > 0).map(([part, size]) => [part, size / 1000]),
  );
}

export const totalKb = (weight: PageWeight): number =>
  Math.round(Object.values(weight).reduce((sum, kb) => sum + kb, 0));
