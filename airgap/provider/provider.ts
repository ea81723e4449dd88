import type { UntypedServiceImplementation } from "@grpc/grpc-js";
import plugins from "@pulumi/pulumi/proto/plugin_pb.js";
import services from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import { empty, toStruct } from "../protocol/protobuf.ts";
import { unary } from "../protocol/unary.ts";
import { checkInputs } from "../table/check.ts";
import { findDifferences } from "../table/difference.ts";
import { describeInputs, describePlanned, describeUpdated } from "../table/outputs.ts";
import { isEmpty, type Properties } from "../table/plain.ts";
import { checkConfiguration, compareConfiguration, readConfiguration } from "./configuration.ts";
import { type Existing, type Question, type Resource, Unfinished } from "./resource.ts";
import { readProperties, writeDifferences, writeState, writeUnfinished } from "./wire.ts";

/** What Pulumi asks of a provider (pulumi/proto/provider.proto). */
export const resourceProvider = services.ResourceProviderService;

/** The definition of one of chatkeep's providers: its name, settings, resource types and functions, by token. */
export interface Provider<World> {
  readonly name: string;
  /** Its name in a sentence. */
  readonly title: string;
  readonly version: string;
  readonly settings: readonly string[];
  readonly resources: Readonly<Record<string, Resource<World>>>;
  readonly questions: Readonly<Record<string, Question<World>>>;
  /** What its work needs, from its settings; `cancelled` is raised when Pulumi cancels. */
  connect(settings: Properties, cancelled: AbortSignal): World;
}

/** One of chatkeep's providers, as Pulumi calls it. It takes secrets as plain values, like the official ones: Pulumi itself then marks the outputs. */
export function providerService<World>(provider: Provider<World>): UntypedServiceImplementation {
  const cancelling = new AbortController();
  let connected: World | null = null;
  const world = (): World => {
    connected ??= provider.connect({}, cancelling.signal);
    return connected;
  };
  const resourceOf = (urn: string) => findResource(provider, urn);
  return {
    getPluginInfo: unary(() => new plugins.PluginInfo().setVersion(provider.version)),
    attach: unary(empty),
    checkConfig: unary((request: messages.CheckRequest) => checkConfiguration(request, provider)),
    diffConfig: unary(compareConfiguration),
    configure: unary((request: messages.ConfigureRequest) => {
      connected = provider.connect(readConfiguration(request), cancelling.signal);
      return new messages.ConfigureResponse().setSupportspreview(true);
    }),
    check: unary((request: messages.CheckRequest) => check(resourceOf(request.getUrn()), request)),
    diff: unary((request: messages.DiffRequest) => diff(resourceOf(request.getUrn()), request)),
    create: unary((request: messages.CreateRequest) => create(resourceOf(request.getUrn()), world(), request)),
    read: unary((request: messages.ReadRequest) => read(resourceOf(request.getUrn()), world(), request)),
    update: unary((request: messages.UpdateRequest) => update(resourceOf(request.getUrn()), world(), request)),
    invoke: unary((request: messages.InvokeRequest) => answer(provider, world(), request)),
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

/** The kind of resource in a URN: `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME` (Pulumi docs, "Resource names"). */
function findResource<World>({ resources, title }: Provider<World>, urn: string): Resource<World> {
  const type = urn.split("::")[2]?.split("$").at(-1) ?? "";
  return found(resources, type, title);
}

async function answer<World>(
  { questions, title }: Provider<World>,
  world: World,
  request: messages.InvokeRequest,
): Promise<messages.InvokeResponse> {
  const asked = found(questions, request.getTok(), title);
  return new messages.InvokeResponse().setReturn(toStruct(await asked(world, readProperties(request.getArgs()))));
}

function found<Thing>(things: Readonly<Record<string, Thing>>, token: string, title: string): Thing {
  const thing = Object.hasOwn(things, token) ? things[token] : undefined;
  if (thing !== undefined) return thing;
  throw new Error(
    `${token} is not known to chatkeep's own ${title} provider. Known types: ${Object.keys(things).join(", ")}.`,
  );
}

function check<World>(resource: Resource<World>, request: messages.CheckRequest): messages.CheckResponse {
  const { inputs, wrong } = checkInputs(resource.properties, readProperties(request.getNews()));
  return new messages.CheckResponse()
    .setInputs(toStruct(inputs))
    .setFailuresList(
      [...wrong, ...(resource.wrongTogether?.(inputs) ?? [])].map((reason) =>
        new messages.CheckFailure().setReason(reason),
      ),
    );
}

function diff<World>(resource: Resource<World>, request: messages.DiffRequest): messages.DiffResponse {
  const { properties, finishedBy, deletedFirst } = resource;
  const [state, inputs] = [readProperties(request.getOlds()), readProperties(request.getNews())];
  const unfinished = { property: finishedBy, kind: "add", replaces: true } as const;
  const ignored = request.getIgnorechangesList();
  const differences = findDifferences(properties, state, inputs).filter(({ property }) => !ignored.includes(property));
  return writeDifferences(
    (state[finishedBy] ?? null) === null ? [...differences, unfinished] : differences,
    deletedFirst,
  );
}

async function create<World>(
  resource: Resource<World>,
  world: World,
  request: messages.CreateRequest,
): Promise<messages.CreateResponse> {
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

async function read<World>(
  resource: Resource<World>,
  world: World,
  request: messages.ReadRequest,
): Promise<messages.ReadResponse> {
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

async function update<World>(
  resource: Resource<World>,
  world: World,
  request: messages.UpdateRequest,
): Promise<messages.UpdateResponse> {
  const [id, state, inputs] = [request.getId(), readProperties(request.getOlds()), readProperties(request.getNews())];
  const seen = request.getPreview() ? null : await resource.update(world, id, state, inputs);
  const updated = { id, state: seen ?? describeUpdated(resource.properties, state, inputs) };
  return new messages.UpdateResponse().setProperties(writeState(updated));
}

function isFinished(state: Properties, finishedBy: string): boolean {
  return (state[finishedBy] ?? null) !== null;
}

// A refresh does not make good what failed to become healthy: the next update shall still replace it.
function unfinish<World>({ id, state }: Existing, { finishedBy }: Resource<World>): Existing {
  return { id, state: { ...state, [finishedBy]: null } };
}
