// One request in flight, the last wish next: for sliders and drags, which wish faster than a bench should be asked.

/**
 * Wraps a sending function: while one call runs, only the newest argument is kept.
 * @param send does the work; its failures go to `onError`.
 * @param spacingMs least time between two sends.
 */
export function latestOnly<T>(
  send: (wish: T) => Promise<unknown>,
  onError: (error: unknown) => void,
  spacingMs = 60,
): (wish: T) => void {
  let busy = false;
  let next: { readonly wish: T } | undefined;
  const run = async (first: T) => {
    busy = true;
    let wish: T | undefined = first;
    while (wish !== undefined) {
      try {
        await send(wish);
      } catch (error) {
        onError(error);
      }
      await new Promise((resolve) => setTimeout(resolve, spacingMs));
      const queued: { readonly wish: T } | undefined = next;
      next = undefined;
      wish = queued?.wish;
    }
    busy = false;
  };
  return (wish) => {
    if (busy) next = { wish };
    else void run(wish);
  };
}
