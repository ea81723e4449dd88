import { stat } from "node:fs/promises";
import { join } from "node:path";
import { execa } from "execa";
import { untilTrue } from "../../src/io/machine/until.ts";
import { nameOf } from "../../src/plan/names.ts";
import { engineOf } from "../../test/support/stack/engine.ts";
import type { StackRecord } from "../../test/support/stack/stack.ts";
import { likeOurs } from "../messages/bare-containers.ts";
import { connect } from "../messages/client.ts";
import { synapseAddress } from "../messages/own-address.ts";
import { type Owner, readRooms } from "./member.ts";

/** What a copy took. */
export interface Copied {
  readonly seconds: number;
  readonly bytes: number;
}

/** Both parts, one after the other: as Synapse's own page on backups has the first, and as anyone would make the second. */
export async function copyByHand(stack: StackRecord, folder: string): Promise<Copied> {
  const start = performance.now();
  const [dump, media] = [join(folder, "synapse.dump"), join(folder, "media.tar.gz")];
  const leftOut = "--exclude-table-data e2e_one_time_keys_json";
  await shell(
    `docker exec ${nameOf(stack.name, "postgres")} pg_dump -h /run/postgresql -U postgres -Fc ${leftOut} synapse > ${dump}`,
  );
  await shell(`docker exec ${nameOf(stack.name, "synapse")} tar czf - -C /data/media local_content > ${media}`);
  const seconds = (performance.now() - start) / 1_000;
  return { seconds, bytes: (await stat(dump)).size + (await stat(media)).size };
}

/** What a server is restored with by hand, known before the old one is gone. */
export interface ByHand {
  readonly name: string;
  readonly serverName: string;
  readonly folder: string;
  readonly like: Awaited<ReturnType<typeof likeOurs>>;
}

/** The same images and the same memory. */
export async function byHandLike(stack: StackRecord, folder: string): Promise<ByHand> {
  const containers = { synapse: nameOf(stack.name, "synapse"), postgres: nameOf(stack.name, "postgres") };
  const like = await likeOurs(engineOf(stack), { containers });
  return { name: `${stack.name}-hand`, serverName: stack.serverName, folder, like };
}

/** Restores into new volumes, and ends once a member has read all rooms; gives the seconds. */
export async function restoreByHand(by: ByHand, owner: Owner): Promise<number> {
  const start = performance.now();
  await shell(restoring(by));
  const address = await synapseAddress(engineOf({ dockerHost: null }).getContainer(`${by.name}-synapse`), by.name);
  await untilTrue("answer of the server restored by hand", () => answers(address), { seconds: 120 });
  const client = connect(address, null);
  await readRooms(client, owner);
  await client.close();
  return (performance.now() - start) / 1_000;
}

/** Removes what that made. */
export async function removeByHand({ name }: Pick<ByHand, "name">): Promise<void> {
  await execa("docker", ["rm", "--force", "--volumes", `${name}-postgres`, `${name}-synapse`], { reject: false });
  await execa("docker", ["volume", "rm", `${name}-postgres`, `${name}-synapse`], { reject: false });
  await execa("docker", ["network", "rm", name], { reject: false });
}

/** What someone would type, in a file; the answer of each line is waited for. */
function restoring({ name, serverName, folder, like }: ByHand): string {
  const { images, memoryMebibytes } = like;
  const cluster = "/var/lib/postgresql/data/cluster";
  const limit = (role: "synapse" | "postgres") =>
    `--memory ${memoryMebibytes[role]}m --network ${name} --network-alias ${role}`;
  const database = `initdb --pgdata ${cluster} --username synapse --auth trust --encoding UTF8 --locale C > /dev/null
    echo 'host all all all trust' >> ${cluster}/pg_hba.conf
    exec postgres -D ${cluster}`;
  const listener =
    "{ port: 8008, type: http, tls: false, bind_addresses: [0.0.0.0], resources: [{ names: [client] }] }";
  const args = "{ dbname: synapse, user: synapse, host: postgres }";
  const synapse = `cd /data
    python -m synapse.app.homeserver --generate-config --server-name ${serverName} --report-stats no --config-directory /data --data-directory /data --config-path homeserver.yaml
    { echo 'listeners: [${listener}]'; echo 'media_store_path: /data/media'; echo 'database: { name: psycopg2, args: ${args} }'; } > further.yaml
    exec python -m synapse.app.homeserver --config-path homeserver.yaml --config-path further.yaml`;
  return `set -e
docker network create --internal ${name} > /dev/null
docker run --detach --name ${name}-postgres --user 999:999 ${limit("postgres")} --shm-size 256m --volume ${name}-postgres:/var/lib/postgresql/data --entrypoint sh ${images.postgres} -ec "${database}" > /dev/null
until docker exec ${name}-postgres pg_isready --quiet --host 127.0.0.1; do sleep 0.2; done
docker exec ${name}-postgres createdb --host 127.0.0.1 --username synapse --encoding UTF8 --locale C --template template0 synapse
docker exec --interactive ${name}-postgres pg_restore --host 127.0.0.1 --username synapse --dbname synapse --no-owner --no-acl < ${folder}/synapse.dump
docker run --rm --interactive --user 0:0 --network none --volume ${name}-synapse:/data --entrypoint sh ${images.synapse} -ec 'mkdir -p /data/media && tar xzf - -C /data/media' < ${folder}/media.tar.gz
docker run --detach --name ${name}-synapse --user 0:0 ${limit("synapse")} --volume ${name}-synapse:/data --entrypoint sh ${images.synapse} -ec "${synapse}" > /dev/null
`;
}

async function shell(script: string): Promise<void> {
  await execa("sh", ["-c", script]);
}

async function answers(address: string): Promise<boolean> {
  try {
    return (await fetch(`${address}/_matrix/client/versions`)).ok;
  } catch {
    return false;
  }
}
