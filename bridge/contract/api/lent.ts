// What pages lend to the bench: phones and keyboard readers.
import { keyboardFramesSchema, lentKeyboardSchema } from "../keyboard-readers.ts";
import { joiningSchema, lentPhoneSchema, phoneFramesSchema } from "../phones.ts";
import { byId, none, type Route } from "./route.ts";

export const lentRoutes = {
  joining: {
    method: "GET",
    path: "/api/joining",
    role: "participant",
    params: none,
    answer: joiningSchema,
    summary: "Where phones may join",
  },
  lendPhone: {
    method: "POST",
    path: "/api/phones",
    role: "participant",
    params: none,
    body: none,
    answer: lentPhoneSchema,
    summary: "The owner of a phone lends it",
  },
  phoneFrames: {
    method: "POST",
    path: "/api/phones/:id/frames",
    role: "participant",
    params: byId,
    body: phoneFramesSchema,
    answer: none,
    summary: "What a lent phone says",
  },
  lendKeyboard: {
    method: "POST",
    path: "/api/keyboards",
    role: "participant",
    params: none,
    body: none,
    answer: lentKeyboardSchema,
    summary: "A reader types like a keyboard into this page",
  },
  keyboardFrames: {
    method: "POST",
    path: "/api/keyboards/:id/frames",
    role: "participant",
    params: byId,
    body: keyboardFramesSchema,
    answer: none,
    summary: "What a keyboard reader typed",
  },
} as const satisfies Record<string, Route>;
