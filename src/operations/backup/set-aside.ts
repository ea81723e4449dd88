/** Data that a restore in place or an upgrade of Postgres moved aside, within the volumes of the services that it belongs to. */
export interface SetAside {
  /** What did it, and deletes it again. */
  readonly by: "restore" | "upgrade";
  /** What the folder is called, in each volume. */
  readonly name: string;
  /** Since when: ISO 8601, in UTC. */
  readonly since: string;
  /** The services whose volumes have it. */
  readonly services: readonly string[];
  /** What it takes; null where counting takes too long. */
  readonly bytes: number | null;
}

/** How such a folder is called, made at a time. */
export function setAsideName(at: Date): string {
  return `set-aside-${at.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
}

/** Prints the folders below the one it is given, each with its KiB or `-`: by `sh -c`. To count many files takes long, and `status` must be quick. */
export const listSetAside = `cd "$1" && for folder in set-aside-*; do
  [ -d "$folder" ] || continue
  size=$(timeout 5 du -sk "$folder" 2> /dev/null) || size=-
  echo "$folder \${size%%[!0-9-]*}"
done`;

/** Reads what that printed in each service's container; the oldest comes first. What has another name is no such folder. */
export function setAsideIn(printed: Readonly<Record<string, string>>): readonly SetAside[] {
  const all = Object.entries(printed).flatMap(([service, text]) =>
    text.split("\n").flatMap((line) => {
      const [, name = "", cluster, since, size] =
        /^(set-aside-(postgres-\d+-)?(\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ)) (\d+|-)$/.exec(line.trim()) ?? [];
      if (since === undefined) return [];
      const by: SetAside["by"] = cluster === undefined ? "restore" : "upgrade";
      return [{ by, service, name, since: timeOf(since), kibibytes: size === "-" ? null : Number(size) }];
    }),
  );
  const folders = [...Map.groupBy(all, ({ name }) => name)].map(([name, parts]) => ({
    by: parts[0]?.by ?? "restore",
    name,
    since: parts[0]?.since ?? "",
    services: parts.map(({ service }) => service),
    bytes: parts.reduce<number | null>(
      (sum, { kibibytes }) => (sum === null || kibibytes === null ? null : sum + kibibytes * 1_024),
      0,
    ),
  }));
  return folders.toSorted((one, other) => one.since.localeCompare(other.since));
}

function timeOf(name: string): string {
  return name.replace(/T(\d\d)-(\d\d)-(\d\d)Z$/, "T$1:$2:$3Z");
}
