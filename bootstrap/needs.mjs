/** A command that reads what lies on this machine: packages and Node are enough. */
const NOTHING = { pulumi: false, engine: "none" };
/** One that looks at what runs. */
const ENGINE = { pulumi: false, engine: "find" };
/** One that reads the stack's secrets or state. */
const STACK = { pulumi: true, engine: "find" };
/** One that hands Pulumi out, and looks at nothing that runs. */
const PULUMI = { pulumi: true, engine: "none" };
/** One that starts what may not be there yet: an engine is installed where there is none. */
export const EVERYTHING = { pulumi: true, engine: "install" };

/** What each command needs beside packages and Node, as it is written: one that has commands of its own with each of them. */
export const NEEDS = {
  init: NOTHING,
  doctor: STACK,
  up: EVERYTHING,
  preview: STACK,
  try: EVERYTHING,
  status: ENGINE,
  check: STACK,
  logs: ENGINE,
  journal: NOTHING,
  "journal show": NOTHING,
  "journal verify": NOTHING,
  "account create": STACK,
  "account list": STACK,
  "account reset-password": STACK,
  "account lock": STACK,
  "account unlock": STACK,
  "token create": STACK,
  "token list": STACK,
  "token revoke": STACK,
  "team init": STACK,
  "team import": NOTHING,
  "team plan": STACK,
  "team apply": STACK,
  "team status": STACK,
  "team remind": STACK,
  "team sheet": STACK,
  "team reset-password": STACK,
  "team offboard": STACK,
  "team unlock": STACK,
  "team verify": STACK,
  keys: NOTHING,
  "keys list": NOTHING,
  "keys rotate": STACK,
  "keys new-master": STACK,
  "keys re-sign": STACK,
  "recovery kit": NOTHING,
  "recovery verify": NOTHING,
  "recovery rebuild": NOTHING,
  "recovery reshare": NOTHING,
  "recovery procedures": NOTHING,
  "recovery audit": STACK,
  "recovery check-key": NOTHING,
  "recovery check-value": STACK,
  "recovery remind": STACK,
  export: NOTHING,
  "export history": NOTHING,
  "export keys": NOTHING,
  devices: STACK,
  "devices list": STACK,
  "devices safe-to-wipe": STACK,
  "devices remove": STACK,
  backup: STACK,
  "backup now": STACK,
  "backup list": ENGINE,
  restore: STACK,
  drill: STACK,
  "drill run": STACK,
  "drill verify": STACK,
  "upgrade postgres": STACK,
  delegation: NOTHING,
  destroy: STACK,
  env: PULUMI,
  "images build": ENGINE,
};

/** What a command line needs. Nothing is set up for a mistyped word, nor where only the help is asked for. */
export function needsOf(args) {
  const [verb, inner] = args;
  const twoWords = `${verb} ${inner}`;
  const command = Object.hasOwn(NEEDS, twoWords) ? twoWords : verb;
  return asksForHelp(args) || !Object.hasOwn(NEEDS, command) ? NOTHING : NEEDS[command];
}

/** Whether the person asked for no chatter: errors are printed all the same. */
export function isQuiet(args) {
  return args.includes("--json") || args.includes("--quiet");
}

/** Whether the person only wants to read what a command does. */
function asksForHelp(args) {
  return args.includes("--help") || args.includes("-h");
}

/** Whether the version is asked for: by the first argument alone, as a verb may have a flag of that name. */
export function asksForVersion([first]) {
  return first === "--version" || first === "-V";
}
