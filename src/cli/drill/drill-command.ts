import { Command, Option } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";

/** `chatkeep drill` */
export function drillCommand(exit: (code: number) => void): Command {
  return new Command("drill")
    .summary("prove a backup by restoring it")
    .description(
      "Brings an archive to life on a throwaway server that is cut off from everything, compares what came back, reads and writes there as a member, and removes it again. The report is signed.",
    )
    .addCommand(run(exit), { isDefault: true })
    .addCommand(verify(exit))
    .addHelpText("after", examples("npx chatkeep drill", "npx chatkeep drill verify FILE"));
}

function run(exit: (code: number) => void): Command {
  return new Command("run")
    .summary("bring an archive to life and look at it")
    .description(
      "Restores the newest archive into a throwaway server and checks everything in it. The running server is not touched. Exit code 3: something in the archive is not as it should be.",
    )
    .addOption(new Option("--archive <id>", "this archive instead of the newest").conflicts("random"))
    .addOption(new Option("--random", "any archive instead of the newest").default(false))
    .addOption(new Option("--engine <address>", "run it on another Docker engine, such as ssh://root@SERVER"))
    .addOption(new Option("--out <folder>", "write the report there, instead of the stack's state folder"))
    .addOption(
      new Option("--schedule", "print a systemd timer and a cron line that run this every night").default(false),
    )
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep drill run", "npx chatkeep drill run --random --json"))
    .action(async (options) => exit(await (await import("./run.ts")).runDrill(options)));
}

function verify(exit: (code: number) => void): Command {
  return new Command("verify")
    .summary("check that a report is as it was signed")
    .description("Checks the signature of a report that a drill wrote, as JSON or as a page.")
    .argument("<file>", "the report")
    .addOption(new Option("--evidence-key <key>", "the evidence key as it is printed on the recovery kit"))
    .addOption(stackOption())
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep drill verify 2026-11-30T03-00-00Z.json"))
    .action(async (file, options) => exit(await (await import("./verify.ts")).verifyDrill(file, options)));
}
