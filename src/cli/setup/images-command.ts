import { Command } from "commander";
import { examples, jsonOption } from "../options.ts";

/** `chatkeep images` */
export function imagesCommand(exit: (code: number) => void): Command {
  return new Command("images")
    .summary("build the container images on this machine")
    .description("Builds the container images, for servers without access to public registries.")
    .addCommand(build(exit))
    .addHelpText("after", examples("npx chatkeep images build"));
}

function build(exit: (code: number) => void): Command {
  return new Command("build")
    .summary("build all of them again")
    .description(
      "Builds every image of this release again from Debian, PyPI and Go packages, and stores it in the cache.",
    )
    .addOption(jsonOption())
    .addHelpText("after", examples("npx chatkeep images build"))
    .action(async (options) => exit(await (await import("./images.ts")).buildImages(options)));
}
