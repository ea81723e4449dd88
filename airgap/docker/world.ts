import type Docker from "dockerode";
import type { Resource } from "../provider/resource.ts";

/** What a resource's work needs from outside. */
export type World = {
  readonly engine: Docker;
  /** Raised when Pulumi cancels: waiting ends, what was begun is reported as unfinished. */
  readonly cancelled: AbortSignal;
};

/** A kind of resource on an engine. */
export type EngineResource = Resource<World>;
