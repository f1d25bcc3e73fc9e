// What an editor needs to help whoever writes content: JSON Schemas of the files, kept in `sheets/schemas`.
import { z } from "zod";
import {
  constantRowSchemas,
  constantsFileSchema,
  experimentFileSchema,
  glossaryFileSchema,
  pathsFileSchema,
  sheetFileSchema,
} from "./format.ts";
import { scenariosFileSchema } from "./scenario.ts";

/** Where editors find a schema: beside the content, named in the first line of each file. */
export const schemasFolder = "schemas";

const documents = {
  constants: constantsFileSchema.extend({
    constants: z.record(z.string(), z.union([constantRowSchemas.measured, constantRowSchemas.told])),
  }),
  // A condition is whatever has an operator: its constants are names until the linter puts the numbers in.
  experiment: experimentFileSchema,
  glossary: glossaryFileSchema,
  paths: pathsFileSchema,
  scenarios: scenariosFileSchema,
  sheet: sheetFileSchema,
};

/** @returns file name in `sheets/schemas` → JSON Schema of what its author writes. */
export function editorSchemas(): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(documents).map(([name, schema]) => [
      `${name}.schema.json`,
      z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }),
    ]),
  );
}
