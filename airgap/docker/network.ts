import { isDeepStrictEqual } from "node:util";
import type { IPAM, NetworkCreateOptions, NetworkInspectInfo } from "dockerode";
import { unlessMissing } from "../../src/io/docker/engine-answers.ts";
import type { Existing } from "../provider/resource.ts";
import { record, set } from "../table/compound.ts";
import { describeSeen } from "../table/outputs.ts";
import { isEmpty, type Properties } from "../table/plain.ts";
import { placeAll, rowsFor, type Table } from "../table/property.ts";
import { flag, map, text } from "../table/shape.ts";
import { fromEngineLabels, labelsSet, toEngineLabels } from "./labels.ts";
import { removeWhenUnused } from "./patience.ts";
import type { EngineResource, World } from "./world.ts";

type Options = Partial<NetworkCreateOptions>;
const { replaced, computed } = rowsFor<Options, NetworkInspectInfo>();

const ipamConfig = record({ subnet: text(), ipRange: text(), gateway: text(), auxAddress: map() });
type Pool = ReturnType<typeof ipamConfig.read>;
const busy = 403; // "network … has active endpoints" (Docker Engine API, NetworkDelete)

/** Every property of a network that we know (terraform-provider-docker 4.5.0, internal/provider/resource_docker_network.go). */
export const networkProperties: Table<Options, NetworkInspectInfo> = {
  name: replaced(text({ required: true }), { place: (Name) => ({ Name }), see: ({ Name }) => Name }),
  labels: replaced(labelsSet, {
    place: (labels) => ({ Labels: toEngineLabels(labels) }),
    see: ({ Labels }) => fromEngineLabels(Labels),
  }),
  driver: replaced(text(), { whenAbsent: "kept", place: (Driver) => ({ Driver }), see: ({ Driver }) => Driver }),
  options: replaced(map(), {
    whenAbsent: "kept",
    place: (Options) => ({ Options }),
    see: ({ Options }) => Options ?? {},
  }),
  internal: replaced(flag(), {
    whenAbsent: "kept",
    place: (Internal) => ({ Internal }),
    see: ({ Internal }) => Internal,
  }),
  attachable: replaced(flag(), { place: (Attachable) => ({ Attachable }), see: ({ Attachable }) => Attachable }),
  ingress: replaced(flag(), { place: (Ingress) => ({ Ingress }), see: ({ Ingress }) => Ingress }),
  ipv6: replaced(flag(), {
    whenAbsent: "kept", // engines may give it to every network (dockerd(8), default-network-opts)
    place: (EnableIPv6) => ({ EnableIPv6 }),
    see: ({ EnableIPv6 }) => EnableIPv6,
  }),
  ipamDriver: replaced(text({ preset: "default" }), {
    place: (Driver) => ({ IPAM: { Driver } }),
    see: ({ IPAM }) => IPAM?.Driver ?? "default",
  }),
  ipamConfigs: replaced(set(ipamConfig), {
    whenAbsent: "kept",
    same: hasPools,
    place: (configs) => ({ IPAM: { Config: configs.map(toEngineConfig) } }),
    see: ({ IPAM }) =>
      (IPAM?.Config ?? []).map(({ Subnet, IPRange, Gateway }) => ({
        subnet: Subnet ?? "",
        ipRange: IPRange ?? "",
        gateway: Gateway ?? "",
      })),
  }),
  scope: computed(text(), { see: ({ Scope }) => Scope }),
};

/** `docker:index/network:Network`. */
export const network: EngineResource = {
  properties: networkProperties,
  finishedBy: "scope",
  deletedFirst: false,
  create: createNetwork,
  read: readNetwork,
  update: async () => null, // no property is "updated"
  remove: removeNetwork,
};

async function createNetwork(world: World, inputs: Properties): Promise<Existing> {
  const placed = placeAll(networkProperties, inputs);
  const IPAM: IPAM = Object.assign({}, ...placed.map((options) => options.IPAM));
  const options: Options = { ...Object.assign({}, ...placed), IPAM };
  const { id } = await world.engine.createNetwork({ Name: String(inputs.name), CheckDuplicate: true, ...options });
  const existing = await readNetwork(world, id, inputs);
  if (existing === null)
    throw new Error(`network \`${inputs.name}\` was removed right after it was created. Run the command again.`);
  return existing;
}

async function readNetwork({ engine }: World, id: string, known: Properties): Promise<Existing | null> {
  const seen: NetworkInspectInfo | null = await unlessMissing(engine.getNetwork(id).inspect());
  return seen && { id: seen.Id, state: describeSeen(networkProperties, seen, known) };
}

async function removeNetwork({ engine, cancelled }: World, id: string, { name }: Properties): Promise<void> {
  const late = () => new Error(`network \`${name}\` still has containers. See \`docker network inspect ${name}\`.`);
  await removeWhenUnused(() => engine.getNetwork(id).remove(), busy, { seconds: 30, cancelled, late });
}

/** Engines add a gateway that was not written (from 29 on), and an IPv6 pool if that is their default: neither is a change. */
function hasPools(seen: readonly Pool[], written: readonly Pool[]): boolean {
  const isThere = (pool: Pool) => seen.some((each) => says(each.subnet, pool.subnet) && isSamePool(each, pool));
  return written.every(isThere);
}

function isSamePool(seen: Pool, { ipRange, gateway, auxAddress }: Pool): boolean {
  const sameNames = isEmpty(auxAddress) || isDeepStrictEqual(seen.auxAddress, auxAddress);
  return says(seen.ipRange, ipRange) && says(seen.gateway, gateway) && sameNames;
}

function says(seen: string, written: string): boolean {
  return written === "" || seen === written;
}

function toEngineConfig({ subnet, ipRange, gateway, auxAddress }: Pool) {
  return {
    ...(subnet === "" ? {} : { Subnet: subnet }),
    ...(ipRange === "" ? {} : { IPRange: ipRange }),
    ...(gateway === "" ? {} : { Gateway: gateway }),
    ...(isEmpty(auxAddress) ? {} : { AuxiliaryAddresses: auxAddress }),
  };
}
