import fc from "fast-check";
import { expect, test } from "vitest";
import { bounce } from "../../../../bridge/virtual-kit/parts/button-bounce.ts";
import { createRandom } from "../../../../bridge/virtual-kit/random.ts";

test("contacts alternate, come in order within 4 ms, and end where the finger wants them", () => {
  fc.assert(
    fc.property(fc.integer(), fc.boolean(), (seed, closed) => {
      const contacts = bounce(createRandom(seed), closed);
      expect(contacts.length).toBeGreaterThanOrEqual(3);
      expect(contacts.at(0)).toEqual({ afterMs: 0, closed });
      expect(contacts.at(-1)?.closed).toBe(closed);
      contacts.forEach((contact, i) => {
        expect(contact.closed).toBe(i % 2 === 0 ? closed : !closed);
        expect(contact.afterMs).toBeGreaterThanOrEqual(contacts[i - 1]?.afterMs ?? 0);
        expect(contact.afterMs).toBeLessThanOrEqual(4);
      });
    }),
  );
});
