import { randomBytes } from "node:crypto";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../../src/io/machine/free-port.ts";
import type { Server } from "../../../src/io/matrix/client.ts";
import { chatkeepSucceeds, type Home } from "./command-line.ts";
import { type TestSettings, writeStackFile } from "./stack-file.ts";
import { removeStack } from "./sweep.ts";

/** A stack of a test that is up, as data that can be handed from process to process. */
export interface StackRecord extends Server, Home {}

/** Settings every stack of a test has: a server name apart from the host name, on a loopback port no one else uses. */
export async function testSettings(): Promise<TestSettings> {
  return {
    serverName: "team.test",
    hostName: "localhost",
    tls: "internal",
    ports: { https: await freePort(), http: "off" },
    bindAddress: "127.0.0.1",
    memory: "1 GiB",
    throwaway: true,
  };
}

/** What a stack may have beside its settings. */
export type StackOptions = Partial<Pick<Home, "dockerHost" | "environment" | "through">> & {
  /** For `up`. */
  readonly flags?: readonly string[];
};

/** A name and a folder for a stack. The name holds this process's number, so that leftovers can be told from a run that goes on. */
export async function newHome({ dockerHost = null, environment = {}, through = [] }: StackOptions = {}): Promise<Home> {
  const name = `test-${process.pid}-${randomBytes(3).toString("hex")}`;
  const stateHome = await mkdtemp(join(tmpdir(), `chatkeep-${name}-`));
  return { name, stateHome, dockerHost, environment, through };
}

/** Brings a declared stack up through the command line, as a person would, and reads what it prints. */
export async function bringUp(home: Home, flags: readonly string[] = []): Promise<StackRecord> {
  const { stdout } = await chatkeepSucceeds({ ...home, isWatched: true }, ["up", "--json", ...flags]);
  const { url, serverName, authority } = JSON.parse(stdout);
  return { ...home, baseUrl: url, serverName, authorityFile: authority };
}

/** Writes a stack's settings, brings it up and hands it on; where that fails, nothing of it stays. */
export async function bootStack(settings: TestSettings, options: StackOptions = {}): Promise<StackRecord> {
  const home = await newHome(options);
  await writeStackFile(home.name, settings);
  try {
    return await bringUp(home, options.flags);
  } catch (error) {
    await removeStack(home);
    throw error;
  }
}
