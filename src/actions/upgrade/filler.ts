import type Docker from "dockerode";
import { StackError } from "../../errors.ts";
import { readTemplates } from "../../io/machine/program-files.ts";
import type { FillerFile } from "../../io/repository/filler.ts";
import { labelsOf, nameOf } from "../../plan/names.ts";
import { templateAt } from "../../render/fill.ts";
import { asPostgres } from "../backup/restore/filler-files.ts";

/** The scripts that it runs, by what they are called there. */
const scripts = {
  "look.sh": "upgrade/look.sh",
  "prepare.sh": "upgrade/prepare.sh",
  "dump.sh": "upgrade/dump.sh",
  "dump.sql": "upgrade/dump.sql",
  "pg-dump.sh": "upgrade/pg-dump.sh",
  "schema.sql": "upgrade/schema.sql",
  "restore.sh": "upgrade/restore.sh",
  "observe.sh": "upgrade/observe.sh",
  "switch.sh": "upgrade/switch.sh",
  "put-back.sh": "upgrade/put-back.sh",
  "finish.sh": "upgrade/finish.sh",
  "remove.sh": "upgrade/remove.sh",
  "manifest.sql": "backup/manifest.sql",
  "cluster.sh": "postgres/cluster.sh",
  "alone.sh": "postgres/alone.sh",
} as const;

const postgresUser = 999;

/** Where it runs, and on what. */
export interface UpgradePlace {
  readonly client: Docker;
  /** Of the Postgres that a cluster is made for. */
  readonly image: string;
  readonly stack: string;
  /** The volume of the database, by its name. */
  readonly volume: string;
  /** What digests of rows are keyed with. */
  readonly digestKey: string;
}

/** A container of another Postgres beside the one that serves, with the same volume. It is on no network. */
export interface UpgradeFiller {
  readonly container: string;
  /** Runs one of the scripts as Postgres's user and gives what it printed; a StackError says what it complained of. */
  run(script: keyof typeof scripts, args: readonly string[], input?: string): Promise<string>;
  end(): Promise<void>;
}

/** Starts one. What a killed run left of it goes first. */
async function openUpgradeFiller(place: UpgradePlace): Promise<UpgradeFiller> {
  const { startFiller } = await import("../../io/repository/filler.ts");
  const { client, image, stack, volume, digestKey } = place;
  const labels = labelsOf(stack, "filler");
  const needs = { name: nameOf(stack, "filler"), image, labels, folder: null, network: "none" };
  const filler = await startFiller(client, { ...needs, volumes: { "/volumes/postgres": volume } });
  try {
    await filler.place([...scriptFiles(), { path: "digest-key", text: digestKey, uid: postgresUser }]);
  } catch (error) {
    await filler.end();
    throw error;
  }
  return {
    container: filler.container,
    end: () => filler.end(),
    run: async (script, args, input) => {
      const given = input === undefined ? undefined : Buffer.from(input);
      const { exitCode, stdout, stderr } = await filler.run([...asPostgres, "bash", `./${script}`, ...args], given);
      if (exitCode !== 0) throw failed(script, exitCode, stderr);
      return stdout.toString();
    },
  };
}

/** One that is started when it is first needed, and again after it was ended; `container` is null while there is none. */
export function besidePostgres(
  place: UpgradePlace,
): Pick<UpgradeFiller, "run" | "end"> & { container(): string | null } {
  let filler: UpgradeFiller | null = null;
  return {
    container: () => filler?.container ?? null,
    run: async (...given) => {
      filler ??= await openUpgradeFiller(place);
      return filler.run(...given);
    },
    end: async () => {
      await filler?.end();
      filler = null;
    },
  };
}

function scriptFiles(): readonly FillerFile[] {
  const templates = readTemplates();
  return Object.entries(scripts).map(([path, template]) => {
    return { path, text: templateAt(templates, template), uid: postgresUser };
  });
}

/** 28 is the scripts' own number for a disk without room (errno(3), ENOSPC). */
function failed(script: string, exitCode: number, stderr: string): StackError {
  const said = stderr.split("\n").slice(-5).join("\n").trim();
  if (exitCode === 28) {
    const next = "Make room on the disk that holds Docker's volumes, then run the same command again.";
    return new StackError(said, { next });
  }
  if (exitCode === 137 || exitCode === -1)
    return new StackError(`The container beside Postgres was ended while ${script} ran`, {
      next: "If you did not end it yourself, the engine's machine may have too little memory. Run the same command again.",
    });
  return new StackError(said || `${script} ended with ${exitCode}`);
}
