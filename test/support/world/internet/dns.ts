import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import { installWhereMissing } from "../../debian-package.ts";
import type { WorldAuthority } from "../certificates.ts";
import { dnsAddress, fixedNames } from "./addresses.ts";
import { type Place, type Resident, startInside } from "./place.ts";

/** The DNS of a world: a real server that answers what is in zones at a fake of Cloudflare's API, reached under its real name. */
export interface WorldDns extends Resident {
  /** What opens every zone. */
  readonly token: string;
}

/** A record as the API takes it (developers.cloudflare.com/api, "Create DNS Record"). */
export interface ZoneRecord {
  readonly name: string;
  readonly type: "A" | "SRV";
  readonly content: string;
  readonly ttl: number;
}

const fake = fileURLToPath(new URL("../../fake-cloudflare/main.ts", import.meta.url));

/** Starts both with these zones, each with the records it begins with. */
export async function startDns(
  place: Place,
  authority: WorldAuthority,
  zones: Readonly<Record<string, readonly ZoneRecord[]>>,
): Promise<WorldDns> {
  await installWhereMissing("/usr/sbin/knotd", "knot"); // from inside, no package can be got
  const settings = {
    zones: Object.entries(zones).map(([name, records]) => ({ name, records })),
    address: dnsAddress,
    port: 443,
    tls: await authority.certify("api.cloudflare.com"),
    dns: { address: dnsAddress, port: 53, hosts: fixedNames },
  };
  const file = join(place.folder, "dns.json");
  await writeFile(file, JSON.stringify(settings));
  const resident = startInside(place, [process.execPath, fake, file]);
  resident.process.stderr?.pipe(process.stderr);
  let said = "";
  resident.process.stdout?.on("data", (chunk: Buffer) => (said += chunk.toString()));
  await untilTrue("DNS of the world", () => said.includes("\n"), { seconds: 60 });
  return { ...resident, token: JSON.parse(said).token };
}
