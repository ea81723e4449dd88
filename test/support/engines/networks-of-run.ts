import { readdir, readFile, readlink } from "node:fs/promises";
import { setTimeout as pause } from "node:timers/promises";
import { runVariable } from "../../../src/io/machine/processes.ts";
import { environmentOf, type Home } from "../stack/command-line.ts";

/** Between two looks: a process that serves for a run lives for seconds. */
const glanceMilliseconds = 20;

/** The network namespace of the tests themselves (network_namespaces(7)). */
export function ownNetwork(): Promise<string> {
  return readlink("/proc/self/ns/net");
}

/** Does `work`, and tells in which network namespaces the processes were seen that serve for Pulumi meanwhile, by what they run. */
export async function networksWhile<Result>(home: Home, work: () => Promise<Result>) {
  const networks = new Map<string, Set<string>>();
  const stopping = new AbortController();
  const looking = (async () => {
    while (!stopping.signal.aborted) {
      for (const pid of await readdir("/proc")) await note(pid, home, networks);
      await pause(glanceMilliseconds);
    }
  })();
  try {
    return { result: await work(), networks };
  } finally {
    stopping.abort();
    await looking;
  }
}

async function note(pid: string, home: Home, networks: Map<string, Set<string>>): Promise<void> {
  const read = (name: string) => readFile(`/proc/${pid}/${name}`, "utf8").catch(() => "");
  const words = (await read("cmdline")).split("\0");
  const served = servants.filter(({ isIt }) => isIt(words));
  if (served.length === 0) return;
  const environment = (await read("environ")).split("\0");
  const isOfRun = environment.some((each) => each.startsWith(`${runVariable}=`));
  const network = await readlink(`/proc/${pid}/ns/net`).catch(() => null);
  if (!isOfRun || !environment.includes(`XDG_STATE_HOME=${environmentOf(home).XDG_STATE_HOME}`) || network === null)
    return;
  for (const { name } of served) networks.set(name, (networks.get(name) ?? new Set()).add(network));
}

/** Who listens on a port during a run: Pulumi itself, whatever it was asked, the language host and the provider; and the program, which is told theirs. */
const servants: readonly { readonly name: string; readonly isIt: (words: readonly string[]) => boolean }[] = [
  {
    name: "pulumi",
    isIt: ([program = ""]) => /\/pulumi$/.test(program),
  },
  {
    name: "language host",
    isIt: (words) => isBeside(words) || words.some((word) => /language(\/main\.ts|-nodejs)$/.test(word)),
  },
  {
    name: "provider",
    isIt: (words) =>
      isBeside(words) || words.some((word) => /(airgap\/docker\/main\.ts|pulumi-resource-docker)$/.test(word)),
  },
  { name: "program", isIt: (words) => words.some((word) => /@pulumi\/pulumi\/cmd\/run/.test(word)) },
];

/** The one process beside Pulumi that is both, and not the words that are about to become it in another network. */
function isBeside([program = "", file = ""]: readonly string[]): boolean {
  return /\/node$/.test(program) && /airgap\/beside\/main\.ts$/.test(file);
}
