import { describe, expect, it } from "vitest";
import { RawBody } from "../../../src/io/synapse/exchange.ts";
import { synapseMedia } from "../../../src/io/synapse/media.ts";
import type { SynapseAnswer, SynapseOperator } from "../../../src/io/synapse/operator.ts";

/** A server that answers everything alike, and what it was asked. */
function serverWith(answer: Pick<SynapseAnswer, "status" | "body">) {
  const asked: unknown[] = [];
  const synapse: SynapseOperator = {
    send: async (method, path, body) => {
      asked.push(body instanceof RawBody ? [method, path, body.type, body.bytes.length] : [method, path]);
      return { server: "", ...answer };
    },
    close: () => undefined,
  };
  return { media: synapseMedia(synapse), asked };
}

const picture = { type: "image/png", bytes: Buffer.alloc(70) };

describe("files that the server keeps", () => {
  it("are stored with their type, and get an address", async () => {
    const { media, asked } = serverWith({ status: 200, body: { content_uri: "mxc://acme.test/AbC" } });
    expect(await media.upload(picture)).toBe("mxc://acme.test/AbC");
    expect(asked).toEqual([["POST", "/_matrix/media/v3/upload", "image/png", 70]]);
  });

  it.each<readonly [string, Pick<SynapseAnswer, "status" | "body">, string]>([
    ["are too large for it", { status: 413, body: { errcode: "M_TOO_LARGE" } }, "takes no file of 70 bytes"],
    ["are refused", { status: 403, body: { errcode: "M_FORBIDDEN" } }, "Synapse did not store a file: 403"],
    ["get no address", { status: 200, body: {} }, "gave no address"],
  ])("that %s are an error that says so", async (_, answer, message) => {
    await expect(serverWith(answer).media.upload(picture)).rejects.toThrow(message);
  });

  it("are known by their digest", async () => {
    const { media, asked } = serverWith({ status: 200, body: { media_info: { sha256: "ab12" } } });
    expect(await media.digestOf("mxc://acme.test:8448/Ab-C_1")).toBe("ab12");
    expect(asked).toEqual([["GET", "/_synapse/admin/v1/media/acme.test%3A8448/Ab-C_1"]]);
  });

  it.each<readonly [string, Pick<SynapseAnswer, "status" | "body">]>([
    ["gone", { status: 404, body: { errcode: "M_NOT_FOUND" } }],
    ["older than digests", { status: 200, body: { media_info: { sha256: null } } }],
  ])("have none where they are %s", async (_, answer) => {
    expect(await serverWith(answer).media.digestOf("mxc://acme.test/AbC")).toBeNull();
  });

  it.each([
    "",
    "https://acme.test/a.png",
    "mxc://acme.test",
    "mxc://acme.test/",
    "mxc://acme.test/../users",
    "mxc:///a",
  ])("are not asked for by what is no address: %s", async (address) => {
    const { media, asked } = serverWith({ status: 200, body: { media_info: { sha256: "ab12" } } });
    expect(await media.digestOf(address)).toBeNull();
    expect(asked).toEqual([]);
  });
});
