import { createHash, randomBytes } from "node:crypto";
import type { SendingClient } from "./sender.ts";

/** What an upload came to. */
export interface Media {
  readonly status: number;
  /** `mxc://SERVER/ID`; null when it was not acknowledged. */
  readonly uri: string | null;
  /** SHA-256 of what was sent. */
  readonly digest: string;
}

/** Uploads so many random bytes (Matrix client-server API, "POST /_matrix/media/v3/upload"). */
export async function upload({ fetch, sdk, accessToken }: SendingClient, bytes: number): Promise<Media> {
  const body = randomBytes(bytes);
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/octet-stream" };
  const answer = await fetch(`${sdk.getHomeserverUrl()}/_matrix/media/v3/upload`, { method: "POST", headers, body });
  const text = await answer.text();
  const uri = answer.status === 200 ? String(JSON.parse(text).content_uri) : null;
  return { status: answer.status, uri, digest: digestOf(body) };
}

/** SHA-256 of what the server gives back ("GET /_matrix/client/v1/media/download/{serverName}/{mediaId}"). */
export async function download({ fetch, sdk, accessToken }: SendingClient, { uri }: Media): Promise<string> {
  const path = uri?.replace("mxc://", "") ?? "";
  const headers = { authorization: `Bearer ${accessToken}` };
  const answer = await fetch(`${sdk.getHomeserverUrl()}/_matrix/client/v1/media/download/${path}`, { headers });
  if (answer.status !== 200) throw new Error(`${uri} was answered with ${answer.status}.`);
  return digestOf(Buffer.from(await answer.arrayBuffer()));
}

function digestOf(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}
