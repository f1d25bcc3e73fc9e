// What this browser can lend, known before anything is tried: by what it offers, and by what it is known to ask for.
import { type PhoneSensor, phoneSensors } from "#contract/phones.ts";

/** What a browser offers. */
export interface Offer {
  /** The page came by https, or from this very computer. */
  readonly isSecure: boolean;
  readonly motion: boolean;
  readonly orientation: boolean;
  readonly light: boolean;
  readonly microphone: boolean;
  readonly nfc: boolean;
}

/**
 * `available`: may be tried. `needs-https`: there, and this page is not secured. `hidden`: browsers tell a page that is not
 * secured nothing of it. `missing`: not in this browser.
 */
export type Ability = "available" | "needs-https" | "hidden" | "missing";

/** Looks at the page's own browser. */
export function offerOf(page: Window & typeof globalThis): Offer {
  return {
    isSecure: page.isSecureContext,
    motion: "DeviceMotionEvent" in page,
    orientation: "DeviceOrientationEvent" in page,
    light: "AmbientLightSensor" in page,
    // Browsers hide it from pages that are not secured.
    microphone: page.navigator.mediaDevices !== undefined,
    nfc: "NDEFReader" in page,
  };
}

/** Each ability, in the order they are shown. Pure. */
export function abilitiesOf(offer: Offer): Readonly<Record<PhoneSensor, Ability>> {
  const has: Record<PhoneSensor, boolean> = {
    motion: offer.motion,
    orientation: offer.orientation,
    light: offer.light,
    sound: offer.microphone,
    nfc: offer.nfc,
  };
  const hiddenUntilSecure: ReadonlySet<PhoneSensor> = new Set(["sound", "light", "nfc"]);
  return Object.fromEntries(
    phoneSensors.map((sensor): [PhoneSensor, Ability] => {
      if (has[sensor]) return [sensor, offer.isSecure ? "available" : "needs-https"];
      return [sensor, !offer.isSecure && hiddenUntilSecure.has(sensor) ? "hidden" : "missing"];
    }),
  ) as Record<PhoneSensor, Ability>;
}
