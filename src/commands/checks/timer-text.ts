import { join } from "node:path";
import type { CheckOptions } from "../check.ts";
import type { Session } from "../session.ts";

/** Two ways to look every quarter of an hour: a systemd timer, and a line for cron, which mails whatever is printed. */
export function showTimer(
  { stack, paths }: Pick<Session, "stack" | "paths">,
  { webhookFile }: Pick<CheckOptions, "webhookFile">,
): string {
  const program = join(paths.checkout, "bootstrap", "chatkeep.mjs");
  const webhook = webhookFile === undefined ? [] : ["--webhook-file", webhookFile];
  const command = [process.execPath, program, "check", "--stack", stack, "--changes", ...webhook].join(" ");
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
