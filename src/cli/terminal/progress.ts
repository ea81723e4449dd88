import type { Progress } from "../../actions/terminal.ts";

/** Where progress is written: a terminal, or a log. */
export interface ProgressOutput {
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

const frames = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"] as const;
/** Off a terminal, how often a long step says that it is still at work. */
const reminderMilliseconds = 20_000;

/** Starts a line of progress: it moves on a terminal that can move its cursor (terminfo(5), "dumb"); in a log each text is one line, repeated while it lasts long. */
export function startProgress(text: string, output: ProgressOutput = process.stderr): Progress {
  return output.isTTY === true && process.env.TERM !== "dumb" ? movingLine(text, output) : loggedLines(text, output);
}

function movingLine(first: string, output: ProgressOutput): Progress {
  let text = first;
  let frame = 0;
  const started = performance.now();
  const clear = () => void output.write("\r\u001b[K");
  const draw = () => {
    const line = `${frames[frame++ % frames.length]} ${text} ${elapsed(started)}`;
    output.write(`\r\u001b[K${line.slice(0, (output.columns ?? 80) - 1)}`);
  };
  const timer = setInterval(draw, 120);
  draw();
  return {
    say: (next) => {
      text = next;
      draw();
    },
    keep: (line) => {
      clear();
      output.write(`${line}\n`);
      draw();
    },
    end: () => {
      clearInterval(timer);
      clear();
    },
  };
}

function loggedLines(first: string, output: ProgressOutput): Progress {
  let text = first;
  let started = performance.now();
  const write = (line: string) => void output.write(`${line}\n`);
  const timer = setInterval(() => write(`still ${text} ${elapsed(started)}`), reminderMilliseconds);
  write(text);
  return {
    say: (next) => {
      if (next === text) return;
      text = next;
      started = performance.now();
      timer.refresh();
      write(text);
    },
    keep: write,
    end: () => clearInterval(timer),
  };
}

function elapsed(started: number): string {
  return `${Math.floor((performance.now() - started) / 1_000)} s`;
}
