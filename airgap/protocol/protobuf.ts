import { createRequire } from "node:module";
import type { CheckRequest } from "@pulumi/pulumi/proto/provider_pb.js";

/** A property map on the wire (google.protobuf.Struct, in Pulumi's own copy of the library). */
export type Struct = NonNullable<ReturnType<CheckRequest["getNews"]>>;

type StructClass = { readonly Struct: { fromJavaScript(value: Readonly<Record<string, unknown>>): Struct } };
type EmptyClass = { readonly Empty: new () => Struct };

// The generated classes accept messages of their own protobuf copy only, so we load the one that Pulumi loads.
const requireLikePulumi = createRequire(import.meta.resolve("@pulumi/pulumi/proto/provider_pb.js"));
const structs = requireLikePulumi("google-protobuf/google/protobuf/struct_pb.js") as StructClass;
const empties = requireLikePulumi("google-protobuf/google/protobuf/empty_pb.js") as EmptyClass;

/** Writes a plain object as a property map; values that are undefined are left out. */
export function toStruct(value: Readonly<Record<string, unknown>>): Struct {
  return structs.Struct.fromJavaScript(JSON.parse(JSON.stringify(value)));
}

/** Reads a property map as a plain object; an absent map is an empty one. */
export function fromStruct(struct: Struct | undefined): Readonly<Record<string, unknown>> {
  return struct?.toJavaScript() ?? {};
}

/** The answer of calls that answer nothing (google.protobuf.Empty). */
export function empty(): Struct {
  return new empties.Empty();
}
