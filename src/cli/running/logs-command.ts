import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { examples, jsonOption, stackOption } from "../options.ts";
import { namesOfServices } from "./logged-services.ts";

/** `chatkeep logs` */
export function logsCommand(exit: (code: number) => void): Command {
  return new Command("logs")
    .summary("print the services' logs")
    .description("Prints the last lines of one service's log, or of all logs.")
    .addArgument(new Argument("[service]", namesOfServices()))
    .addOption(stackOption())
    .addOption(new Option("-f, --follow", "keep printing until Ctrl-C").default(false))
    .addOption(new Option("-n, --lines <number>", "how many lines of each service").default(100).argParser(count))
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep logs synapse --follow", "npx chatkeep logs --lines 20"))
    .action(async (service, options) => exit(await (await import("./logs.ts")).logs(service, options)));
}

function count(text: string): number {
  if (/^\d{1,6}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("Write a number, such as 100.");
}
