import { join } from "node:path";
import type { Session } from "../session.ts";

/** Whose timer it is, and where. */
type Timed = Pick<Session, "stack" | "paths" | "environment">;

/** Two ways to look every quarter of an hour: a systemd timer, and a line for cron, which mails whatever is printed. */
export function showTimer(session: Timed, webhookFile: string | undefined): string {
  const { stack } = session;
  const command = commandLine(session, webhookFile);
  const unit = `chatkeep-check-${stack}`;
  return `# With systemd. The unit counts as failed while something is wrong: systemctl --failed shows it, journalctl -u ${unit} what.
# ~/.config/systemd/user/${unit}.service
[Unit]
Description=Look at the chat server ${stack}

[Service]
Type=oneshot
ExecStart=${command}

# ~/.config/systemd/user/${unit}.timer
[Unit]
Description=Look at the chat server ${stack} every quarter of an hour

[Timer]
OnCalendar=*:0/15
RandomizedDelaySec=60
Persistent=true

[Install]
WantedBy=timers.target

# Then:  systemctl --user enable --now ${unit}.timer  and, so that it runs without you:  loginctl enable-linger

# Or with cron (crontab -e). It mails what is printed, and nothing is printed while nothing changes.
MAILTO=you@example.org
*/15 * * * * ${command}`;
}

/** Neither systemd nor cron hands on what this shell knows, so what says where the engine and the state are stands in the line. */
function commandLine({ stack, paths, environment }: Timed, webhookFile: string | undefined): string {
  const known = ["DOCKER_HOST", "XDG_STATE_HOME"].flatMap((name) => {
    const value = environment[name];
    return value === undefined ? [] : [`${name}=${value}`];
  });
  const program = join(paths.checkout, "bootstrap", "chatkeep.mjs");
  const webhook = webhookFile === undefined ? [] : ["--webhook-file", webhookFile];
  const words = [process.execPath, program, "check", "--stack", stack, "--changes", ...webhook];
  return [...(known.length === 0 ? [] : ["/usr/bin/env", ...known]), ...words].map(quoted).join(" ");
}

/** A word as both systemd and a shell read it, where it is not plain (systemd.service(5), "Command lines"). */
function quoted(word: string): string {
  return /^[\w./:@=,-]+$/.test(word) ? word : `"${word.replaceAll(/["\\]/g, "\\$&")}"`;
}
