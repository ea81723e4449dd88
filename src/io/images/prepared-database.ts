import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { lastLogLines } from "../docker/container-logs.ts";
import { unlessStatus } from "../docker/engine-answers.ts";

/** What a prepared database is made from, and what it is to be called. */
export interface PreparedImage {
  readonly image: string;
  readonly postgres: string;
  readonly synapse: string;
  readonly owner: { readonly uid: number; readonly gid: number };
}

const socketFolder = "/var/run/postgresql";

/**
 * Makes Postgres's image with a cluster in `/prepared` that Synapse's own script has migrated
 * (`update_synapse_database`, background updates included). Neither container has a network: they share the folder of
 * Postgres's socket. The engine names the finished image in one step, so a name that is there stands for a whole one.
 */
export async function makePreparedImage(engine: Docker, wanted: PreparedImage, clusterScript: string): Promise<void> {
  const postgres = await engine.createContainer(postgresContainer(wanted, clusterScript));
  try {
    await postgres.start();
    await migrate(engine, wanted, postgres.id);
    await unlessStatus([409], postgres.kill({ signal: "SIGINT" }));
    await expectEnd(engine, postgres);
    await postgres.commit({ ...nameAndTag(wanted.image), comment: "a migrated, empty database for throwaway stacks" });
  } finally {
    await postgres.remove({ force: true, v: true });
  }
}

/** Durability is of no use before the image is there: what was killed is made anew. */
function postgresContainer({ image, postgres, owner }: PreparedImage, clusterScript: string) {
  const serve = [
    "exec postgres -D /prepared/cluster -c hba_file=/prepared/pg_hba.conf -c listen_addresses= -c fsync=off",
    `-c unix_socket_directories=${socketFolder}`,
  ].join(" ");
  const asPostgres = [
    "set -eu; umask 077",
    'export PATH="/usr/lib/postgresql/$PG_MAJOR/bin:$PATH"',
    clusterScript,
    "make_cluster /prepared/cluster",
    "echo 'local all all trust' > /prepared/pg_hba.conf",
    serve,
  ].join("\n");
  const asRoot = `install -d -m 0700 -o ${owner.uid} -g ${owner.gid} /prepared
exec setpriv --reuid ${owner.uid} --regid ${owner.gid} --clear-groups sh -c "$0"`;
  const settings = isolated(postgres, image, ["sh", "-euc", asRoot, asPostgres]);
  // Not among the container's own volumes: those would become the image's, and so every stack's.
  const Mounts = [{ Type: "volume" as const, Source: "", Target: socketFolder }];
  return { ...settings, User: "0:0", HostConfig: { ...settings.HostConfig, Mounts } };
}

/** The settings hold no secret that is ever used: nothing is served with them, and no account is made. */
const migration = `
until python -c 'import psycopg2; psycopg2.connect(host="${socketFolder}", user="synapse", dbname="synapse")' 2> /dev/null
do sleep 0.1; done
cat > /tmp/homeserver.yaml << 'END'
server_name: prepared.invalid
report_stats: false
signing_key_path: /tmp/signing.key
macaroon_secret_key: of-no-use
form_secret: of-no-use
media_store_path: /tmp/media
database: {name: psycopg2, args: {host: ${socketFolder}, user: synapse, dbname: synapse, cp_min: 1, cp_max: 5}}
END
python -m synapse._scripts.generate_signing_key -o /tmp/signing.key
exec python -m synapse._scripts.update_synapse_database --database-config /tmp/homeserver.yaml --run-background-updates
`;

async function migrate(engine: Docker, { image, synapse }: PreparedImage, postgres: string): Promise<void> {
  const settings = isolated(synapse, image, ["sh", "-euc", migration]);
  const HostConfig = { ...settings.HostConfig, VolumesFrom: [postgres] };
  const container = await engine.createContainer({ ...settings, User: "65534:65534", HostConfig });
  try {
    await container.start();
    await Promise.race([expectEnd(engine, container), refuseEarlyEnd(engine, engine.getContainer(postgres))]);
  } finally {
    await container.remove({ force: true, v: true });
  }
}

function isolated(Image: string, image: string, Entrypoint: string[]) {
  return {
    Image,
    Entrypoint,
    Cmd: [],
    Labels: { "chatkeep.prepares": image },
    HostConfig: { NetworkMode: "none", SecurityOpt: ["no-new-privileges:true"] },
  };
}

async function expectEnd(engine: Docker, container: Docker.Container): Promise<void> {
  const { StatusCode } = await container.wait();
  if (StatusCode !== 0) throw await notPrepared(engine, container, StatusCode);
}

/** Without its Postgres the migration would wait for ever. */
async function refuseEarlyEnd(engine: Docker, postgres: Docker.Container): Promise<never> {
  const { StatusCode } = await postgres.wait();
  throw await notPrepared(engine, postgres, StatusCode);
}

async function notPrepared(engine: Docker, { id }: Docker.Container, code: number): Promise<StackError> {
  const words = (await lastLogLines(engine, id, 20)).join("\n");
  return new StackError(`The database for throwaway stacks could not be prepared (exit code ${code}):\n${words}`, {
    next: "Run the same command again. If it says the same, please report it with the lines above.",
  });
}

function nameAndTag(image: string): { readonly repo: string; readonly tag: string } {
  const colon = image.lastIndexOf(":");
  return { repo: image.slice(0, colon), tag: image.slice(colon + 1) };
}
