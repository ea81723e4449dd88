import type Docker from "dockerode";
import { writeArchive } from "../../../airgap/docker/container/archive.ts";
import { execIn } from "../../../src/io/docker/container-exec.ts";
import { readTemplates } from "../../../src/io/machine/program-files.ts";
import { until } from "../../../src/io/machine/until.ts";
import { type Database, type DatabaseRole, databaseIn } from "../../../src/io/postgres/database.ts";
import type { Wheel } from "./older-synapse.ts";

/** Which images a database and its Synapse are of. */
export interface Images {
  readonly postgres: string;
  readonly synapse: string;
}

/** A Postgres without a network, and Synapse's own migrations of its database over the socket. */
export interface BareDatabase {
  as(role: DatabaseRole): Database;
  /** Brings the database to the schema of today's Synapse, or of the one in these files; false where Synapse did not, with its log. */
  migrate(synapse: readonly Wheel[]): Promise<{ readonly done: boolean; readonly log: string }>;
  schema(): Promise<number>;
  remove(): Promise<void>;
}

const socket = "/run/postgresql";

/** Starts one, with an empty database as ours begin (templates/postgres/cluster.sh). */
export async function bareDatabase(engine: Docker, images: Images): Promise<BareDatabase> {
  const postgres = await engine.createContainer({
    ...isolated(images.postgres, ["sh", "-euc", startPostgres, readTemplates().get("postgres/cluster.sh") ?? ""]),
    User: "postgres",
    Volumes: { [socket]: {} },
  });
  await postgres.start();
  const ready = ["pg_isready", "-h", socket, "-d", "synapse"];
  await until("database", async () => ((await execIn(engine, postgres.id, ready)).exitCode === 0 ? true : null));
  const as = (role: DatabaseRole) => databaseIn(engine, postgres.id, role);
  return {
    as,
    migrate: (wheels) => migrate(engine, { image: images.synapse, postgres: postgres.id, wheels }),
    schema: async () => {
      const [row] = await Array.fromAsync(as("postgres").rows("SELECT version FROM schema_version"));
      return Number(row?.[0]);
    },
    remove: () => postgres.remove({ force: true, v: true }),
  };
}

const startPostgres = `umask 077
export PATH="/usr/lib/postgresql/$PG_MAJOR/bin:$PATH"
eval "$0"
make_cluster /tmp/cluster
echo 'local all all trust' > /tmp/pg_hba.conf
exec postgres -D /tmp/cluster -c hba_file=/tmp/pg_hba.conf -c listen_addresses= -c fsync=off \\
  -c unix_socket_directories=${socket} -c unix_socket_permissions=0777`;

/** The settings hold no secret that is ever used: nothing is served with them, and no account is made. */
const startMigration = `cd /tmp
for wheel in /older/*.whl; do [ ! -e "$wheel" ] || python -m zipfile -e "$wheel" /tmp/older; done
cat > homeserver.yaml << 'END'
server_name: older.invalid
report_stats: false
signing_key_path: /tmp/signing.key
macaroon_secret_key: of-no-use
form_secret: of-no-use
media_store_path: /tmp/media
database: {name: psycopg2, args: {host: ${socket}, user: synapse, dbname: synapse, cp_min: 1, cp_max: 5}}
END
python -m synapse._scripts.generate_signing_key -o /tmp/signing.key
exec python -m synapse._scripts.update_synapse_database --database-config homeserver.yaml --run-background-updates`;

interface Migration {
  readonly image: string;
  readonly postgres: string;
  readonly wheels: readonly Wheel[];
}

async function migrate(engine: Docker, { image, postgres, wheels }: Migration) {
  const settings = isolated(image, ["sh", "-euc", startMigration]);
  const HostConfig = { ...settings.HostConfig, VolumesFrom: [postgres] };
  const Env = wheels.length === 0 ? [] : ["PYTHONPATH=/tmp/older"];
  const container = await engine.createContainer({ ...settings, User: "65534:65534", Env, HostConfig });
  try {
    const archive = wheels.map(({ name, content }) => ({ path: `older/${name}`, mode: 0o644, content }));
    if (archive.length > 0) await container.putArchive(await writeArchive(archive), { path: "/" });
    await container.start();
    const { StatusCode } = await container.wait();
    const log = String(await container.logs({ stdout: true, stderr: true, tail: 40 }));
    return { done: StatusCode === 0, log };
  } finally {
    await container.remove({ force: true, v: true });
  }
}

function isolated(Image: string, Entrypoint: string[]) {
  return {
    Image,
    Entrypoint,
    Cmd: [],
    HostConfig: { NetworkMode: "none", SecurityOpt: ["no-new-privileges:true"], Tmpfs: { "/tmp": "mode=1777,exec" } },
  };
}
