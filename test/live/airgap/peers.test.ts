import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import languages from "@pulumi/pulumi/proto/language_pb.js";
import { execa } from "execa";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { toStruct } from "../../../airgap/protocol/protobuf.ts";
import { untilTrue } from "../../../src/io/machine/until.ts";
import { makeFolder } from "../../support/own-folder.ts";

/** Someone else with a shell on this machine: every system has that user. */
const outsider = { uid: 65_534, gid: 65_534 };
const main = fileURLToPath(new URL("../../../airgap/language/main.ts", import.meta.url));

let folder: string;
let host: ChildProcess;
let port: string;

beforeAll(async () => {
  folder = await makeFolder("host");
  host = spawn(process.execPath, [main, "127.0.0.1:1"], { stdio: ["ignore", "pipe", "ignore"] });
  [port = ""] = await once(createInterface({ input: host.stdout ?? process.stdin }), "line");
});

afterAll(async () => {
  host.kill();
  await once(host, "exit");
  rmSync(folder, { recursive: true });
});

describe("our language host", () => {
  it.each([
    ["closes at once", "exec 3>&-"],
    ["waits for the answer", wait],
  ])("runs nothing for another user who connects, sends a program and %s", async (what, then) => {
    const [mine, theirs] = [join(folder, `mine ${what}`), join(folder, `theirs ${what}`)];
    await send(theirs, then, outsider);
    const sending = send(mine, wait);
    await untilTrue("file of a program that this user sent", async () => existsSync(mine), { seconds: 60 });
    expect(existsSync(theirs)).toBe(false);
    sending.kill();
    await sending;
  });
});

/** Until the other side closes; someone whose connection is refused waits no time. */
const wait = "exec cat <&3 >/dev/null";

/** Sends, as that user, the request to run a program whose only effect is a file of that name. */
function send(file: string, then: string, user: Partial<typeof outsider> = {}) {
  const script = `exec 3<>/dev/tcp/127.0.0.1/${port}; cat >&3; ${then}`;
  return execa("/bin/bash", ["-c", script], { ...user, input: runRequest(file), cwd: "/", reject: false });
}

/** HTTP/2's preface, and one gRPC request by frames without compression (RFC 9113, RFC 7541, grpc.io "gRPC over HTTP2"). */
function runRequest(file: string): Buffer {
  const effect = `import("node:fs").then((fs)=>fs.writeFileSync(${JSON.stringify(file)},""))`;
  const nodeargs = `--import=data:text/javascript,${encodeURIComponent(effect)}`;
  const info = new languages.ProgramInfo().setProgramDirectory(import.meta.dirname).setOptions(toStruct({ nodeargs }));
  const message = Buffer.from(new languages.RunRequest().setInfo(info).serializeBinary());
  const length = Buffer.alloc(5);
  length.writeUInt32BE(message.length, 1);
  const [settings, headers, data] = [4, 1, 0];
  return Buffer.concat([
    Buffer.from("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    frame(settings, 0, 0, Buffer.alloc(0)),
    frame(headers, 4, 1, headerBlock("/pulumirpc.LanguageRuntime/Run")),
    frame(data, 1, 1, Buffer.concat([length, message])),
  ]);
}

function frame(type: number, flags: number, stream: number, payload: Buffer): Buffer {
  const head = Buffer.alloc(9);
  head.writeUIntBE(payload.length, 0, 3);
  head.writeUInt8(type, 3);
  head.writeUInt8(flags, 4);
  head.writeUInt32BE(stream, 5);
  return Buffer.concat([head, payload]);
}

function headerBlock(path: string): Buffer {
  const headers = {
    ":method": "POST",
    ":scheme": "http",
    ":path": path,
    ":authority": "127.0.0.1",
    "content-type": "application/grpc",
    te: "trailers",
  };
  const text = (value: string) => Buffer.concat([Buffer.from([value.length]), Buffer.from(value)]);
  return Buffer.concat(Object.entries(headers).flatMap(([name, value]) => [Buffer.from([0]), text(name), text(value)]));
}
