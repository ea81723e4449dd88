import { hostname, userInfo } from "node:os";

/** Who runs this process, as `ana@desk`: the user's name, or number where there is no name (as in a container), and the machine's. */
export function userAtMachine(): string {
  return `${userName()}@${hostname()}`;
}

/** A user without a line in the machine's list has no name (os.userInfo throws then). */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return `user ${process.getuid?.() ?? "unknown"}`;
  }
}
