// Server state by contract route, kept and refetched by react-query.
import { type UseMutationResult, type UseQueryResult, useMutation, useQuery } from "@tanstack/react-query";
import type { RouteAnswer, RouteName } from "#contract/api.ts";
import { type CallOptions, call } from "../connection/api.ts";

/** Reads a GET route; `enabled: false` waits. */
export function useRoute<K extends RouteName>(
  name: K,
  options: Omit<CallOptions<K>, "signal"> & { readonly enabled?: boolean; readonly refetchMs?: number } = {},
): UseQueryResult<RouteAnswer<K>> {
  const { enabled = true, refetchMs, ...rest } = options;
  return useQuery({
    queryKey: [name, rest.params ?? {}],
    queryFn: ({ signal }) => call(name, { ...rest, signal } as CallOptions<K>),
    enabled,
    ...(refetchMs === undefined ? {} : { refetchInterval: refetchMs }),
  });
}

/** Calls a route that changes something. */
export function useCall<K extends RouteName>(
  name: K,
): UseMutationResult<RouteAnswer<K>, Error, Omit<CallOptions<K>, "signal">> {
  return useMutation({
    mutationFn: (options: Omit<CallOptions<K>, "signal">) => call(name, options as CallOptions<K>),
  });
}

export function useSession() {
  return useRoute("session");
}

/** True for the person who animates; false until known. */
export function useIsTrainer(): boolean {
  return useSession().data?.role === "trainer";
}
