import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import type Docker from "dockerode";
import { connectEngine } from "../../src/io/engine.ts";
import { empty, toStruct } from "../protocol/protobuf.ts";
import { unary } from "../protocol/unary.ts";
import { checkConfiguration, readHost } from "./configuration.ts";
import { type Existing, type Resource, Unfinished, type World } from "./resource.ts";
import { resourceOf } from "./resources.ts";
import { checkInputs } from "./table/check.ts";
import { findDifferences } from "./table/difference.ts";
import { describeInputs, describePlanned, describeUpdated } from "./table/outputs.ts";
import { isEmpty, type Properties } from "./table/plain.ts";
import { readProperties, writeDifferences, writeState, writeUnfinished } from "./wire.ts";

/** What Pulumi asks of a provider (pulumi/proto/provider.proto). */
export const resourceProvider = services.ResourceProviderService;

/** Our Docker provider. It takes secrets as plain values, like the official one: Pulumi itself then marks the outputs. */
export function dockerProvider(): UntypedServiceImplementation {
  const cancelling = new AbortController();
  let engine: Docker | null = null;
  const world = (): World => {
    engine ??= connectEngine(process.env.DOCKER_HOST);
    return { engine, cancelled: cancelling.signal };
  };
  return {
    getPluginInfo: unary(() => new plugins.PluginInfo().setVersion("5.2.0")),
    checkConfig: unary(checkConfiguration),
    diffConfig: unary(() => new messages.DiffResponse().setChanges(messages.DiffResponse.DiffChanges.DIFF_NONE)),
    configure: unary((request: messages.ConfigureRequest) => {
      engine = connectEngine(readHost(request) ?? process.env.DOCKER_HOST);
      return new messages.ConfigureResponse().setSupportspreview(true);
    }),
    check: unary(check),
    diff: unary(diff),
    create: unary((request: messages.CreateRequest) => create(world(), request)),
    read: unary((request: messages.ReadRequest) => read(world(), request)),
    update: unary((request: messages.UpdateRequest) => update(world(), request)),
    delete: unary(async (request: messages.DeleteRequest) => {
      await resourceOf(request.getUrn()).remove(world(), request.getId(), readProperties(request.getProperties()));
      return empty();
    }),
    cancel: unary(() => {
      cancelling.abort();
      return empty();
    }),
  };
}

function check(request: messages.CheckRequest): messages.CheckResponse {
  const { inputs, wrong } = checkInputs(resourceOf(request.getUrn()).properties, readProperties(request.getNews()));
  return new messages.CheckResponse()
    .setInputs(toStruct(inputs))
    .setFailuresList(wrong.map((reason) => new messages.CheckFailure().setReason(reason)));
}

function diff(request: messages.DiffRequest): messages.DiffResponse {
  const { properties, finishedBy, deletedFirst } = resourceOf(request.getUrn());
  const [state, inputs] = [readProperties(request.getOlds()), readProperties(request.getNews())];
  const unfinished = { property: finishedBy, kind: "add", replaces: true } as const;
  const ignored = request.getIgnorechangesList();
  const differences = findDifferences(properties, state, inputs).filter(({ property }) => !ignored.includes(property));
  return writeDifferences(
    (state[finishedBy] ?? null) === null ? [...differences, unfinished] : differences,
    deletedFirst,
  );
}

async function create(world: World, request: messages.CreateRequest): Promise<messages.CreateResponse> {
  const resource = resourceOf(request.getUrn());
  const inputs = readProperties(request.getProperties());
  if (request.getPreview())
    return new messages.CreateResponse().setProperties(toStruct(describePlanned(resource.properties, inputs)));
  try {
    const existing = await resource.create(world, inputs);
    return new messages.CreateResponse().setId(existing.id).setProperties(writeState(existing));
  } catch (error) {
    throw error instanceof Unfinished ? writeUnfinished(error) : error;
  }
}

async function read(world: World, request: messages.ReadRequest): Promise<messages.ReadResponse> {
  const resource = resourceOf(request.getUrn());
  const known = readProperties(request.getProperties());
  const existing = await resource.read(world, request.getId(), known);
  if (existing === null) return new messages.ReadResponse();
  const { id, state } =
    isEmpty(known) || isFinished(known, resource.finishedBy) ? existing : unfinish(existing, resource);
  return new messages.ReadResponse()
    .setId(id)
    .setProperties(writeState({ id, state }))
    .setInputs(toStruct(describeInputs(resource.properties, state, readProperties(request.getInputs()))));
}

async function update(world: World, request: messages.UpdateRequest): Promise<messages.UpdateResponse> {
  const resource = resourceOf(request.getUrn());
  const [state, inputs] = [readProperties(request.getOlds()), readProperties(request.getNews())];
  if (!request.getPreview()) await resource.update(world, request.getId(), state, inputs);
  const updated = { id: request.getId(), state: describeUpdated(resource.properties, state, inputs) };
  return new messages.UpdateResponse().setProperties(writeState(updated));
}

function isFinished(state: Properties, finishedBy: string): boolean {
  return (state[finishedBy] ?? null) !== null;
}

// A refresh does not make good what failed to become healthy: the next update shall still replace it.
function unfinish({ id, state }: Existing, { finishedBy }: Resource): Existing {
  return { id, state: { ...state, [finishedBy]: null } };
}
