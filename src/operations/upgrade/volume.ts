/** What lies in Postgres's volume, as templates/upgrade/look.sh says it. */
export interface LookedVolume {
  /** Bytes that are free on its disk. */
  readonly free: number;
  /** The kind of its file system, such as `ext2/ext3`. */
  readonly fileSystem: string;
  /** The major version of the cluster that is served; null where there is none. */
  readonly cluster: number | null;
  /** Folders that upgrades made: the one that is being built, that of a rehearsal, and those that were set aside. */
  readonly folders: readonly UpgradeFolder[];
  /** Whether two folders can change places in one step there. */
  readonly canExchange: boolean;
}

/** One folder that an upgrade made. */
export interface UpgradeFolder {
  readonly name: string;
  /** The major version of the cluster in it; null where there is none, or not yet. */
  readonly major: number | null;
  readonly bytes: number;
  /** What was in the database when it was set aside; null where no one wrote that. */
  readonly note: AsideNote | null;
}

/** What a cluster held when another took its place: what is newer was written since. */
export interface AsideNote {
  readonly at: string;
  readonly newestEvent: { readonly order: number } | null;
}

/** The folder that an upgrade builds the new cluster in. */
export const buildFolder = "upgrading";

/** The same for a rehearsal. */
export const rehearsalFolder = "rehearsing";

/** What the folder is called that a cluster is set aside in. A restore in place leaves it where it is, like all that is set aside. */
export function asideName(major: number, now: Date): string {
  return `set-aside-postgres-${major}-${now.toISOString().slice(0, 19).replaceAll(":", "-")}Z`;
}

/** Reads what look.sh printed. */
export function parseVolume(text: string): LookedVolume {
  const lines = text.split("\n").map((line) => line.split("\t"));
  const one = (word: string) => lines.find(([first]) => first === word)?.[1] ?? "";
  const notes = new Map(lines.filter(([first]) => first === "note").map(([, name = "", note = ""]) => [name, note]));
  const folders = lines
    .filter(([first]) => first === "folder")
    .map(([, name = "", major = "", bytes = ""]) => {
      return { name, major: majorIn(major), bytes: Number(bytes), note: parseNote(notes.get(name), major) };
    });
  return {
    free: Number(one("free")),
    fileSystem: one("kind"),
    cluster: majorIn(one("cluster")),
    folders,
    canExchange: one("exchange") === "yes",
  };
}

/** What was set aside, the newest first. */
export function setAside({ folders }: LookedVolume): readonly UpgradeFolder[] {
  const aside = folders.filter(({ name }) => name.startsWith("set-aside-"));
  return aside.toSorted((a, b) => timeIn(b.name).localeCompare(timeIn(a.name)));
}

function timeIn(name: string): string {
  return name.replace(/^set-aside-postgres-\d+-/, "");
}

function majorIn(text: string): number | null {
  return /^\d+$/.test(text) ? Number(text) : null;
}

/** A note is of one cluster: another one may lie in the folder since, after going back to the first. */
function parseNote(text: string | undefined, cluster: string): AsideNote | null {
  const [major, at = "", order = ""] = (text ?? "").split(" ");
  if (major !== cluster || Number.isNaN(Date.parse(at))) return null;
  return { at, newestEvent: /^\d+$/.test(order) ? { order: Number(order) } : null };
}

/** The same as it is written. */
export function noteText(major: number, { at, newestEvent }: AsideNote): string {
  return [major, at, newestEvent?.order ?? "none"].join(" ");
}
