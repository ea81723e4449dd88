import { engineOf, inspectService, type Place } from "./engine.ts";
import { planOf } from "./plan.ts";

/** Runs a shell script as root in the folder that a service's files lie in, as someone with power over the engine could. */
export async function editConfiguration(place: Place, role: "synapse" | "proxy", script: string): Promise<void> {
  const { Config } = await inspectService(place, role);
  const { services, volumes } = planOf(place);
  const container = await engineOf(place).createContainer({
    Image: services.synapse.image,
    User: "0:0",
    WorkingDir: Config.WorkingDir ?? "/",
    Entrypoint: ["sh", "-euc", script],
    Labels: { "chatkeep.stack": place.name, "chatkeep.role": "editor" },
    HostConfig: { NetworkMode: "none", Binds: [`${volumes[`configuration-${role}`].name}:/cfg/${role}`] },
  });
  try {
    await container.start();
    const { StatusCode } = await container.wait();
    const log = await container.logs({ stdout: true, stderr: true });
    if (StatusCode !== 0) throw new Error(`The script ended with ${StatusCode}: ${log.toString()}`);
  } finally {
    await container.remove({ force: true });
  }
}

/** A script that changes a file by sed(1) and leaves its owner and mode, keeping the old text beside it. */
export function changeBySed(file: string, ...expressions: readonly string[]): string {
  const words = expressions.map((each) => `-e '${each}'`).join(" ");
  return `cp "${file}" "/tmp/old"; sed ${words} /tmp/old > /tmp/new; cmp -s /tmp/old /tmp/new && exit 9; cat /tmp/new > "${file}"`;
}

/** A script that keeps a file's text beside it, and under which name it was. */
export function keep(file: string): string {
  const kept = `kept-${file.replaceAll("/", "-")}.old`;
  return `[ -e "${kept}" ] || cp "${file}" "${kept}"; echo "${file}" > "name-${kept}"`;
}
