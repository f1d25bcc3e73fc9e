// The keyboard reader of this page: one, whichever of the bench's pages is shown. Keys are looked at only while it
// listens, and nothing is done to those of a person.
import { useSyncExternalStore } from "react";
import { routes } from "#contract/api.ts";
import type { LentKeyboard } from "#contract/keyboard-readers.ts";
import { ApiError, call, pathOf, problemOf } from "../../connection/api.ts";
import { setActive } from "./active.ts";
import { createListening, type Hearing, type Listening } from "./listening.ts";

const bodyOf = (reader: LentKeyboard, frames: readonly string[]) => ({
  key: reader.key,
  frames: [...frames],
});

const control = createListening({
  lend: () => call("lendKeyboard", { body: {} }).catch(problemOf),
  send: (reader, frames) =>
    call("keyboardFrames", { params: { id: reader.device }, body: bodyOf(reader, frames) }).then(
      () => ({ ok: true }) as const,
      (error: unknown) => {
        const isReached = error instanceof ApiError && error.status >= 400 && error.status < 500;
        return { ok: false, isReached, problem: problemOf(error) } as const;
      },
    ),
  sendLast(reader, frames) {
    const body = new Blob([JSON.stringify(bodyOf(reader, frames))], { type: "application/json" });
    navigator.sendBeacon(pathOf(routes.keyboardFrames.path, { id: reader.device }), body);
  },
  every(ms, act) {
    const timer = window.setInterval(act, ms);
    return () => window.clearInterval(timer);
  },
  now: () => performance.now(),
});

/** Fields that take no characters. */
const mute = ["button", "checkbox", "color", "file", "image", "radio", "range", "reset", "submit"];

function takesCharacters(element: EventTarget | null): boolean {
  if (element instanceof HTMLInputElement) return !mute.includes(element.type);
  return (
    element instanceof HTMLTextAreaElement ||
    element instanceof HTMLSelectElement ||
    (element instanceof HTMLElement && element.isContentEditable)
  );
}

function hearing(): Hearing {
  if (!document.hasFocus()) return "behind";
  return takesCharacters(document.activeElement) ? "writing" : "hears";
}

/** On a French keyboard the key of 4 is an apostrophe, which in Firefox opens the search of the page. */
const searchKeys: readonly string[] = ["'", "/"];

function onKey(event: KeyboardEvent): void {
  const isWriting = event.isComposing || takesCharacters(event.target);
  const isShortcut = event.ctrlKey || event.altKey || event.metaKey;
  const isReaders = control.press({
    code: event.code,
    key: event.key,
    at: event.timeStamp,
    shift: event.shiftKey,
    isShortcut,
    isHeld: event.repeat,
    isWriting,
  });
  if (isReaders || (searchKeys.includes(event.key) && !isWriting && !isShortcut)) {
    // The Enter that ends a number must not press the button that has the focus.
    event.preventDefault();
    event.stopPropagation();
  }
}

const look = (): void => control.setHearing(hearing());
/** The focus is elsewhere only once the event is over. */
const lookSoon = (): void => void window.setTimeout(look);

function attach(): void {
  window.addEventListener("keydown", onKey, { capture: true });
  window.addEventListener("focus", look);
  window.addEventListener("blur", look);
  document.addEventListener("focusin", look);
  document.addEventListener("focusout", lookSoon);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", control.stop);
}

function detach(): void {
  window.removeEventListener("keydown", onKey, { capture: true });
  window.removeEventListener("focus", look);
  window.removeEventListener("blur", look);
  document.removeEventListener("focusin", look);
  document.removeEventListener("focusout", lookSoon);
  document.removeEventListener("visibilitychange", look);
  window.removeEventListener("pagehide", control.stop);
}

let isAttached = false;
control.subscribe(() => {
  const isOn = control.state().phase === "listening";
  if (isOn !== isAttached) {
    isAttached = isOn;
    if (isOn) attach();
    else detach();
  }
  setActive(isOn);
});

export const startListening = (): void => void control.start(hearing());
export const stopListening = (): void => control.stop();

/** Gives the keys back to the page. */
export function listenAgain(): void {
  if (document.activeElement instanceof HTMLElement) document.activeElement.blur();
  window.focus();
  look();
}

export const usePageReader = (): Listening => useSyncExternalStore(control.subscribe, control.state);
