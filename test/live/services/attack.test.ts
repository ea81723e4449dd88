import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { untilTrue } from "../../../src/io/machine/until.ts";
import type { SignedIn } from "../../../src/io/matrix/client.ts";
import { beginConversation } from "../../support/members/conversation.ts";
import { upload } from "../../support/members/media.ts";
import { type Attack, holdConnections, sendRaw, stayConnected } from "../../support/proxy/slow-clients.ts";
import { sample } from "../../support/sample.ts";
import { inspectService } from "../../support/stack/engine.ts";
import { planOf } from "../../support/stack/plan.ts";

const stack = inject("mainStack");
const host = new URL(stack.baseUrl).host;
const thousand = 1_000;
/** Of the worst heads; a proxy of 320 MiB, from 1.5 GiB for the whole server on, carries a thousand of these too. */
const carried = planOf(stack).services.proxy.memoryMebibytes < 320 ? 700 : thousand;
const patience = { timeout: 300_000 };
const login = `POST /_matrix/client/v3/login HTTP/1.1\r\nHost: ${host}\r\n`;

/** From one address, by someone without an account. */
const attacks: readonly Attack[] = [
  { what: "unfinished headers", sends: `GET / HTTP/1.1\r\nHost: ${host}\r\nX: ${"a".repeat(5_000)}`, count: thousand },
  {
    what: "bodies that do not come",
    sends: `${login}Content-Length: 9999\r\n\r\n${"a".repeat(9_900)}`,
    count: thousand,
  },
  {
    what: "bodies of a megabyte",
    sends: `${login}Content-Length: 1000001\r\n\r\n${"a".repeat(1_000_000)}`,
    count: thousand,
  },
  {
    what: "messages that do not come",
    sends: `PUT /_matrix/client/v3/rooms/r/send/m/1 HTTP/1.1\r\nHost: ${host}\r\nContent-Length: 9999\r\n\r\n${"a".repeat(9_900)}`,
    count: thousand,
  },
  {
    what: "unfinished heads of as many fields as there is room for",
    sends: `GET / HTTP/1.1\nHost: ${host}\n${tinyFields(5_800)}`,
    count: thousand,
  },
  {
    what: "bodies that do not come, after such heads",
    sends: `${login}Content-Length: 9999\r\n${tinyFields(5_800)}\r\n${"a".repeat(9_900)}`,
    count: carried,
  },
  {
    what: "idle connections",
    sends: `GET /.well-known/matrix/client HTTP/1.1\r\nHost: ${host}\r\n\r\n`,
    count: thousand,
  },
  { what: "frames of HTTP/2", protocols: ["h2", "http/1.1"], sends: frames(), count: thousand },
];

let member: SignedIn;
let before: { readonly StartedAt: string; readonly restarts: number };

beforeAll(async () => {
  ({ client: member } = await beginConversation(stack, "under-attack"));
  before = await starts();
});

afterAll(async () => {
  await member?.stop();
});

const tests = [...attacks.map((attack) => () => survives(attack)), survivesTooMany];
for (const test of sample("attacks on the proxy", tests, 1)) test();

function survives(attack: Attack): void {
  describe(`${attack.count} times ${attack.what}`, () => {
    it("leave the proxy running, and a member beside them is answered within two seconds", patience, async () => {
      const held = await holdConnections(stack, attack);
      try {
        const waited = await longestAnswer(5);
        console.log(`${attack.what}: ${held.opened} connections; the member waited ${waited} ms.`);
        expect(waited).toBeLessThan(2_000);
        expect(await starts()).toEqual(before);
      } finally {
        held.letGo();
      }
    });
  });
}

function survivesTooMany(): void {
  describe("more connections than the proxy carries", () => {
    it("leave it running, anyone who is connected is answered, and others get in as these end", patience, async () => {
      const { connections } = planOf(stack).proxy;
      const connected = stayConnected(stack);
      const sends = `GET /.well-known/matrix/client HTTP/1.1\r\nHost: ${host}\r\n\r\n`;
      const held = await holdConnections(stack, { what: "connections", sends, count: connections + 100 });
      const longest = await connected.stop();
      console.log(
        `${held.opened} of ${connections + 100} got in; anyone who was connected waited at most ${longest} ms.`,
      );
      expect(longest).toBeLessThan(10_000);
      held.letGo();
      const answered = () =>
        member.sdk.whoami().then(
          () => true,
          () => false,
        );
      await untilTrue("place for another connection", answered);
      expect(await starts()).toEqual(before);
    });
  });
}

describe("the proxy", () => {
  it("speaks no HTTP/2, which has no bound here", async () => {
    const answer = await sendRaw(stack, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    expect(answer).not.toMatch(/^HTTP\/2/);
  });

  it("takes no byte of an upload without a valid token, with any path and length", async () => {
    const asked = [
      ["POST", "/_matrix/media/v3/upload", "Content-Length: 9000000"],
      ["POST", "/_matrix/media/v3/upload?access_token=none", "Content-Length: 9000000"],
      ["POST", "/_matrix/media/r0/upload", "Transfer-Encoding: chunked"],
      ["PUT", "/_matrix/media/v3/upload/team.test/abc", "Content-Length: 9000000"],
      ["POST", "/_matrix/media/v3/%75pload", "Content-Length: 9000000"],
      ["POST", "//_matrix/media/v3/upload", "Content-Length: 9000000"],
      ["POST", "/_matrix/client/v3/login", "Content-Length: 9000000"],
      ["GET", "/_matrix/client/v3/sync", "Content-Length: 9000000"],
      ["POST", "/_synapse/client/none", "Content-Length: 9000000"],
    ];
    const answers = await Promise.all(
      asked.map(([method, path, length]) =>
        sendRaw(stack, `${method} ${path} HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n${length}\r\n\r\n`),
      ),
    );
    expect(answers.map((answer) => answer.split("\r\n")[0])).toEqual(asked.map(() => "HTTP/1.1 401 Unauthorized"));
  });

  it("lets a browser ask whether it may upload", async () => {
    const answer = await member.fetch(`${stack.baseUrl}/_matrix/media/v3/upload`, { method: "OPTIONS" });
    expect([answer.status, answer.headers.get("access-control-allow-origin")]).toEqual([204, "*"]);
  });

  it("lets members upload, with their token in a header or in the address", async () => {
    expect((await upload(member, 2_000_000)).status).toBe(200);
    const address = `${stack.baseUrl}/_matrix/media/v3/upload?filename=a%20b&access_token=${member.accessToken}`;
    const answer = await member.fetch(address, { method: "POST", body: Buffer.alloc(2_000_000) });
    expect(answer.status).toBe(200);
  });

  it("tells a member whose account data is beyond all bounds", async () => {
    const put = (bytes: number) =>
      member.fetch(`${stack.baseUrl}/_matrix/client/v3/user/${member.userId}/account_data/test.large`, {
        method: "PUT",
        headers: { authorization: `Bearer ${member.accessToken}` },
        body: JSON.stringify({ text: "a".repeat(bytes) }),
      });
    expect((await put(60_000)).status).toBe(200);
    const refused = await put(2_000_000);
    expect([refused.status, await refused.json()]).toMatchObject([413, { errcode: "M_TOO_LARGE" }]);
  });
});

/** Fields of names that differ and of nothing else: a name, a colon, and the shortest end of a line that Go takes. */
function tinyFields(bytes: number): string {
  const letters = [..."abcdefghijklmnopqrstuvwxyz0123456789"];
  const pairs = letters.flatMap((one) => letters.map((other) => `${one}${other}`));
  const names = [...letters, ...pairs, ...letters.flatMap((one) => pairs.map((pair) => `${one}${pair}`))];
  return takeWhole(names, bytes).join("");
}

function takeWhole(names: readonly string[], bytes: number): readonly string[] {
  const lines: string[] = [];
  let length = 0;
  for (const name of names) {
    length += name.length + 2;
    if (length > bytes) break;
    lines.push(`${name}:\n`);
  }
  return lines;
}

/** HTTP/2's opening, and a frame as large as Go's server takes, of a kind that no one knows. */
function frames(): Buffer {
  const head = (length: number, kind: number) => Buffer.from([length >> 16, length >> 8, length, kind, 0, 0, 0, 0, 0]);
  const large = 2 ** 20;
  return Buffer.concat([
    Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    head(0, 4),
    head(large, 0x55),
    Buffer.alloc(large),
  ]);
}

async function longestAnswer(times: number): Promise<number> {
  let longest = 0;
  for (let count = 0; count < times; count += 1) {
    const start = performance.now();
    await member.sdk.whoami();
    longest = Math.max(longest, performance.now() - start);
  }
  return Math.round(longest);
}

async function starts() {
  const { State, RestartCount } = await inspectService(stack, "proxy");
  return { StartedAt: State.StartedAt, restarts: RestartCount };
}
