import type { SignedIn } from "../../../src/io/matrix/client.ts";

/** What a member asks of their server that only another server could answer. */
const requests: readonly (readonly [method: "GET" | "POST" | "PUT", path: string, body?: unknown])[] = [
  ["POST", "v3/rooms/ROOM/invite", { user_id: "@ana:amber.test" }],
  ["POST", "v3/join/%23hall:amber.test"],
  ["POST", "v3/join/!hall:amber.test?via=amber.test"],
  ["POST", "v3/knock/!hall:amber.test?via=amber.test"],
  ["GET", "v3/directory/room/%23hall:amber.test"],
  ["GET", "v3/profile/@ana:amber.test"],
  ["GET", "v3/publicRooms?server=amber.test"],
  ["GET", "v1/media/download/amber.test/plans"],
  ["GET", "v1/media/thumbnail/amber.test/plans?width=32&height=32"],
  ["GET", "v1/room_summary/!hall:amber.test?via=amber.test"],
  ["POST", "v3/keys/query", { device_keys: { "@ana:amber.test": [] } }],
  ["POST", "v3/keys/claim", { one_time_keys: { "@ana:amber.test": { DEVICE: "signed_curve25519" } } }],
  ["PUT", "v3/sendToDevice/m.test/TRANSACTION", { messages: { "@ana:amber.test": { "*": {} } } }],
];

/** How one of them was answered. */
export interface Refused {
  readonly path: string;
  readonly status: number;
  readonly text: string;
}

/** Asks for all of it, one after the other. */
export async function askForOthers(client: SignedIn, roomId: string): Promise<readonly Refused[]> {
  const { fetch, sdk, accessToken } = client;
  const headers = { authorization: `Bearer ${accessToken}`, "content-type": "application/json" };
  const answers: Refused[] = [];
  for (const [method, path, body] of requests) {
    const url = `${sdk.getHomeserverUrl()}/_matrix/client/${path.replace("ROOM", encodeURIComponent(roomId))}`;
    const content = method === "GET" ? {} : { body: JSON.stringify(body ?? {}) };
    const answer = await fetch(url, { method, headers, ...content });
    answers.push({ path, status: answer.status, text: await answer.text() });
  }
  return answers;
}
