import { Metadata, status } from "@grpc/grpc-js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import statuses from "@pulumi/pulumi/proto/status_pb.js";
import { fromStruct, type Struct, toStruct } from "../protocol/protobuf.ts";
import { WireError } from "../protocol/unary.ts";
import type { Difference } from "../table/difference.ts";
import type { Properties } from "../table/plain.ts";
import type { Existing, Unfinished } from "./resource.ts";

/** Reads properties, without those in which Pulumi's bridge keeps its own notes (`__meta`, `__defaults`, …). */
export function readProperties(struct: Struct | undefined): Properties {
  const entries = Object.entries(fromStruct(struct) as Properties);
  return Object.fromEntries(entries.filter(([name]) => !name.startsWith("__")));
}

/** Writes a resource's state; Pulumi's Docker types have the engine's id among their properties. */
export function writeState({ id, state }: Existing): Struct {
  return toStruct({ ...state, id });
}

/** Writes what differs (pulumi/proto/provider.proto, DiffResponse). */
export function writeDifferences(differences: readonly Difference[], deletedFirst: boolean): messages.DiffResponse {
  const replaced = differences.filter(({ replaces }) => replaces).map(({ property }) => property);
  const response = new messages.DiffResponse()
    .setChanges(
      differences.length > 0
        ? messages.DiffResponse.DiffChanges.DIFF_SOME
        : messages.DiffResponse.DiffChanges.DIFF_NONE,
    )
    .setDiffsList(differences.map(({ property }) => property))
    .setReplacesList(replaced)
    .setDeletebeforereplace(deletedFirst && replaced.length > 0)
    .setHasdetaileddiff(true);
  for (const difference of differences)
    response.getDetaileddiffMap().set(difference.property, new messages.PropertyDiff().setKind(kindOf(difference)));
  return response;
}

/** Writes that something exists, but is not as asked (pulumi/proto/errors.proto and provider.proto, ErrorResourceInitFailed). */
export function writeUnfinished({ existing, message }: Unfinished): WireError {
  const failed = new messages.ErrorResourceInitFailed()
    .setId(existing.id)
    .setProperties(writeState(existing))
    .setReasonsList([message]);
  const metadata = new Metadata();
  const details = new statuses.Status().setCode(status.UNKNOWN).setMessage(message);
  details.addDetails().pack(failed.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  metadata.add("grpc-status-details-bin", Buffer.from(details.serializeBinary()));
  return new WireError(message, status.UNKNOWN, metadata);
}

function kindOf({ kind, replaces }: Difference): messages.PropertyDiff.Kind {
  const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = messages.PropertyDiff.Kind;
  switch (kind) {
    case "add":
      return replaces ? ADD_REPLACE : ADD;
    case "delete":
      return replaces ? DELETE_REPLACE : DELETE;
    case "update":
      return replaces ? UPDATE_REPLACE : UPDATE;
    default:
      return kind satisfies never;
  }
}
