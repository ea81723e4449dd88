import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { until } from "../../../../src/io/machine/until.ts";
import { installWhereMissing } from "../../debian-package.ts";
import type { WorldAuthority } from "../certificates.ts";
import { dnsAddress, fixedNames } from "./addresses.ts";
import { type Place, type Resident, startInside } from "./place.ts";
import type { Tunnel } from "./tunnel.ts";

/** A certificate authority that speaks ACME. */
export interface AcmeAuthority extends Resident {
  /** As `chatkeep:tls` has it. */
  readonly directory: string;
  /** The certificate to trust. */
  readonly root: string;
}

/** How an authority can be shown that a name is one's own: over port 80 alone, over port 443 alone, or by a DNS record alone (RFC 8555, section 8; RFC 8737). */
export type Way = "plain" | "secure" | "dns";

/** Where an authority looks that shall find nothing: no server publishes this port. */
const nowhere = 9;

/** Starts pebble, Let's Encrypt's own small authority (Debian's `pebble`), at WAY.world.test; its certificates are good for so many seconds. */
export async function startPebble(
  place: Place,
  { authority, tunnel }: { readonly authority: WorldAuthority; readonly tunnel: Tunnel },
  way: Way,
  seconds: number,
): Promise<AcmeAuthority> {
  const name = `${way}.world.test` as const;
  await installWhereMissing("/usr/bin/pebble", "pebble");
  const { certificateFile, keyFile } = await authority.certify(name);
  const pebble = {
    listenAddress: `${fixedNames[name]}:14000`,
    managementListenAddress: `${fixedNames[name]}:15000`,
    certificate: certificateFile,
    privateKey: keyFile,
    httpPort: way === "plain" ? 80 : nowhere,
    tlsPort: way === "secure" ? 443 : nowhere,
    ocspResponderURL: "",
    certificateValidityPeriod: seconds,
  };
  const file = join(place.folder, `${name}.json`);
  await writeFile(file, JSON.stringify({ pebble }));
  // A renewal has to prove the name again; otherwise pebble lets half of them off.
  const environment = ["env", "PEBBLE_VA_NOSLEEP=1", "PEBBLE_AUTHZREUSE=0"];
  const words = [...environment, "/usr/bin/pebble", "-config", file, "-dnsserver", `${dnsAddress}:53`];
  const resident = startInside(place, words);
  resident.process.stdout?.resume();
  const root = await rootOf(tunnel, authority, name);
  return { ...resident, directory: `https://${name}:14000/dir`, root };
}

/** The authority makes a key of its own at each start. */
async function rootOf(tunnel: Tunnel, authority: WorldAuthority, name: string): Promise<string> {
  const { fetch, close } = tunnel.trusting(authority.pem);
  const root = await until(`answer of ${name}`, () =>
    fetch(`https://${name}:15000/roots/0`).then(
      (answer) => answer.text(),
      () => null,
    ),
  );
  await close();
  return root;
}
