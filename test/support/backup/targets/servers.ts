import { createHash, randomBytes } from "node:crypto";
import { readFile, rm } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import type Docker from "dockerode";
import { pack } from "tar-stream";
import { execIn, feedIn } from "../../../../src/io/docker/container-exec.ts";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import { makeFolder } from "../../own-folder.ts";
import type { TestSettings } from "../../stack/stack-file.ts";
import { makeAuthority } from "../../world/certificates.ts";
import { makeTargetsImage, targetsImage } from "./image.ts";

/** One target, as the stack file and the credential's file have it. */
export interface Target {
  readonly settings: TestSettings;
  readonly credential: string;
  /** In PEM, of a target whose certificate comes from no public authority. */
  readonly authority?: string;
}

/** The kinds of targets. */
export type TargetKind = keyof typeof ports;

/** Servers of each kind, in a container of their own. */
export interface Targets {
  readonly network: string;
  /** This machine's on it, which containers of other networks reach too. */
  readonly address: string;
  readonly container: string;
  readonly sftp: Target;
  /** It only lets archives be added. */
  readonly rest: Target;
  /** The same repositories, by a certificate of an authority of its own. */
  readonly restHttps: Target;
  readonly s3: Target;
  /** Starts the REST server again, with these arguments. */
  readonly restartRest: (...words: readonly string[]) => Promise<void>;
  readonly end: () => Promise<void>;
}

/** By port. Published at the gateway of their network, each is reached from all networks of the engine that lead anywhere. */
const ports = { sftp: 2222, rest: 8000, restHttps: 8443, s3: 7070 } as const;
const password = "correct horse: battery/staple";

/** sshd(8) that gives out files and no shell, restic's REST server behind a password, and an S3 gateway. */
const serve = `
set -eu
ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/host-key
ssh-keygen -q -t ed25519 -N '' -f /root/client-key
usermod --password '*' chatkeep # sshd takes no key for an account that is locked
install -d -o chatkeep -g chatkeep -m 0700 /home/chatkeep/.ssh
install -o chatkeep -g chatkeep -m 0600 /root/client-key.pub /home/chatkeep/.ssh/authorized_keys
cat > /etc/ssh/sshd_config <<'END'
Port 2222
HostKey /etc/ssh/host-key
PasswordAuthentication no
AllowUsers chatkeep
ForceCommand internal-sftp
Subsystem sftp internal-sftp
END
/usr/sbin/sshd
mkdir -p /data/rest /data/s3/archives
tar -x -C /data
sh /data/rest.sh --append-only
ROOT_ACCESS_KEY=acme ROOT_SECRET_KEY='${password}' versitygw --port :7070 posix /data/s3 > /data/s3.log 2>&1 &
`;

/** rest.sh ARGUMENTS: restic's REST server, in place of one that runs. */
const rest = `
for each in $(cat /data/rest.pids 2> /dev/null); do
  kill "$each"
  while [ -e "/proc/$each" ]; do sleep 0.1; done
done
for how in "--listen :8000" "--listen :8443 --tls --tls-cert /data/certificate --tls-key /data/key"; do
  restic-rest-server --path /data/rest --private-repos --htpasswd-file /data/users "$@" $how >> /data/rest.log 2>&1 &
  echo $!
done > /data/rest.pids
`;

/** Starts them on a network of their own, whose name is also the container's. */
export async function startTargets(engine: Docker): Promise<Targets> {
  await makeTargetsImage(engine);
  const name = `chatkeep-test-targets-${process.pid}-${randomBytes(3).toString("hex")}`;
  const Labels = { "chatkeep.test": "targets" };
  const network = await engine.createNetwork({ Name: name, Labels });
  const address: string = (await network.inspect()).IPAM?.Config?.[0]?.Gateway ?? "";
  const container = await engine.createContainer({
    name,
    Image: targetsImage.local,
    Labels,
    ExposedPorts: Object.fromEntries(Object.values(ports).map((port) => [`${port}/tcp`, {}])),
    HostConfig: {
      NetworkMode: name,
      Init: true,
      PortBindings: Object.fromEntries(
        Object.values(ports).map((port) => [`${port}/tcp`, [{ HostIp: address, HostPort: String(port) }]]),
      ),
    },
  });
  const end = async () => {
    await container.remove({ force: true, v: true });
    await network.remove();
  };
  const restartRest = async (...words: readonly string[]) => {
    await succeeds(execIn(engine, name, ["sh", "/data/rest.sh", ...words]));
    await untilTrue("the targets listen", () => listens(engine, name));
  };
  try {
    await container.start();
    const { authority, files } = await filesFor(address);
    await succeeds(feedIn(engine, name, ["sh", "-c", serve], files));
    await untilTrue("the targets listen", () => listens(engine, name));
    return {
      network: name,
      container: name,
      address,
      restartRest,
      ...(await targetsOf(engine, name, { address, authority })),
      end,
    };
  } catch (error) {
    await end();
    throw error;
  }
}

/** Who may sign in at the REST server, and what it proves to be the one with: as an archive. */
async function filesFor(address: string): Promise<{ readonly authority: string; readonly files: Buffer }> {
  const folder = await makeFolder("certificate");
  const authority = await makeAuthority(folder);
  const { certificateFile, keyFile } = await authority.certify(address);
  const archive = pack();
  // `{SHA}` is one of the forms that the server reads (htpasswd(1)).
  archive.entry({ name: "users" }, `acme:{SHA}${createHash("sha1").update(password).digest("base64")}\n`);
  archive.entry({ name: "certificate" }, await readFile(certificateFile, "utf8"));
  archive.entry({ name: "key" }, await readFile(keyFile, "utf8"));
  archive.entry({ name: "rest.sh" }, rest);
  archive.finalize();
  await rm(folder, { recursive: true });
  return { authority: authority.pem, files: await buffer(archive) };
}

interface Place {
  readonly address: string;
  readonly authority: string;
}

async function targetsOf(
  engine: Docker,
  container: string,
  { address, authority }: Place,
): Promise<Pick<Targets, TargetKind>> {
  const read = (path: string) => succeeds(execIn(engine, container, ["cat", path]));
  const hostKeys = [(await read("/etc/ssh/host-key.pub")).trim()];
  return {
    sftp: {
      settings: { repository: `sftp://chatkeep@${address}:${ports.sftp}/archives`, hostKeys },
      credential: (await read("/root/client-key")).trim(),
    },
    rest: {
      settings: { repository: `rest:http://${address}:${ports.rest}/acme/`, user: "acme", appendOnly: true },
      credential: password,
    },
    restHttps: {
      settings: { repository: `rest:https://${address}:${ports.restHttps}/acme/`, user: "acme", appendOnly: true },
      credential: password,
      authority,
    },
    s3: {
      settings: { repository: `s3:http://${address}:${ports.s3}/archives`, accessKey: "acme" },
      credential: password,
    },
  };
}

/** Whether all ports are open (bash(1), /dev/tcp). */
async function listens(engine: Docker, container: string): Promise<boolean> {
  const all = Object.values(ports).join(" ");
  const ask = `for port in ${all}; do : < /dev/tcp/127.0.0.1/$port || exit 1; done`;
  return (await execIn(engine, container, ["bash", "-c", ask])).exitCode === 0;
}

async function succeeds(result: ReturnType<typeof execIn>): Promise<string> {
  const { exitCode, stdout, stderr } = await result;
  if (exitCode !== 0) throw new Error(`the targets did not start: ${stderr}`);
  return stdout;
}
