// What a route of the HTTP API is, and the parameters most have.
import { z } from "zod";
import { idSchema } from "../identifiers.ts";

export const roles = ["participant", "trainer"] as const;
export type Role = (typeof roles)[number];

export const none = z.object({});
export const byId = z.object({ id: idSchema });
export const byRun = z.object({ id: z.string().max(60) });

export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  /** Least role that may call it. */
  readonly role: Role;
  readonly params: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** Of the answer, when it is a JSON of a kind of its own. */
  readonly contentType?: string;
  /** One line for the OpenAPI document. */
  readonly summary: string;
}
