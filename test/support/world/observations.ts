import { inspectService, printedIn } from "../stack/engine.ts";
import type { StackRecord } from "../stack/stack.ts";
import type { Tunnel } from "./internet/tunnel.ts";
import type { World } from "./world.ts";

/** A certificate as it is served. */
export interface ServedCertificate {
  readonly serial: string;
  readonly issuer: string;
  readonly start: Date;
  readonly end: Date;
}

/** The certificate that a connection with this name is given. */
export async function certificateOf(
  { tunnel }: { readonly tunnel: Tunnel },
  name: string,
  port = 443,
): Promise<ServedCertificate> {
  const socket = await tunnel.observe(name, name, port);
  const found = socket.getPeerX509Certificate();
  socket.destroy();
  if (found === undefined) throw new Error(`No certificate is served at ${name}.`);
  const { serialNumber: serial, issuer, validFromDate: start, validToDate: end } = found;
  return { serial, issuer, start, end };
}

/** What an address answers to any client. */
export interface Answer {
  readonly status: number;
  readonly location: string | null;
  readonly type: string | null;
  /** From where a page in a browser may ask. */
  readonly allowed: string | null;
}

/** Asks for a page, without following where it leads. */
export async function ask({ tunnel, trusted }: World, url: string): Promise<Answer> {
  const { fetch, close } = tunnel.trusting(trusted.join("\n"));
  try {
    const { status, headers } = await fetch(url, { redirect: "manual" });
    const [location, type] = [headers.get("location"), headers.get("content-type")];
    return { status, location, type, allowed: headers.get("access-control-allow-origin") };
  } finally {
    await close();
  }
}

/** The status with which Synapse itself answers, asked in its container. */
export function statusInside(stack: StackRecord, path: string): Promise<string> {
  const words = ["curl", "--silent", "--output", "/dev/null", "--write-out", "%{http_code}"];
  return printedIn(stack, "synapse", ...words, `http://127.0.0.1:8008${path}`);
}

/** The addresses that a service's container sends from. */
export async function addressesOf(stack: StackRecord, service: "synapse" | "proxy"): Promise<readonly string[]> {
  const { NetworkSettings } = await inspectService(stack, service);
  return Object.values(NetworkSettings.Networks).map(({ IPAddress }) => IPAddress);
}
