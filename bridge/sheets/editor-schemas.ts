// What an editor needs to help whoever writes content: JSON Schemas of the files, kept in `sheets/schemas`.
import { z } from "zod";
import { constantRowSchemas, constantsFileSchema } from "./format.ts";

/** Where editors find a schema: beside the content, named in the first line of each file. */
export const schemasFolder = "schemas";

const constantsDocument = constantsFileSchema.extend({
  constants: z.record(z.string(), z.union([constantRowSchemas.measured, constantRowSchemas.told])),
});

/** @returns file name in `sheets/schemas` → JSON Schema of what its author writes. */
export function editorSchemas(): Readonly<Record<string, unknown>> {
  return {
    "constants.schema.json": z.toJSONSchema(constantsDocument, { io: "input" }),
  };
}
