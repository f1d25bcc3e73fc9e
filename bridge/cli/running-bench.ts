// Asking a bench that runs, as its page does.
import { type RouteAnswer, type RouteName, routes } from "#contract/api.ts";
import { problemSchema } from "#contract/problems.ts";
import { type ErrorCode, errorTable, LaboError } from "../errors.ts";
import type { Call, CliOption } from "./command.ts";

const answerMs = 10_000;

/** Where the bench is, for every command that asks it. */
export const benchOption: CliOption = {
  type: "string",
  value: { fr: "adresse", en: "address" },
  help: {
    fr: "adresse de la page du banc [http://localhost:3000, ou le port de LABO_PORT]",
    en: "address of the bench’s page [http://localhost:3000, or the port of LABO_PORT]",
  },
};

/** Address of the bench that a command means, without a slash at the end. @throws LaboError CLI_USAGE. */
export function benchAddress(call: Call): string {
  const given = call.text("bench") ?? `http://localhost:${call.terminal.env.LABO_PORT || 3000}`;
  const url = URL.parse(given);
  if (url === null || !/^https?:$/.test(url.protocol))
    throw new LaboError("CLI_USAGE", [`--bench = ${given}`]);
  return url.origin;
}

/**
 * Calls a route that only reads.
 * @param params of its path, by name.
 * @throws LaboError BENCH_UNREACHABLE when nothing, or something else, answers there; else what the bench refused with.
 */
export async function askBench<K extends RouteName>(
  address: string,
  name: K,
  params: Readonly<Record<string, string>> = {},
): Promise<RouteAnswer<K>> {
  const route = routes[name];
  const path = route.path.replace(/:([a-z]+)/g, (_, key: string) => encodeURIComponent(params[key] ?? ""));
  let body: unknown;
  let isOk: boolean;
  try {
    const response = await fetch(`${address}${path}`, { signal: AbortSignal.timeout(answerMs) });
    isOk = response.ok;
    body = await response.json();
  } catch (cause) {
    throw new LaboError("BENCH_UNREACHABLE", [address], cause);
  }
  if (isOk) {
    const answer = route.answer.safeParse(body);
    if (answer.success) return answer.data as RouteAnswer<K>;
  }
  const problem = problemSchema.safeParse(body);
  if (problem.success && problem.data.code in errorTable)
    throw new LaboError(problem.data.code as ErrorCode, problem.data.details);
  throw new LaboError("BENCH_UNREACHABLE", [address]);
}
