import { readFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { describe, expect, it } from "vitest";
import { type Connection, isOfUser, isOwnPeer } from "../../airgap/protocol/peers.ts";

const heading = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode";

/** A row as the kernel writes it: `0100007F:9C40` is 127.0.0.1:40000, on processors that keep the smallest byte first. */
function row(local: string, remote: string, { state = "01", uid = 1000, inode = "77" } = {}): string {
  return `   0: ${local} ${remote} ${state} 00000000:00000000 00:00000000 00000000 ${String(uid).padStart(5)}        0 ${inode} 1 0 20 4 30 10 -1`;
}

const [server, client] = ["0100007F:9C40", "0100007F:C350"];
const ours = row(server, client, { uid: 1000, inode: "55" });
const mapped = (address: string) => `0000000000000000FFFF0000${address}`;
const connection: Connection = {
  ours: { host: "127.0.0.1", port: 40_000 },
  theirs: { host: "127.0.0.1", port: 50_000 },
  inode: "55",
};

/** Whether user 1000 is taken to be at the other end. */
function judge(four: readonly string[], six: readonly string[] = []): boolean {
  return isOfUser(
    [four, six].map((rows) => [heading, ...rows, ""].join("\n")),
    connection,
    1000,
  );
}

describe("the other end of a connection", () => {
  it("is of the same user when the kernel says so, by IPv4 and by IPv4 within IPv6", () => {
    expect(judge([ours, row(client, server)])).toBe(true);
    expect(judge([ours], [row(mapped(client), mapped(server))])).toBe(true);
  });

  it.each([
    ["another user's", [ours, row(client, server, { uid: 1001 })]],
    ["root's", [ours, row(client, server, { uid: 0 })]],
    ["nobody's in the table", [ours]],
    [
      "closed: the kernel then says root and no inode",
      [ours, row(client, server, { state: "05", uid: 0, inode: "0" })],
    ],
    ["established, but no process holds it", [ours, row(client, server, { inode: "0" })]],
    ["closing, though still of the user", [ours, row(client, server, { state: "04" })]],
    ["the user's in a connection with another port", [ours, row(client, "0100007F:9C41")]],
    ["the user's in a connection from another address", [ours, row("0200007F:C350", server)]],
    [
      "the user's, but ours was reset and these addresses are a later connection's",
      [row(server, client, { inode: "56" }), row(client, server)],
    ],
    [
      "the user's, but ours is closed already",
      [row(server, client, { state: "08", inode: "55" }), row(client, server)],
    ],
    ["in two rows, of which one must be false", [ours, row(client, server), row(client, server, { uid: 1001 })]],
  ])("is refused when it is %s", (_, rows) => {
    expect(judge(rows)).toBe(false);
  });
});

describe("an accepted connection of our own", () => {
  const whole = () => [readFileSync("/proc/self/net/tcp", "utf8")];
  const [skipped, twice] = [
    (text: string) => text.split("\n").slice(0, 1).join("\n"),
    (text: string) => [text, ...text.split("\n").slice(1)].join("\n"),
  ];

  it.each([
    ["at once", []],
    ["although a reading skipped it", [skipped]],
    ["although readings gave it twice and skipped it", [twice, skipped, twice]],
  ])("is taken for ours %s", async (_, spoiling) => {
    expect(await judgeOwn(readings(spoiling))).toBe(true);
  });

  it("is refused where every reading misses it", async () => {
    expect(await judgeOwn(() => whole().map(skipped))).toBe(false);
  });

  /** Readings that are spoilt one after the other, then whole ones. */
  function readings(spoiling: readonly ((text: string) => string)[]): () => readonly string[] {
    const left = [...spoiling];
    return () => {
      const spoil = left.shift();
      return spoil === undefined ? whole() : whole().map(spoil);
    };
  }

  async function judgeOwn(read: () => readonly string[]): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<Socket>();
    const server = createServer({ pauseOnConnect: true }, resolve).listen(0, "127.0.0.1");
    await new Promise((ready) => server.once("listening", ready));
    const address = server.address();
    const client = connect(typeof address === "object" ? (address?.port ?? 0) : 0, "127.0.0.1");
    const accepted = await promise;
    const isOurs = isOwnPeer(accepted, read);
    for (const each of [client, accepted]) each.destroy();
    server.close();
    return isOurs;
  }
});
