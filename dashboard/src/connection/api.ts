// The HTTP client: one function over the contract's routes. Whatever comes back is parsed before anyone sees it.

import type { Session } from "#contract/api/bench.ts";
import { type RouteAnswer, type RouteBody, type RouteName, type RouteParams, routes } from "#contract/api.ts";
import { type Problem, problemSchema } from "#contract/problems.ts";
import { takeEarly } from "./early.ts";

/** A refusal or a failure, always with words a person can act on. */
export class ApiError extends Error {
  readonly problem: Problem;
  readonly status: number;

  constructor(problem: Problem, status: number) {
    super(problem.message.en);
    this.name = "ApiError";
    this.problem = problem;
    this.status = status;
  }
}

const unreachable: Problem = {
  code: "BENCH_UNREACHABLE",
  message: { fr: "Le banc ne répond pas.", en: "The bench does not answer." },
  remedy: {
    fr: "Vérifie que le programme tourne toujours sur l’ordinateur du banc, et que tu es sur le même réseau.",
    en: "Check that the program still runs on the bench’s computer, and that you are on the same network.",
  },
};

const unreadable: Problem = {
  code: "ANSWER_UNREADABLE",
  message: {
    fr: "Le banc a répondu quelque chose que cette page ne comprend pas.",
    en: "The bench answered something this page does not understand.",
  },
  remedy: {
    fr: "Recharge la page: elle date peut-être d’une version précédente.",
    en: "Reload the page: it may be from an earlier version.",
  },
};

export interface CallOptions<K extends RouteName> {
  readonly params?: RouteParams<K>;
  readonly body?: RouteBody<K>;
  readonly signal?: AbortSignal;
}

/** Path of a route with its parameters put in, each escaped. */
export function pathOf(template: string, params: Readonly<Record<string, unknown>> = {}): string {
  return template.replace(/:([a-z]+)/g, (_, name: string) => encodeURIComponent(String(params[name] ?? "")));
}

let introduction: Promise<Session> | undefined;

/**
 * Makes this browser known to the bench, once: the bench gives it a participant's cookie with its first answer. Whatever
 * else is asked waits for that, or several first requests at once would each be somebody else.
 */
export function introduce(): Promise<Session> {
  introduction ??= request("session", {}).catch((error: unknown) => {
    introduction = undefined;
    throw error;
  });
  return introduction;
}

/**
 * Calls a route of the contract.
 * @returns the parsed answer.
 * @throws ApiError with the bench's own problem, or one that says the bench is unreachable or unreadable.
 */
export async function call<K extends RouteName>(
  name: K,
  options: CallOptions<K> = {},
): Promise<RouteAnswer<K>> {
  // A bench that cannot be reached will say so at the request itself.
  await introduce().catch(() => undefined);
  return request(name, options);
}

async function request<K extends RouteName>(name: K, options: CallOptions<K>): Promise<RouteAnswer<K>> {
  const route = routes[name];
  const path = pathOf(route.path, { ...(options.params as object | undefined) });
  const early = route.method === "GET" ? takeEarly(path) : undefined;
  let response: Response;
  try {
    response = await (early ??
      fetch(path, {
        method: route.method,
        credentials: "same-origin",
        headers:
          options.body === undefined
            ? { accept: "application/json" }
            : { accept: "application/json", "content-type": "application/json" },
        ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
        ...(options.signal === undefined ? {} : { signal: options.signal }),
      }));
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(unreachable, 0);
  }
  const text = await response.text();
  const json = parseJson(text === "" ? "{}" : text);
  if (!response.ok) throw new ApiError(problemIn(json) ?? unreadable, response.status);
  const answer = route.answer.safeParse(json);
  if (!answer.success) throw new ApiError(unreadable, response.status);
  return answer.data as RouteAnswer<K>;
}

/** Words for anything thrown: the bench's problem when it gave one. */
export function problemOf(error: unknown): Problem {
  return error instanceof ApiError ? error.problem : unreadable;
}

function problemIn(json: unknown): Problem | undefined {
  const parsed = problemSchema.safeParse(json);
  return parsed.success ? parsed.data : undefined;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
