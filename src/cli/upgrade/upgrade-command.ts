import { Command, Option } from "commander";
import { newestPostgres, postgresVersions } from "../../kinds/postgres-version.ts";
import { examples, jsonOption, stackOption, yesOption } from "../options.ts";

/** `chatkeep upgrade` */
export function upgradeCommand(exit: (code: number) => void): Command {
  return new Command("upgrade")
    .summary("bring the database to another version of Postgres")
    .description("Brings the server's database to another major version of Postgres, and back.")
    .addCommand(postgres(exit))
    .addHelpText("after", examples("npx chatkeep upgrade postgres --dry-run", "npx chatkeep upgrade postgres"));
}

const modes = ["dryRun", "rehearse", "rollBack", "deleteOld"];

/** These exclude one another. */
function mode(flag: string, description: string): Option {
  const option = new Option(flag, description).default(false);
  return option.conflicts(modes.filter((name) => name !== option.attributeName()));
}

function postgres(exit: (code: number) => void): Command {
  return new Command("postgres")
    .summary("upgrade Postgres to another major version")
    .description(
      "Rehearses the upgrade on the newest backup while the server serves (on a dump of the running database where there is no backup), says how long it will take, and asks. Then it stops Synapse, dumps the database, restores it into a new cluster in the same volume, compares everything and switches. If anything fails, the old server serves again. The old cluster stays until you delete it. If a run is killed, the same command ends it.",
    )
    .addOption(
      new Option("--to <version>", "the major version")
        .choices(postgresVersions.map(String))
        .default(String(newestPostgres)),
    )
    .addOption(mode("--dry-run", "say what would be done and what speaks against it; only images are made"))
    .addOption(mode("--rehearse", "only rehearse it: the server serves on, and nothing of it stays"))
    .addOption(
      mode("--roll-back", "go back to the cluster from before the upgrade; what was written since is set aside"),
    )
    .addOption(mode("--delete-old", "delete the clusters that were set aside, to free their room"))
    .addOption(new Option("--yes-delete-old <stack>", "delete them without a question: the stack's name"))
    .addOption(stackOption())
    .addOption(yesOption())
    .addOption(jsonOption())
    .addHelpText(
      "after",
      examples(
        "npx chatkeep upgrade postgres --dry-run",
        "npx chatkeep upgrade postgres --rehearse",
        "npx chatkeep upgrade postgres --to 17",
        "npx chatkeep upgrade postgres --roll-back",
        "npx chatkeep upgrade postgres --delete-old",
      ),
    )
    .action(async (options) => exit(await (await import("./postgres.ts")).upgradeVerb(options)));
}
