import { join } from "node:path";
import type { Session } from "../../actions/session.ts";

/** Whose timer it is, and where. */
type Timed = Pick<Session, "stack" | "paths" | "environment">;

/** A systemd timer and a cron line that check every quarter of an hour. cron mails what is printed. */
export function showTimer(session: Timed, webhookFile: string | undefined): string {
  const { stack } = session;
  const args = commandArguments(session, webhookFile);
  const unit = `chatkeep-check-${stack}`;
  return `# With systemd. While something is wrong, the unit is in the state failed: systemctl --user --failed shows that, journalctl --user -u ${unit} the reason.
# ~/.config/systemd/user/${unit}.service
[Unit]
Description=Check the chat server ${stack}

[Service]
Type=oneshot
ExecStart=${args.map(forSystemd).join(" ")}

# ~/.config/systemd/user/${unit}.timer
[Unit]
Description=Check the chat server ${stack} every quarter of an hour

[Timer]
OnCalendar=*:0/15
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target

# Then:  systemctl --user enable --now ${unit}.timer  and, so that it also runs while you are logged out:  loginctl enable-linger

# Or with cron (crontab -e). cron mails what is printed; while nothing changes, nothing is printed.
MAILTO=you@example.org
*/15 * * * * ${args.map(forCron).join(" ")}`;
}

/** Neither systemd nor cron passes on this shell's environment, so the line contains the variables for the engine and the state. */
function commandArguments({ stack, paths, environment }: Timed, webhookFile: string | undefined): readonly string[] {
  const known = ["DOCKER_HOST", "XDG_STATE_HOME"].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const program = join(paths.checkout, "bootstrap", "chatkeep.mjs");
  const webhook = webhookFile === undefined ? [] : ["--webhook-file", webhookFile];
  const args = [process.execPath, program, "check", "--stack", stack, "--changes", ...webhook];
  return [...(known.length === 0 ? [] : ["/usr/bin/env", ...known]), ...args];
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
