import type { Secret } from "../kinds/secret.ts";
import type { ByService } from "../plan/plan.ts";

/** A file as it will lie in its service's folder; its owner is the service, its mode 0o400. */
export interface File {
  readonly path: string;
  readonly text: string;
}

/** A file whose text is a secret: it never becomes part of the plan, of a golden file or of a diff. */
export interface SecretFile {
  readonly path: string;
  readonly text: Secret;
  /** Another secret has another mark: for what others issued, where neither the master key nor an epoch says that it changed. */
  readonly mark?: string;
}

/** What each service reads, free of secrets. */
export interface Files {
  readonly services: ByService<readonly File[]>;
  /** What puts Element Web's files in place; empty where there is none. */
  readonly elementWeb: readonly File[];
  /** What the installer itself needs: its scripts and the further authorities. */
  readonly installer: readonly File[];
}

/** The secret files of each service. */
export type SecretFiles = ByService<readonly SecretFile[]>;

/** The text of each template, by its path below `templates/`. */
export type Templates = ReadonlyMap<string, string>;
