import * as pulumi from "@pulumi/pulumi";
import { pathsOf } from "../src/io/machine/paths.ts";
import { readTextIfThere } from "../src/io/machine/program-files.ts";
import { placeRecords } from "../src/plan/dns/zones.ts";
import type { Plan } from "../src/plan/plan.ts";

/** Declares the records at Cloudflare. Its package is loaded here alone: it takes as long as all the rest of the program. */
export async function declareDns(
  { dns, stack }: Pick<Plan, "dns" | "stack">,
  token: string | undefined,
  adopted: string | null = readTextIfThere(pathsOf(stack, process.env).adoptedRecords),
): Promise<void> {
  if (token === undefined) throw missingSecret("cloudflareToken", stack);
  const { Dns } = await import("./components/dns.ts");
  await new Dns("dns", {
    plan: dns,
    token: pulumi.secret(token),
    place: placeRecords,
    adopted: JSON.parse(adopted ?? "{}"),
  }).made;
}

/** What to say where a secret setting is not in the stack file. */
export function missingSecret(key: string, stack: string): pulumi.RunError {
  return new pulumi.RunError(`chatkeep:${key} is missing. Run:  npx chatkeep up --stack ${stack}`);
}
