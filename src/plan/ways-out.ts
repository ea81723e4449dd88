import type { Spec } from "../spec/spec.ts";
import type { ServiceRole, WayOut } from "./plan.ts";

/** What each container has reason to call outside the stack. Postgres has no way out at all: its network is internal. */
export function waysOut(spec: Spec): Readonly<Record<ServiceRole, readonly WayOut[]>> {
  return { postgres: [], synapse: [...pushGateways(spec), ...otherServers(spec)], proxy: certificateAuthority(spec) };
}

function pushGateways({ push }: Spec): readonly WayOut[] {
  return push
    ? [{ to: "any push gateway a member's client names", port: 443, why: "phones ring; contents stay here" }]
    : [];
}

function otherServers({ federation }: Spec): readonly WayOut[] {
  switch (federation.mode) {
    case "closed":
      return [];
    case "allowlist":
      return federation.servers.map((to) => ({ to, port: 8448, why: "federation" }));
    case "open":
      return [{ to: "any Matrix server", port: 8448, why: "federation" }];
    default:
      return federation satisfies never;
  }
}

function certificateAuthority({ tls }: Spec): readonly WayOut[] {
  return tls.mode === "acme" ? [{ to: new URL(tls.directory).hostname, port: 443, why: "certificates" }] : [];
}
