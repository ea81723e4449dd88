import { join } from "node:path";
import type { Session } from "../../actions/session.ts";

/** Whose timer it is, and where. */
export type Timed = Pick<Session, "stack" | "paths" | "environment">;

/** What runs by itself, and when. */
export interface TimedCommand {
  /** What the command is, for the names of files and the descriptions. */
  readonly name: string;
  readonly does: string;
  readonly args: readonly string[];
  /** As systemd says when (systemd.time(7)), as people do, and as cron does (crontab(5)). */
  readonly onCalendar: string;
  readonly when: string;
  readonly cron: string;
  /** By how much a start may be late, so that not all machines begin at once. */
  readonly delaySeconds: number;
  /** What cron prints where nothing is wrong. */
  readonly silence: string;
}

/** A systemd timer and a cron line. cron mails what is printed. */
export function timerText(session: Timed, { args: own, ...timed }: TimedCommand): string {
  const args = commandArguments(session, own);
  const { name, does, onCalendar, when, cron, delaySeconds, silence } = timed;
  const unit = `chatkeep-${name}-${session.stack}`;
  return `# With systemd. While something is wrong, the unit is in the state failed: systemctl --user --failed shows that, journalctl --user -u ${unit} the reason.
# ~/.config/systemd/user/${unit}.service
[Unit]
Description=${does} ${session.stack}

[Service]
Type=oneshot
ExecStart=${args.map(forSystemd).join(" ")}

# ~/.config/systemd/user/${unit}.timer
[Unit]
Description=${does} ${session.stack} ${when}

[Timer]
OnCalendar=${onCalendar}
RandomizedDelaySec=${delaySeconds}
Persistent=true

[Install]
WantedBy=timers.target

# Then:  systemctl --user enable --now ${unit}.timer  and, so that it also runs while you are logged out:  loginctl enable-linger

# Or with cron (crontab -e). cron mails what is printed; ${silence}
MAILTO=you@example.org
${cron} ${args.map(forCron).join(" ")}`;
}

/** Neither systemd nor cron passes on this shell's environment, so the line contains the variables for the engine and the state. */
function commandArguments({ paths, environment }: Timed, own: readonly string[]): readonly string[] {
  const known = ["DOCKER_HOST", "XDG_STATE_HOME"].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const program = join(paths.checkout, "bootstrap", "chatkeep.mjs");
  return [...(known.length === 0 ? [] : ["/usr/bin/env", ...known]), process.execPath, program, ...own];
}

/** A word that means itself wherever it stands. */
const plain = /^[\w./:@=,-]+$/;

/** As systemd reads it: `%` and `$` begin something else unless they are doubled (systemd.service(5), "Command lines"; systemd.unit(5), "Specifiers"). */
function forSystemd(word: string): string {
  if (plain.test(word)) return word;
  return `"${word.replaceAll(/["\\]/g, "\\$&").replaceAll(/[%$]/g, "$&$&")}"`;
}

/** As cron hands it to a shell: a `%` would end the line there (crontab(5)). */
function forCron(word: string): string {
  if (plain.test(word)) return word;
  return `'${word.replaceAll("'", "'\\''")}'`.replaceAll("%", "\\%");
}
