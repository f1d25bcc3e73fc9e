// The published schemas are those of the code. After a change of format: npx vitest -u tests/sheets/editor-schemas.test.ts
import { readFile } from "node:fs/promises";
import path from "node:path";
import { expect, it } from "vitest";
import { editorSchemas, schemasFolder } from "../../bridge/sheets/editor-schemas.ts";
import { unitIds } from "../../bridge/sheets/units.ts";
import { contentFolder } from "../bridge/sheets/content-copy.ts";

it.each(Object.entries(editorSchemas()))("%s is as the code has it", async (name, schema) => {
  await expect(`${JSON.stringify(schema, null, 2)}\n`).toMatchFileSnapshot(
    path.join(contentFolder, schemasFolder, name),
  );
});

it("the file of constants names its schema, which knows its units", async () => {
  const [first] = (await readFile(path.join(contentFolder, "constants.yaml"), "utf8")).split("\n");
  expect(first).toBe("# yaml-language-server: $schema=schemas/constants.schema.json");
  expect(JSON.stringify(editorSchemas()["constants.schema.json"])).toContain(JSON.stringify(unitIds));
});
