// What a hand wishes, shown in place of the world until the world has had time to follow.
import { useCallback, useEffect, useRef, useState } from "react";

/** The world shows what a hand did within this, mostly; milliseconds. */
const worldAnswersMs = 400;

export interface Held<T> {
  readonly wish: T | undefined;
  hold(wish: T): void;
  /** The hand is off it: the world shows again soon. Each key ends a move, and only the last one counts. */
  letGo(): void;
}

export function useHeld<T>(): Held<T> {
  const [wish, setWish] = useState<T>();
  const timer = useRef<number>(undefined);
  useEffect(() => () => window.clearTimeout(timer.current), []);
  const hold = useCallback((wished: T) => {
    window.clearTimeout(timer.current);
    setWish(() => wished);
  }, []);
  const letGo = useCallback(() => {
    window.clearTimeout(timer.current);
    timer.current = window.setTimeout(() => setWish(undefined), worldAnswersMs);
  }, []);
  return { wish, hold, letGo };
}
