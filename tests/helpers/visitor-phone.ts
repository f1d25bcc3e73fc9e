// The virtual kit's phone without a browser: it photographs a printed code, reads it with a decoder that is not the
// encoder's, and opens what it read by real requests, as the page of a visitor does.
import jsQR from "jsqr";
import { type QrLevel, trialCodeOf } from "#contract/code-pages.ts";
import type { VisitorAct } from "../../bridge/sheets/scenario.ts";
import { film, type Shot } from "../../dashboard/src/features/kit/phone-camera.ts";
import { totalKb, weigh } from "../../dashboard/src/features/phone/page-weight.ts";
import { createVisit, type VisitControl } from "../../dashboard/src/features/phone/visit.ts";
import { qrModules, quietModules } from "../../dashboard/src/ui/qr-code.tsx";
import { createApiClient } from "./api-client.ts";

export interface VisitorPhone {
  /** @returns what the page weighs, kB, when that is what was looked at. */
  act(act: VisitorAct): Promise<number | undefined>;
}

/**
 * @param bench its address, without a slash at the end.
 * @param now milliseconds of the phone's wall clock.
 */
export function createVisitorPhone(bench: string, now: () => number): VisitorPhone {
  const api = createApiClient(bench);
  const memory = new Map<string, string>();
  const network = { isCut: false, isAnswerLost: false };
  let drawn = 0;
  let visit: VisitControl | undefined;
  let weight: number | undefined;

  /** A request goes through or not; then its answer comes back, or is lost a first time. */
  async function through<T>(ask: () => Promise<T>): Promise<T> {
    if (network.isCut) throw new TypeError("airplane mode");
    const answer = await ask();
    if (network.isAnswerLost) {
      network.isAnswerLost = false;
      throw new TypeError("the answer was lost");
    }
    return answer;
  }

  async function open(address: string): Promise<void> {
    const page = new URL(address).pathname.replace(/^\/q\//, "");
    if (!network.isCut) weight = await load(address);
    visit = createVisit({
      page,
      storage: {
        getItem: (key) => memory.get(key) ?? null,
        setItem: (key, text) => void memory.set(key, text),
      },
      now,
      drawId() {
        drawn += 1;
        return `kit-phone-${now()}-${drawn}`;
      },
      simulated: true,
      open: (id, body) => through(() => api.call("openCodePage", { id, body })),
      write: (id, body) => through(() => api.call("leaveNotes", { id, body })),
    });
    await visit.opened(weight);
  }

  return {
    async act(act) {
      switch (act.does) {
        case "scan": {
          const { widthCm, level } = trialCodeOf(act.page) ?? {};
          if (widthCm === undefined) throw new Error(`no printed code ${act.page}`);
          const address = look(`${bench}/q/${act.page}`, level, {
            widthCm,
            distanceCm: act.cm,
            coveredPercent: act.covered,
          });
          if (address !== undefined) await open(address);
          return undefined;
        }
        case "touch":
          await open(`${bench}/q/${act.page}`);
          return undefined;
        case "reopen":
          await visit?.opened();
          return undefined;
        case "weigh":
          return weight;
        case "note":
          await visit?.wrote(act.text);
          return undefined;
        case "airplane":
          network.isCut = act.on;
          network.isAnswerLost = !act.on && act.answers === "lost-once";
          if (!act.on) {
            await visit?.tell();
            await visit?.tell();
          }
          return undefined;
      }
    },
  };
}

/** What was read of the same code from the same place: a film takes a while to look at. */
const looked = new Map<string, string | undefined>();

function look(address: string, level: QrLevel | undefined, shot: Shot): string | undefined {
  const key = JSON.stringify([address, level, shot]);
  if (!looked.has(key)) {
    let read: string | undefined;
    for (const { data, width, height } of film(qrModules(address, level), quietModules, shot)) {
      read = jsQR(data, width, height)?.data;
      if (read !== undefined) break;
    }
    looked.set(key, read);
  }
  return looked.get(key);
}

/** The page and the files it names, as a browser asks for them. @returns kB, as they travelled. */
async function load(address: string): Promise<number> {
  const { text, bytes } = await fetchAsBrowser(address);
  const names = [...text.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(
    ([, path = ""]) => new URL(path, address).href,
  );
  const files = await Promise.all(
    names.map(async (name) => ({ name, encodedBodySize: (await fetchAsBrowser(name)).bytes })),
  );
  return totalKb(weigh({ name: address, encodedBodySize: bytes }, files));
}

async function fetchAsBrowser(address: string): Promise<{ text: string; bytes: number }> {
  const answer = await fetch(address, {
    headers: { accept: "text/html,*/*", "accept-encoding": "gzip, br" },
  });
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const length = answer.headers.get("content-length");
  const text = await answer.text();
  return { text, bytes: length === null ? Buffer.byteLength(text) : Number(length) };
}
