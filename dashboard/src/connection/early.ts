// Answers asked for while the program that wants them is still on its way: each is taken once, by the call that comes for it.
// Nothing is imported here: this runs first.

const asked = new Map<string, Promise<Response>>();

const ask = (path: string) => fetch(path, { headers: { accept: "application/json" } });

/** @param paths GET routes; the session comes before them, since its answer makes this browser known to the bench. */
export function askEarly(paths: readonly string[]): void {
  const session = ask("/api/session");
  asked.set("/api/session", session);
  for (const path of paths)
    asked.set(
      path,
      session.then(() => ask(path)),
    );
  // Who takes an answer is told that it failed; nobody else need be.
  for (const answer of asked.values()) answer.catch(() => undefined);
}

/** The answer to a GET that was asked for early, if it was. */
export function takeEarly(path: string): Promise<Response> | undefined {
  const answer = asked.get(path);
  asked.delete(path);
  return answer;
}
