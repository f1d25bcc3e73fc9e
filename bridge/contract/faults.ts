// Faults made on purpose, by the trainer: what a group learns to meet before the public does.
import { z } from "zod";

/** The embedded broker goes away for so many seconds, and comes back by itself. */
export const brokerCutSchema = z.object({ seconds: z.number().int().min(1).max(60) });
