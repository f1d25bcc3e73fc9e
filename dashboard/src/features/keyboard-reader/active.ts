// Whether this page listens to a keyboard reader: all that the frame of every page needs to know of it.
let active = false;
const listeners = new Set<() => void>();

export const isActive = (): boolean => active;

export function setActive(now: boolean): void {
  if (active === now) return;
  active = now;
  for (const listener of listeners) listener();
}

export function onActive(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
