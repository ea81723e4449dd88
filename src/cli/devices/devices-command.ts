import { Argument, Command, InvalidArgumentError, Option } from "commander";
import { type Duration, parseDuration } from "../../kinds/duration.ts";
import { examples, jsonOption, stackOption, yesOption } from "../options.ts";

/** `chatkeep devices` */
export function devicesCommand(exit: (code: number) => void): Command {
  return new Command("devices")
    .summary("see, judge and sign out members' devices")
    .description("Lists a member's devices, says whether one can be erased, and signs devices out.")
    .addCommand(list(exit), { isDefault: true })
    .addCommand(safeToWipe(exit))
    .addCommand(remove(exit))
    .addHelpText("after", examples("npx chatkeep devices ana", "npx chatkeep devices safe-to-wipe ana ABCDEFGHIJ"));
}

const load = () => import("./devices.ts");

function list(exit: (code: number) => void): Command {
  return withStale(withMember(new Command("list")))
    .summary("list a member's devices")
    .description(
      "Lists a member's devices: whether each is confirmed by its owner, when it was last seen, and whether it was not used for long.",
    )
    .addHelpText("after", examples("npx chatkeep devices list ana"))
    .action(async (name, options) => exit(await (await load()).list(name, options)));
}

function safeToWipe(exit: (code: number) => void): Command {
  return withMember(new Command("safe-to-wipe"))
    .summary("find out whether one can be erased")
    .description(
      "Before an old device is erased: says whether the member would lose messages with it, and what to do first. Ends with 3 when something would be lost.",
    )
    .addArgument(new Argument("<device>", "the device's id, as `devices list` shows it"))
    .addOption(
      new Option("--in-use <time>", "how recently another device must have been used")
        .default(timeOf("14 days"), "14 days")
        .argParser(timeOf),
    )
    .addHelpText("after", examples("npx chatkeep devices safe-to-wipe ana ABCDEFGHIJ"))
    .action(async (name, device, options) => exit(await (await load()).safeToWipe(name, device, options)));
}

function remove(exit: (code: number) => void): Command {
  return withStale(withMember(new Command("remove")))
    .summary("sign devices of a member out")
    .description(
      "Signs devices of a member out, after a question. What such a device holds and the key backup does not is lost when it is erased; what it has decrypted stays on it.",
    )
    .addArgument(new Argument("[device...]", "the devices' ids, as `devices list` shows them"))
    .addOption(new Option("--stale", "all devices that were not used for long, instead of ids").default(false))
    .addOption(
      new Option("--even-the-last", "also the last device that can confirm others or read older messages").default(
        false,
      ),
    )
    .addOption(yesOption())
    .addHelpText(
      "after",
      examples("npx chatkeep devices remove ana ABCDEFGHIJ", "npx chatkeep devices remove ana --stale"),
    )
    .action(async (name, ids, options) => exit(await (await load()).remove(name, ids, options)));
}

function withMember(command: Command): Command {
  return command
    .addArgument(new Argument("<name>", "the account, such as ana or @ana:acme.example"))
    .addOption(stackOption())
    .addOption(jsonOption());
}

function withStale(command: Command): Command {
  return command.addOption(
    new Option("--stale-after <time>", "after how long without use a device is stale")
      .default(timeOf("90 days"), "90 days")
      .argParser(timeOf),
  );
}

function timeOf(text: string): Duration {
  const time = parseDuration(text);
  if (time === null) throw new InvalidArgumentError("Write a time, such as 14 days.");
  return time;
}
