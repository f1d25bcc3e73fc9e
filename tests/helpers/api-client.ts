// A browser's view of the HTTP API, without the browser: cookies kept, answers parsed by the contract.
import { type RouteAnswer, type RouteBody, type RouteName, routes } from "#contract/api.ts";

export interface ApiClient {
  /** @param id the `:id` of the path. @throws Error with the problem's code when the bench refuses. */
  call<K extends RouteName>(name: K, options?: { id?: string; body?: RouteBody<K> }): Promise<RouteAnswer<K>>;
  /** Opens a page, keeping its cookies: the trainer's link, an export. */
  open(path: string): Promise<Response>;
}

/** @param page address of the bench, without a slash at the end. */
export function createApiClient(page: string): ApiClient {
  const cookies = new Map<string, string>();
  async function request(path: string, init: RequestInit): Promise<Response> {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const headers = { ...(init.headers as Record<string, string>), ...(cookie === "" ? {} : { cookie }) };
    const response = await fetch(`${page}${path}`, { redirect: "manual", ...init, headers });
    for (const line of response.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name !== undefined && value !== undefined) cookies.set(name, value);
    }
    return response;
  }
  return {
    open: (path) => request(path, {}),
    async call(name, { id, body } = {}) {
      const route = routes[name];
      const response = await request(route.path.replace(":id", id ?? ""), {
        method: route.method,
        ...(body === undefined
          ? {}
          : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
      });
      const json: unknown = await response.json();
      if (!response.ok) throw new Error(`${name}: ${response.status} ${JSON.stringify(json)}`);
      return route.answer.parse(json) as RouteAnswer<typeof name>;
    },
  };
}
