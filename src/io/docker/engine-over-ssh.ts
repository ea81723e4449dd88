import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Agent } from "node:http";
import type { Socket } from "node:net";
import { Duplex, type Readable, type Writable } from "node:stream";
import { StackError } from "../../errors.ts";
import { http } from "../machine/http.ts";

/** Connections to an engine on another machine, each through the system's own `ssh`, as Docker's client does it
 * (docker/cli, cli/connhelper): so ~/.ssh/config, known_hosts and the agent hold, and host keys are checked. */
export function sshAgent(address: URL): Agent {
  // sshd refuses at random from ten unfinished logins on (sshd_config(5), MaxStartups).
  const agent = new http.Agent({ keepAlive: true, maxSockets: 8 });
  agent.createConnection = () => new SshConnection(address);
  return agent;
}

/** What names and hosts are made of; anything else might be read by a shell, ours or one that ~/.ssh/config starts (ssh_config(5), ProxyCommand). */
const plain = /^[A-Za-z0-9_.:%+][A-Za-z0-9_.:%+-]*$/;

/** The command line that reaches the engine at ssh://user@host:port/path/to/docker.sock; the path may be absent. */
export function sshArguments({ username, hostname, port, pathname }: URL): readonly string[] {
  const [user, host] = [decodeURIComponent(username), hostname.replace(/^\[|\]$/g, "")];
  for (const part of [user, host]) if (part !== "" && !plain.test(part)) throw odd(part);
  const socket = pathname === "" || pathname === "/" ? [] : [`--host=unix://${decodeURIComponent(pathname)}`];
  return [
    ...["-o", "ConnectTimeout=30", "-T"],
    ...(user === "" ? [] : ["-l", user]),
    ...(port === "" ? [] : ["-p", port]),
    // A shell over there reads the rest (ssh(1)).
    ...["--", host, "docker", ...socket.map(quoted), "system", "dial-stdio"],
  ];
}

/** Quotes any text as one word for a POSIX shell (POSIX, "Shell Command Language", 2.2.2). */
function quoted(word: string): string {
  return /^[\w/:=.-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

function odd(part: string): StackError {
  return new StackError(`The engine's address names \`${part}\`, which is not a valid user or host.`, {
    next: "Correct DOCKER_HOST: ssh://USER@HOST, with letters, digits, dots, hyphens and underscores.",
  });
}

type Ssh = ChildProcessByStdio<Writable, Readable, Readable>;

/** What `ssh` reads and writes, with the few methods of a network socket that node:http calls. */
class SshConnection extends Duplex {
  readonly #ssh: Ssh;
  #complaint = "";

  constructor(address: URL) {
    super();
    this.#ssh = spawn("ssh", sshArguments(address), { stdio: ["pipe", "pipe", "pipe"] });
    this.#ssh.stdout.on("data", (chunk: Buffer) => this.push(chunk) || this.#ssh.stdout.pause());
    this.#ssh.stderr.on("data", (chunk: Buffer) => (this.#complaint = `${this.#complaint}${chunk}`.slice(-1000)));
    this.#ssh.stdin.on("error", () => {}); // the reason follows when ssh ends
    this.#ssh.on("error", (error) => this.destroy(failed(address, error.message)));
    this.#ssh.on("close", (code) => {
      if (code === 0) this.push(null);
      else this.destroy(failed(address, this.#complaint.trim()));
    });
  }

  override _read(): void {
    this.#ssh.stdout.resume();
  }

  override _write(chunk: Buffer, encoding: BufferEncoding, done: () => void): void {
    // A broken pipe means that ssh is ending: its "close" brings the reason.
    this.#ssh.stdin.write(chunk, encoding, (error) => (error ? undefined : done()));
  }

  override _final(done: () => void): void {
    this.#ssh.stdin.end(done);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    for (const part of [this.#ssh.stdin, this.#ssh.stdout, this.#ssh.stderr]) part.destroy();
    this.#ssh.kill();
    done(error);
  }

  setKeepAlive(): this {
    return this;
  }

  setNoDelay(): this {
    return this;
  }

  setTimeout(): this {
    return this;
  }

  ref(): this {
    for (const part of this.#parts()) part.ref();
    return this;
  }

  /** Lets the process end while the connection waits for its next use. */
  unref(): this {
    for (const part of this.#parts()) part.unref();
    return this;
  }

  #parts(): readonly { ref(): unknown; unref(): unknown }[] {
    const { stdin, stdout, stderr } = this.#ssh;
    return [this.#ssh, stdin as Socket, stdout as Socket, stderr as Socket]; // pipes of a child are sockets (node:child_process)
  }
}

function failed({ host, username }: URL, complaint: string): StackError {
  const target = username === "" ? host : `${username}@${host}`;
  return new StackError(
    `The engine cannot be reached over ssh to ${target}: ${complaint || "the connection was closed"}.`,
    {
      next: `Make sure that \`ssh ${target} docker version\` works.`,
    },
  );
}
