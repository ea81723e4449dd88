import { engineOf, leftOnEngine, type Place, printedIn } from "../stack/engine.ts";

/** The first value that a stack's database answers with, as its superuser. */
export async function askDatabase(stack: Place, query: string): Promise<string> {
  const connection = ["-h", "/run/postgresql", "-U", "postgres", "-d", "synapse"];
  return (await printedIn(stack, "postgres", "psql", ...connection, "-Atc", query)).trim();
}

/** The major version of the Postgres that serves. */
export async function majorOf(stack: Place): Promise<number> {
  return Math.floor(Number(await askDatabase(stack, "SHOW server_version_num")) / 10_000);
}

/** The folders in the database's volume that upgrades made. */
export async function madeIn(stack: Place): Promise<readonly string[]> {
  const folders = (await printedIn(stack, "postgres", "ls", "/var/lib/postgresql/data")).trim().split("\n");
  return folders.filter((name) => /^(upgrading|rehearsing|set-aside)/.test(name));
}

/** What is left on the engine of the container that upgrades use. */
export async function fillersOf(stack: Place): Promise<readonly string[]> {
  return (await leftOnEngine(stack)).filter((name) => name.includes("filler"));
}

/** The volumes that a container has. */
export async function volumesIn(stack: Place, container: string): Promise<readonly string[]> {
  const { Mounts } = await engineOf(stack).getContainer(container).inspect();
  return Mounts.flatMap(({ Type, Name }) => (Type === "volume" && Name !== undefined ? [Name] : []));
}
