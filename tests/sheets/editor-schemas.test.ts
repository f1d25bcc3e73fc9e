// The published schemas are those of the code. After a change of format: npx vitest -u tests/sheets/editor-schemas.test.ts
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect, it } from "vitest";
import { parse } from "yaml";
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

const files = (await readdir(contentFolder, { recursive: true })).filter((file) => file.endsWith(".yaml"));
const ajv = new Ajv2020({ strict: false, validateFormats: false });

it.each(Object.entries(editorSchemas()))(
  "%s agrees with the content, and with no key that means nothing",
  async (name, schema) => {
    const validate = ajv.compile(schema as object);
    const own = files.filter((file) => path.basename(file) === name.replace(".schema.json", ".yaml"));
    expect(own.length).toBeGreaterThan(0);
    for (const file of own) {
      const content = parse(await readFile(path.join(contentFolder, file), "utf8"));
      expect(validate(content) || `${file}: ${ajv.errorsText(validate.errors)}`).toBe(true);
      expect(validate({ ...content, nonsense: 1 })).toBe(false);
    }
  },
);
