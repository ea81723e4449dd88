import { type Timed, timerText } from "../terminal/timer.ts";

/** A systemd timer and a cron line that check every quarter of an hour. cron mails what is printed. */
export function showTimer(session: Timed, webhookFile: string | undefined): string {
  const webhook = webhookFile === undefined ? [] : ["--webhook-file", webhookFile];
  return timerText(session, {
    name: "check",
    does: "Check the chat server",
    args: ["check", "--stack", session.stack, "--changes", ...webhook],
    onCalendar: "*:0/15",
    when: "every quarter of an hour",
    cron: "*/15 * * * *",
    delaySeconds: 60,
    silence: "while nothing changes, nothing is printed.",
  });
}
