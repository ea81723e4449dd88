import type { Cloudflare, WrittenRecord } from "../../io/cloudflare/cloudflare.ts";
import type { Files } from "../../io/machine/files.ts";
import type { Pulumi } from "../../io/pulumi/pulumi.ts";
import type { StepTable } from "../steps/table.ts";

/** What is done at Cloudflare past Pulumi, and for Pulumi to work there. */
export type DnsStep =
  | {
      readonly kind: "replaceRecord";
      readonly zoneId: string;
      readonly id: string;
      readonly found: string;
      readonly record: WrittenRecord;
    }
  | { readonly kind: "removeRecord"; readonly zoneId: string; readonly id: string; readonly found: string }
  /** What the program imports instead of making it, by title; nothing takes the list away. */
  | { readonly kind: "adoptRecords"; readonly path: string; readonly records: Readonly<Record<string, string>> };

/** What these steps are performed on. */
export interface DnsStepWorld {
  readonly files: Pick<Files, "read" | "write" | "remove">;
  readonly pulumi: Pick<Pulumi, "setSecret">;
  /** Cloudflare, with the stack's token: loaded when a step needs it. */
  cloudflare(): Promise<Cloudflare>;
}

/** What each of them says and does. */
export const dnsSteps: StepTable<DnsStep, DnsStepWorld> = {
  replaceRecord: {
    describe: ({ found }) => `replace the record ${found}`,
    act: async ({ zoneId, id, record }, world) => (await world.cloudflare()).replaceRecord(zoneId, id, record),
  },
  removeRecord: {
    describe: ({ found }) => `remove the record ${found}`,
    act: async ({ zoneId, id, found }, world) => (await world.cloudflare()).removeRecord(zoneId, id, found),
  },
  adoptRecords: {
    describe: ({ records }) => {
      const titles = Object.keys(records);
      return titles.length === 0 ? "delete the list of records that were taken over" : `take over ${titles.join(", ")}`;
    },
    act: ({ path, records }, { files }) =>
      Object.keys(records).length === 0 ? files.remove(path) : files.write(path, JSON.stringify(records), 0o600),
  },
};
