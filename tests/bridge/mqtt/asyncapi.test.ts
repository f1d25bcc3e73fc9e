import { Parser } from "@asyncapi/parser";
import { describe, expect, it } from "vitest";
import { buildAsyncApi } from "../../../bridge/mqtt/asyncapi.ts";

describe("the AsyncAPI document", () => {
  it("is valid for AsyncAPI's own parser and describes every topic", async () => {
    const { document, diagnostics } = await new Parser().parse(JSON.stringify(buildAsyncApi("1.2.3")));
    expect(diagnostics.filter((diagnostic) => diagnostic.severity === 0)).toEqual([]);
    expect(document?.info().version()).toBe("1.2.3");
    expect(
      document
        ?.channels()
        .all()
        .map((channel) => channel.address())
        .sort(),
    ).toEqual([
      "labo/{bridge}/devices",
      "labo/{bridge}/health",
      "labo/{bridge}/info",
      "labo/{bridge}/state",
      "labo/{bridge}/{device}/availability",
      "labo/{bridge}/{device}/event",
      "labo/{bridge}/{device}/raw",
      "labo/{bridge}/{device}/result",
      "labo/{bridge}/{device}/set",
      "labo/{bridge}/{device}/state",
    ]);
  });

  it("tells how an event is sent and what it holds", async () => {
    const { document } = await new Parser().parse(JSON.stringify(buildAsyncApi("1.2.3")));
    const operation = document?.operations().get("on-event");
    expect(operation?.isSend()).toBe(true);
    expect(operation?.bindings().get("mqtt")?.value()).toMatchObject({ qos: 1, retain: false });
    const payload: unknown = operation?.messages().all()[0]?.payload()?.json();
    expect(JSON.stringify(payload)).toContain("tag-arrived");
  });
});
