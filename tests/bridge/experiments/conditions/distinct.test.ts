// The operator `distinct`, case by case.
import { describe, expect, it } from "vitest";
import { make, watch } from "../../../helpers/experiment-bench.ts";

describe("distinct", () => {
  const check = { op: "distinct", on: "lecteur", event: "tag-arrived", field: "tag.id", min: 2 };
  it("counts one after the first item", () => {
    const result = watch(check).see(make.arrived(1, "a1"));
    expect(result.value).toBe(1);
    expect(result.why.fr).toContain("1 étiquette différente");
  });
  it("does not count the same value twice", () =>
    expect(watch(check).see(make.arrived(1, "a1"), make.arrived(2, "a1")).satisfied).toBe(false));
  it("holds with two values", () =>
    expect(watch(check).see(make.arrived(1, "a1"), make.arrived(2, "b2")).satisfied).toBe(true));
  it("drops a duplicate delivery", () =>
    expect(
      watch(check).see(make.arrived(1, "a1", { id: "x" }), make.arrived(1, "b2", { id: "x" })).value,
    ).toBe(1));
  it("forgets values not seen within its window", () => {
    const watched = watch({ ...check, within: 5 });
    watched.see(make.arrived(1, "a1"));
    expect(watched.see(make.arrived(7, "b2")).value).toBe(1);
    expect(watched.see(make.arrived(8, "a1")).satisfied).toBe(true);
  });
  it("refreshes a value that comes again", () => {
    const watched = watch({ ...check, within: 5 });
    watched.see(make.arrived(1, "a1"), make.arrived(4, "a1"));
    expect(watched.see(make.arrived(8, "b2")).satisfied).toBe(true);
  });
  it("takes none at all for an answer once it has settled", () => {
    const watched = watch({ ...check, min: undefined, max: 0, settle: 3 });
    expect(watched.at(2).satisfied).toBe(false);
    expect(watched.at(3).satisfied).toBe(true);
  });
  it("counts the tags that were given names", () => {
    const watched = watch({ op: "distinct", event: "tag-labelled", field: "tag.id", min: 3 });
    watched.act("tag-labelled", 1, { "tag.id": "a", label: "clé" });
    watched.act("tag-labelled", 2, { "tag.id": "a", label: "carte" });
    watched.act("tag-labelled", 3, { "tag.id": "b", label: "clé" });
    expect(watched.at(3).satisfied).toBe(false);
    expect(watched.at(3).why).toEqual({
      fr: "2 étiquettes nommées; il en faut au moins 3.",
      en: "2 named tags; it takes at least 3.",
    });
    expect(watched.act("tag-labelled", 4, { "tag.id": "c", label: "porte" }).satisfied).toBe(true);
  });
});
