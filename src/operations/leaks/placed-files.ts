import type { PlacedFile } from "../../io/leaks/configuration.ts";
import type { SearchedPlace } from "../../io/leaks/place.ts";
import type { Plan, PlannedService, ServiceRole } from "../../plan/plan.ts";
import { secretFileNames } from "../../render/secret-files.ts";

/** The rendered files without secrets, as they are in the configuration volumes. */
export function openFiles(files: readonly PlacedFile[]): readonly SearchedPlace[] {
  return files
    .filter((file) => !isSecretFile(file))
    .map(({ path, text }) => ({ where: `the rendered file ${path}`, text }));
}

/** The secret files that another user could read. Only the owner may read them, no other service is that owner, and no one may write them. */
export function exposedFiles(files: readonly PlacedFile[], { services }: Pick<Plan, "services">): readonly string[] {
  const isOwn = ({ path, uid, gid, mode }: PlacedFile) => {
    const owner = services[roleOf(path)]?.owner;
    return uid === owner?.uid && gid === owner.gid && (mode & 0o7777) === 0o400;
  };
  return files.filter(isSecretFile).flatMap((file) => {
    if (!isOwn(file)) return [described(file)];
    const others = Object.values(services).filter(
      (each) => each.role !== roleOf(file.path) && mayRead(each, file, services),
    );
    return others.map(({ role }) => `${described(file)}, and ${role} runs as that user`);
  });
}

/** Whether another service's user could open the file, if its volume were mounted by mistake. Where one reads the other's data, they are one user on purpose. */
function mayRead(other: PlannedService, { path, uid }: PlacedFile, services: Plan["services"]): boolean {
  if (other.owner.uid === 0) return true;
  return (
    other.owner.uid === uid && !readsDataOf(other, roleOf(path)) && !readsDataOf(services[roleOf(path)], other.role)
  );
}

function readsDataOf(reader: PlannedService | undefined, role: ServiceRole): boolean {
  return reader?.reads.some(({ volume }) => volume === role) ?? false;
}

/** The secret files that are there. */
export function placedSecretFiles(files: readonly PlacedFile[]): readonly string[] {
  return files.filter(isSecretFile).map(({ path }) => path);
}

function isSecretFile({ path }: PlacedFile): boolean {
  return (secretFileNames[roleOf(path)] ?? []).includes(path.split("/").slice(2).join("/"));
}

/** SERVICE/DIGEST/PATH: the volume's own service. */
function roleOf(path: string): ServiceRole {
  return path.split("/")[0] ?? "";
}

function described({ path, uid, gid, mode }: PlacedFile): string {
  return `${path} belongs to ${uid}:${gid} with mode ${(mode & 0o7777).toString(8).padStart(4, "0")}`;
}
