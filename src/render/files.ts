import type { Secret } from "../kinds/secret.ts";
import type { ByService } from "../plan/plan.ts";

/** A file of a service's folder; its owner is the service, its mode 0o400. */
export interface File {
  readonly path: string;
  readonly text: string;
}

/** A file whose text is a secret: it never becomes part of the plan, of a golden file or of a diff. */
export interface SecretFile {
  readonly path: string;
  readonly text: Secret;
  /** Changes with the secret: for secrets that others issued, whose change neither the master key nor an epoch shows. */
  readonly mark?: string;
  /** The public id of the key that it holds, where that is published. */
  readonly keyId?: string;
}

/** What each service reads, free of secrets. */
export interface RenderedFiles {
  readonly services: ByService<readonly File[]>;
  /** The script that copies Element Web's files; empty if it is not served. */
  readonly elementWeb: readonly File[];
  /** What the installer itself needs: its scripts and the further authorities. */
  readonly installer: readonly File[];
}

/** The secret files of each service. */
export type SecretFiles = ByService<readonly SecretFile[]>;

/** The text of each template, by its path below `templates/`. */
export type Templates = ReadonlyMap<string, string>;
