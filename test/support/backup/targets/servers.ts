import { createHash, randomBytes } from "node:crypto";
import type Docker from "dockerode";
import { execIn, feedIn } from "../../../../src/io/docker/container-exec.ts";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import { makeTargetsImage, targetsImage } from "./image.ts";

/** One target, as the stack file and the credential's file have it. */
export interface Target {
  readonly settings: Readonly<Record<string, unknown>>;
  readonly credential: string;
}

/** Servers of each kind, in a container of their own. */
export interface Targets {
  readonly network: string;
  readonly container: string;
  readonly sftp: Target;
  /** It only lets archives be added. */
  readonly rest: Target;
  readonly s3: Target;
  readonly end: () => Promise<void>;
}

const host = "targets";
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
cat > /data/rest/.htpasswd
restic-rest-server --path /data/rest --listen :8000 --append-only --private-repos --htpasswd-file /data/rest/.htpasswd > /data/rest.log 2>&1 &
ROOT_ACCESS_KEY=acme ROOT_SECRET_KEY='${password}' versitygw --port :7070 posix /data/s3 > /data/s3.log 2>&1 &
`;

/** Starts them on a network of their own, whose name is also the container's. */
export async function startTargets(engine: Docker): Promise<Targets> {
  await makeTargetsImage(engine);
  const name = `chatkeep-test-targets-${process.pid}-${randomBytes(3).toString("hex")}`;
  const Labels = { "chatkeep.test": "targets" };
  const network = await engine.createNetwork({ Name: name, Labels });
  const container = await engine.createContainer({
    name,
    Image: targetsImage.local,
    Labels,
    HostConfig: { NetworkMode: name, Init: true },
    NetworkingConfig: { EndpointsConfig: { [name]: { Aliases: [host] } } },
  });
  const end = async () => {
    await container.remove({ force: true, v: true });
    await network.remove();
  };
  try {
    await container.start();
    // `{SHA}` is one of the forms that the server reads (htpasswd(1)).
    const users = `acme:{SHA}${createHash("sha1").update(password).digest("base64")}\n`;
    await succeeds(feedIn(engine, name, ["sh", "-c", serve], Buffer.from(users)));
    await untilTrue("the targets listen", () => listens(engine, name));
    return { network: name, container: name, ...(await targetsOf(engine, name)), end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function targetsOf(engine: Docker, container: string): Promise<Pick<Targets, "sftp" | "rest" | "s3">> {
  const read = (path: string) => succeeds(execIn(engine, container, ["cat", path]));
  const hostKeys = [(await read("/etc/ssh/host-key.pub")).trim()];
  return {
    sftp: {
      settings: { repository: `sftp://chatkeep@${host}:2222/archives`, hostKeys },
      credential: (await read("/root/client-key")).trim(),
    },
    rest: {
      settings: { repository: `rest:http://${host}:8000/acme/`, user: "acme", appendOnly: true },
      credential: password,
    },
    s3: { settings: { repository: `s3:http://${host}:7070/archives`, accessKey: "acme" }, credential: password },
  };
}

/** Whether all three ports are open (bash(1), /dev/tcp). */
async function listens(engine: Docker, container: string): Promise<boolean> {
  const ask = "for port in 2222 8000 7070; do : < /dev/tcp/127.0.0.1/$port || exit 1; done";
  return (await execIn(engine, container, ["bash", "-c", ask])).exitCode === 0;
}

async function succeeds(result: ReturnType<typeof execIn>): Promise<string> {
  const { exitCode, stdout, stderr } = await result;
  if (exitCode !== 0) throw new Error(`the targets did not start: ${stderr}`);
  return stdout;
}
