// Which device of the bench plays which role.
import { expect, it } from "vitest";
import { assertFitting } from "../../../bridge/experiments/casting.ts";
import { beacon, bench } from "../../dashboard/fixtures.ts";
import { define } from "../../helpers/experiment-definitions.ts";

it("refuses a device chosen for two roles, as it refuses one that fits neither", () => {
  const one = define("e99", "a", "ble-beacon", [], []);
  const definition = { ...one, needs: [...one.needs, ...one.needs.map((need) => ({ ...need, role: "b" }))] };
  const check = (chosen: Record<string, string>) => () =>
    assertFitting(definition, chosen, (id) => bench.devices[id]);
  expect(check({ a: beacon.id, b: "balise-ruuvi" })).not.toThrow();
  const refused = expect.objectContaining({ code: "ACTION_REFUSED" });
  expect(check({ a: beacon.id, b: beacon.id })).toThrow(refused);
  expect(check({ a: "lecteur-rfid" })).toThrow(refused);
});
