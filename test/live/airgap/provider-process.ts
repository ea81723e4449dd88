import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import { empty, fromStruct, toStruct } from "../../../airgap/protocol/protobuf.ts";
import type { Properties } from "../../../airgap/table/plain.ts";

/** A provider binary to hold the tests against. */
export type Binary = { readonly name: string; readonly command: readonly [string, ...string[]] };

/** Our own provider, run from this checkout. */
export const ours: Binary = {
  name: "our own provider",
  command: [process.execPath, fileURLToPath(new URL("../../../airgap/docker/main.ts", import.meta.url))],
};

const officialPath = process.env.CHATKEEP_OFFICIAL_PROVIDER;

/** The official provider, where CHATKEEP_OFFICIAL_PROVIDER names its binary. */
export const official: Binary | null = officialPath ? { name: "the official provider", command: [officialPath] } : null;

/** Who makes something, and who takes over: where an official binary is named, each from the other; else ours from itself, after a restart. */
export const pairs: readonly { readonly from: Binary; readonly to: Binary }[] =
  official === null
    ? [{ from: ours, to: ours }]
    : [
        { from: ours, to: official },
        { from: official, to: ours },
      ];

/** What kind of resource, and what the program calls it. */
export type Kind = "container:Container" | "network:Network" | "volume:Volume" | "dnsRecord:DnsRecord";

/** What a provider says about a resource that exists. */
export type Existing = { readonly id: string; readonly state: Properties };

/** What would have to happen for a resource to be as written. */
export type Verdict = { readonly does: "nothing" | "update" | "replace"; readonly properties: readonly string[] };

/** A resource was made, but is not as asked. */
export class MadeUnfinished extends Error {
  readonly existing: Existing;
  constructor(existing: Existing, message: string) {
    super(message);
    this.existing = existing;
  }
}

/** A running provider, spoken to as Pulumi's engine does. */
export class ProviderProcess {
  readonly #process: ChildProcess;
  readonly #client: services.ResourceProviderClient;

  private constructor(process: ChildProcess, port: string) {
    this.#process = process;
    this.#client = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  }

  /** Starts a provider and gives it its settings; with none, a Docker provider takes the engine of DOCKER_HOST. */
  static async start({ command: [file, ...words] }: Binary, settings: Properties = {}): Promise<ProviderProcess> {
    const child = spawn(file, words, { stdio: ["ignore", "pipe", "inherit"] });
    const ended = once(child, "exit").then(([code]) =>
      Promise.reject(new Error(`${file} ended with ${code} at its start`)),
    );
    const [port] = await Promise.race([once(createInterface(child.stdout), "line"), ended]);
    const provider = new ProviderProcess(child, port);
    await provider.configure(settings);
    return provider;
  }

  configure(settings: Properties = {}): Promise<messages.ConfigureResponse> {
    const request = new messages.ConfigureRequest().setArgs(toStruct(settings)).setAcceptsecrets(true);
    return this.#ask((done) => this.#client.configure(request, done));
  }

  /** The inputs with presets filled in; refuses with all that is wrong. */
  async check(kind: Kind, inputs: Properties): Promise<Properties> {
    const request = new messages.CheckRequest().setUrn(urnOf(kind)).setNews(toStruct(inputs)).setOlds(toStruct({}));
    const response = await this.#ask<messages.CheckResponse>((done) => this.#client.check(request, done));
    const wrong = response.getFailuresList().map((failure) => failure.getReason());
    if (wrong.length > 0) throw new Error(wrong.join("\n"));
    return fromStruct(response.getInputs()) as Properties;
  }

  /** Checks and creates; what exists but is not as asked is thrown as `MadeUnfinished`. */
  async create(kind: Kind, inputs: Properties): Promise<Existing> {
    const properties = toStruct(await this.check(kind, inputs));
    const request = new messages.CreateRequest().setUrn(urnOf(kind)).setProperties(properties);
    try {
      const response = await this.#ask<messages.CreateResponse>((done) => this.#client.create(request, done));
      return { id: response.getId(), state: fromStruct(response.getProperties()) as Properties };
    } catch (error) {
      throw unfinishedIn(error as ServiceError) ?? error;
    }
  }

  /** What the provider finds to do for these inputs. */
  async compare(kind: Kind, { id, state }: Existing, inputs: Properties): Promise<Verdict> {
    const news = toStruct(await this.check(kind, inputs));
    const request = new messages.DiffRequest().setUrn(urnOf(kind)).setId(id).setOlds(toStruct(state)).setNews(news);
    const response = await this.#ask<messages.DiffResponse>((done) => this.#client.diff(request, done));
    if (response.getChanges() === messages.DiffResponse.DiffChanges.DIFF_NONE)
      return { does: "nothing", properties: [] };
    const does = response.getReplacesList().length > 0 ? "replace" : "update";
    const properties = response.getDiffsList().filter((name) => !isDate(name));
    return { does, properties: properties.toSorted() };
  }

  /** Looks at a resource again; null when it is gone. Without a known state it is an import. */
  async read(kind: Kind, id: string, state: Properties = {}, inputs: Properties = {}): Promise<Existing | null> {
    const request = new messages.ReadRequest().setUrn(urnOf(kind)).setId(id);
    request.setProperties(toStruct(state)).setInputs(toStruct(inputs));
    const response = await this.#ask<messages.ReadResponse>((done) => this.#client.read(request, done));
    const found = { id: response.getId(), state: fromStruct(response.getProperties()) as Properties };
    return found.id === "" ? null : found;
  }

  async update(kind: Kind, { id, state }: Existing, inputs: Properties): Promise<Existing> {
    const news = toStruct(await this.check(kind, inputs));
    const request = new messages.UpdateRequest().setUrn(urnOf(kind)).setId(id).setOlds(toStruct(state)).setNews(news);
    const response = await this.#ask<messages.UpdateResponse>((done) => this.#client.update(request, done));
    return { id, state: fromStruct(response.getProperties()) as Properties };
  }

  async remove(kind: Kind, { id, state }: Existing): Promise<void> {
    const request = new messages.DeleteRequest().setUrn(urnOf(kind)).setId(id).setProperties(toStruct(state));
    await this.#ask((done) => this.#client.delete(request, done));
  }

  /** Calls a function of the provider. */
  async invoke(token: string, inputs: Properties): Promise<Properties> {
    const request = new messages.InvokeRequest().setTok(token).setArgs(toStruct(inputs));
    const response = await this.#ask<messages.InvokeResponse>((done) => this.#client.invoke(request, done));
    return fromStruct(response.getReturn()) as Properties;
  }

  async cancel(): Promise<void> {
    await this.#ask((done) => this.#client.cancel(empty(), done));
  }

  async stop(): Promise<void> {
    this.#client.close();
    this.#process.kill();
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, "exit");
  }

  #ask<Answer>(call: (done: (error: ServiceError | null, answer: Answer) => void) => unknown): Promise<Answer> {
    return new Promise((resolve, reject) =>
      call((error, answer) => (error === null ? resolve(answer) : reject(error))),
    );
  }
}

function urnOf(kind: Kind): string {
  const [file = "", type = ""] = kind.split(":");
  const provider = kind === "dnsRecord:DnsRecord" ? "cloudflare" : "docker";
  return `urn:pulumi:conformance::chatkeep::${provider}:index/${file}:${type}::it`;
}

function unfinishedIn({ metadata, details }: ServiceError): MadeUnfinished | null {
  const status = metadata.get("grpc-status-details-bin").at(0);
  if (!(status instanceof Buffer)) return null;
  const [detail] = statuses.Status.deserializeBinary(status).getDetailsList();
  if (detail === undefined) return null;
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
  const existing = { id: failed.getId(), state: fromStruct(failed.getProperties()) as Properties };
  return new MadeUnfinished(existing, `${details} ${failed.getReasonsList().join(" ")}`);
}

/** When something was changed follows from every change; the official Cloudflare provider names it among what differs, ours does not. */
function isDate(property: string): boolean {
  return /modifiedOn$/i.test(property);
}
