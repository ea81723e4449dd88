import type { Settings } from "../../settings/settings.ts";
import type { ImageVersion } from "../images/versions.ts";
import type { Egress, HostFolder, MountedVolume, NetworkRole, PlannedService, PublishedPort } from "../plan.ts";

/** The part of a service's plan that does not depend on the settings. */
type Fixed = Pick<
  PlannedService,
  | "component"
  | "needs"
  | "openFiles"
  | "sharedMemoryMebibytes"
  | "capabilities"
  | "temporaryFolders"
  | "dataFolder"
  | "secretFiles"
  | "trustsAuthorities"
  | "stopSignal"
  | "graceSeconds"
  | "startSeconds"
>;

/** Everything about one service, except the content of its files (src/render). All other code uses the list of definitions (all.ts). */
export interface ServiceDefinition extends Fixed {
  /** What it is called everywhere: as a container, on its networks, in volumes, folders and labels. It never changes. */
  readonly name: string;
  /** When a stack has it; null where every stack does. */
  readonly optional: Optional | null;
  /** It runs as the user of this image. */
  readonly image: ImageVersion;
  /** The image's name under these settings. */
  readonly reference: (settings: Settings) => string;
  readonly memory: MemoryShare;
  /** Processes and threads at most. */
  readonly processes: (settings: Settings) => number;
  /** Whether losing its data volume would lose something of people's: then it is protected, and missed where it is gone. */
  readonly holdsPeoplesData: boolean;
  /** Volumes beside its data and its configuration. */
  readonly reads: readonly SharedVolume[];
  readonly writes: readonly SharedVolume[];
  /** Folders of the engine's machine that it writes. */
  readonly hostFolders: (settings: Settings) => readonly HostFolder[];
  /** The purposes of keys whose generation changes its secret files. */
  readonly secretPurposes: (settings: Settings) => readonly string[];
  readonly networks: (settings: Settings) => readonly NetworkRole[];
  readonly ports: (settings: Settings) => readonly PublishedPort[];
  readonly egress: (settings: Settings) => readonly Egress[];
}

/** A service that not every stack has. */
export interface Optional {
  readonly isWanted: (settings: Settings) => boolean;
  /** For who asks for it where it is not: why not, and what to write to have it. */
  readonly howToHaveIt: string;
}

/** A volume that two services have, and when. */
export interface SharedVolume extends MountedVolume {
  readonly isWanted: (settings: Settings) => boolean;
}

/** What of a stack's memory is a service's: so much of it, a part of what those leave, or (one service) what is left at the end. */
export type MemoryShare =
  | { readonly kind: "fixed"; readonly mebibytes: (all: number) => number }
  | { readonly kind: "part"; readonly of: number }
  | { readonly kind: "rest" };
