import { record, set } from "../../table/compound.ts";
import { isRecord, type Plain, type Properties } from "../../table/plain.ts";
import { rowsFor, type Table } from "../../table/property.ts";
import { flag, text, whole } from "../../table/shape.ts";
import { renamed, type SeenRecord } from "./seen.ts";

const { replaced, updated, computed } = rowsFor<never, SeenRecord>("null");

/** The parts of CAA and SRV records; those of other types are not known here. */
const dataParts = ["flags", "tag", "value", "priority", "weight", "port", "target"] as const;
const sixteenBits = { most: 65_535 };
const data = record({
  flags: whole(),
  tag: text(),
  value: text(),
  priority: whole(sixteenBits),
  weight: whole(sixteenBits),
  port: whole(sixteenBits),
  target: text(),
});

/** The types that Cloudflare knows. In small letters it takes them too, and shows them in large ones: a change at every run. */
const type = text({
  required: true,
  pattern:
    /^(A|AAAA|CAA|CERT|CNAME|DNSKEY|DS|HTTPS|LOC|MX|NAPTR|NS|OPENPGPKEY|PTR|SMIMEA|SRV|SSHFP|SVCB|TLSA|TXT|URI)$/,
  like: "a type of record such as `AAAA`",
});

/** The API's names for Pulumi's names of a record's settings. */
const settingNames = { ipv4Only: "ipv4_only", ipv6Only: "ipv6_only", flattenCname: "flatten_cname" } as const;
const settings = record({ ipv4Only: flag(), ipv6Only: flag(), flattenCname: flag() });

// Every property of a record that we know (terraform-provider-cloudflare 5.22.0, internal/services/dns_record/schema.go).
export const recordProperties: Table<never, SeenRecord> = {
  zoneId: replaced(text({ required: true }), { see: ({ zoneId }) => zoneId }),
  type: replaced(type, { see: ({ shown }) => shown.type }),
  name: updated(text({ required: true }), { see: ({ shown }) => shown.name }),
  content: updated(text(), { whenAbsent: "kept", see: ({ shown }) => shown.content }),
  data: updated(data, { see: ({ shown }) => seenData(shown.data) }),
  priority: updated(whole(sixteenBits), { see: ({ shown }) => shown.priority }),
  ttl: updated(whole({ required: true, least: 1 }), { see: ({ shown }) => shown.ttl }),
  proxied: updated(flag({ preset: false }), { see: ({ shown }) => shown.proxied }),
  comment: updated(text(), { see: ({ shown }) => shown.comment }),
  tags: updated(set(text()), { whenAbsent: "kept", see: ({ shown }) => shown.tags ?? [] }),
  settings: updated(settings, { whenAbsent: "kept", see: ({ shown }) => seenSettings(shown.settings) }),
  createdOn: computed(text(), { see: ({ shown }) => shown.created_on }),
  modifiedOn: computed(text(), { see: ({ shown }) => shown.modified_on }),
  commentModifiedOn: computed(text(), { see: ({ shown }) => shown.comment_modified_on }),
  tagsModifiedOn: computed(text(), { see: ({ shown }) => shown.tags_modified_on }),
  proxiable: computed(flag(), { see: ({ shown }) => shown.proxiable }),
  meta: computed(text(), { see: ({ shown }) => JSON.stringify(shown.meta ?? {}) }),
};

/** What is wrong with properties that are right one by one. */
export function wrongTogether({ content, data }: Properties): readonly string[] {
  return content === undefined || data === undefined
    ? []
    : ["content and data cannot be used together. Write one of them."];
}

function seenData(value: Plain | undefined): Plain | undefined {
  const parts = renamed(value, Object.fromEntries(dataParts.map((name) => [name, name])));
  return Object.keys(parts).length === 0 ? undefined : parts;
}

function seenSettings(value: Plain | undefined): Plain {
  const names = Object.entries(settingNames).map(([ours, theirs]) => [theirs, ours]);
  const written = renamed(value, Object.fromEntries(names));
  return { ipv4Only: false, ipv6Only: false, flattenCname: false, ...written };
}

/** What the API is asked for: what is written, under its names. */
export function toBody(inputs: Properties): Properties {
  const plain = renamed(inputs, {
    ...{ type: "type", name: "name", content: "content", data: "data", priority: "priority" },
    ...{ ttl: "ttl", proxied: "proxied", comment: "comment", tags: "tags" },
  });
  return isRecord(inputs.settings) ? { ...plain, settings: renamed(inputs.settings, settingNames) } : plain;
}
