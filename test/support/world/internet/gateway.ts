import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { untilTrue } from "../../../../src/io/machine/until.ts";
import type { WorldAuthority } from "../certificates.ts";
import { gatewayAddress } from "./addresses.ts";
import { type Place, type Resident, startInside } from "./place.ts";

/** What would make phones ring, and all it was told. */
export interface PushGateway extends Resident {
  /** As clients give it to their server. */
  readonly url: string;
  /** The requests' bodies, as text. */
  readonly told: readonly string[];
}

const inside = fileURLToPath(new URL("gateway-inside.ts", import.meta.url));

/** Starts it at push.world.test. */
export async function startGateway(place: Place, authority: WorldAuthority): Promise<PushGateway> {
  const { certificateFile, keyFile } = await authority.certify("push.world.test");
  const resident = startInside(place, [process.execPath, inside, gatewayAddress, certificateFile, keyFile]);
  const lines: string[] = [];
  createInterface({ input: resident.process.stdout ?? process.stdin }).on("line", (line) => void lines.push(line));
  await untilTrue("push gateway", () => lines.shift() === "open");
  return { ...resident, url: "https://push.world.test/_matrix/push/v1/notify", told: lines };
}
