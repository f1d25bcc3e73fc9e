// Which identity an address spoke for lately: frames that do not say who they are (Eddystone URL and TLM) come between
// frames that do, from the same address. Short-lived and bounded; never leaves this table.

/** An address speaks for an identity for so long after the frame that named it. */
const linkMs = 60_000;
const mostLinks = 1000;

export interface IdentityLinks {
  link(address: string, identity: string, mono: number): void;
  identityAt(address: string, mono: number): string | undefined;
  readonly size: number;
}

export function createIdentityLinks(): IdentityLinks {
  const links = new Map<string, { readonly identity: string; readonly mono: number }>();
  function sweep(mono: number): void {
    for (const [address, link] of links) {
      if (mono - link.mono < linkMs && links.size <= mostLinks) return;
      links.delete(address);
    }
  }
  return {
    link(address, identity, mono) {
      if (address === "") return;
      links.delete(address);
      links.set(address, { identity, mono });
      sweep(mono);
    },
    identityAt(address, mono) {
      sweep(mono);
      return links.get(address)?.identity;
    },
    get size() {
      return links.size;
    },
  };
}

/** The last resort: the address itself, when it is one that stays (public, or random static: top two bits 11). */
export function addressIdentity(address: string, type: "public" | "random" | "unknown"): string | undefined {
  if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/.test(address)) return undefined;
  const isStatic = type === "random" && Number.parseInt(address.slice(0, 2), 16) >> 6 === 0b11;
  return type === "public" || isStatic ? `address:${address.replaceAll(":", "")}` : undefined;
}
