import type Docker from "dockerode";
import { raisedLimits, type Subject } from "./subject.ts";

/** What two bare containers share with the stack they are compared with. */
export interface Bare {
  readonly images: { readonly synapse: string; readonly postgres: string };
  readonly memoryMebibytes: { readonly synapse: number; readonly postgres: number };
}

const cluster = "/var/lib/postgresql/data/cluster";

/** The configuration stays as initdb writes it; the network leads nowhere, so no one needs a password. */
export async function startPostgres(engine: Docker, name: string, bare: Bare): Promise<Docker.Container> {
  const script = [
    `initdb --pgdata ${cluster} --username synapse --auth trust --encoding UTF8 --locale C > /dev/null`,
    `echo 'host all all all trust' >> ${cluster}/pg_hba.conf`,
    `exec postgres -D ${cluster}`,
  ].join("\n");
  return await start(engine, name, bare, "postgres", script, {
    user: "999:999",
    volume: `${name}-bare-postgres:/var/lib/postgresql/data`,
  });
}

/** homeserver.yaml as Synapse generates it; a second file says where Postgres is, opens the port and raises the limits. */
export async function startSynapse(engine: Docker, name: string, bare: Bare): Promise<Docker.Container> {
  const generate =
    "--generate-config --server-name bench.test --report-stats no --config-directory /data --data-directory /data";
  const script = [
    "cd /data",
    `python -m synapse.app.homeserver ${generate} --config-path homeserver.yaml`,
    `cat > further.yaml <<'END'\n${JSON.stringify(furtherSettings())}\nEND`,
    "exec python -m synapse.app.homeserver --config-path homeserver.yaml --config-path further.yaml",
  ].join("\n");
  return await start(engine, name, bare, "synapse", script, {
    user: "0:0",
    volume: `${name}-bare-synapse:/data`,
  });
}

function furtherSettings(): object {
  const resources = [{ names: ["client", "federation"], compress: false }];
  const listener = { port: 8008, type: "http", tls: false, x_forwarded: true, bind_addresses: ["0.0.0.0"], resources };
  const args = { dbname: "postgres", user: "synapse", host: "postgres", cp_min: 5, cp_max: 10 };
  return { listeners: [listener], database: { name: "psycopg2", args }, ...raisedLimits };
}

interface Container {
  readonly user: string;
  readonly volume: string;
}

async function start(
  engine: Docker,
  name: string,
  { images, memoryMebibytes }: Bare,
  role: "postgres" | "synapse",
  script: string,
  { user, volume }: Container,
): Promise<Docker.Container> {
  const memory = memoryMebibytes[role] * 2 ** 20;
  const network = `${name}-bare`;
  const container = await engine.createContainer({
    name: `${network}-${role}`,
    Image: images[role],
    Entrypoint: ["/bin/sh", "-ec", script],
    User: user,
    Labels: { "chatkeep.stack": name },
    HostConfig: { Memory: memory, MemorySwap: memory, NetworkMode: network, Binds: [volume] },
    NetworkingConfig: { EndpointsConfig: { [network]: { Aliases: [role] } } },
  });
  await container.start();
  return container;
}

/** What bare containers need to have the images and the memory of our own. */
export async function likeOurs(engine: Docker, { containers }: Pick<Subject, "containers">): Promise<Bare> {
  const observe = async (role: string) => await engine.getContainer(containers[role] ?? "").inspect();
  const [synapse, postgres] = await Promise.all([observe("synapse"), observe("postgres")]);
  const mebibytes = ({ HostConfig }: Docker.ContainerInspectInfo) => (HostConfig.Memory ?? 0) / 2 ** 20;
  return {
    images: { synapse: synapse.Image, postgres: postgres.Image },
    memoryMebibytes: { synapse: mebibytes(synapse), postgres: mebibytes(postgres) },
  };
}
