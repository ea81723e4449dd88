import { type Timed, timerText } from "../terminal/timer.ts";

/** A systemd timer and a cron line that drill every night: the newest archive is proved, and its report kept. */
export function showSchedule(session: Timed): string {
  return timerText(session, {
    name: "drill",
    does: "Prove the newest backup of the chat server",
    args: ["drill", "--stack", session.stack],
    onCalendar: "*-*-* 03:30:00",
    when: "every night",
    cron: "30 3 * * *",
    delaySeconds: 900,
    silence: "the result of each drill is.",
  });
}
