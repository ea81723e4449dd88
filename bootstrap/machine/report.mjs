import { stderr } from "node:process";

/** Prints to stderr, so that what a command prints stays clean; a quiet one prints nothing but errors. */
export function reporter(quiet, stream = stderr) {
  const tell = (line) => {
    if (!quiet) stream.write(`chatkeep: ${line}\n`);
  };
  const waiting = (tool) => (pid) => {
    tell(`${tool}: process ${pid ?? "?"} is already doing this; waiting for it`);
    return startProgress(`${tool}: waiting for process ${pid ?? "?"}`, quiet, stream).stop;
  };
  return {
    tell,
    waiting,
    progress: (label) => startProgress(label, quiet, stream),
    fail: (error) => stream.write(describe(error)),
  };
}

/** A message for a tired person: what is wrong, then what to type. */
export function describe(error) {
  if (error?.name !== "SetupError") return `chatkeep: set-up failed\n${error?.stack ?? error}\n`;
  return [`chatkeep: ${error.message}`, ...error.next.map((line) => `  ${line}`), ""].join("\n");
}

/** Says that something takes time: on a terminal one line that counts, elsewhere a line every ten seconds. */
function startProgress(label, quiet, stream) {
  const began = Date.now();
  let detail = "";
  const seconds = () => Math.round((Date.now() - began) / 1000);
  const line = () => `chatkeep: ${label}: ${seconds()} s${detail === "" ? "" : `, ${detail}`}`;
  const show = () =>
    stream.write(stream.isTTY ? `\r\u001b[K${line().slice(0, (stream.columns ?? 80) - 1)}` : `${line()}\n`);
  const timer = quiet ? null : setInterval(show, stream.isTTY ? 1000 : 10_000);
  return {
    detail: (text) => {
      detail = text;
    },
    stop: () => {
      if (timer !== null) clearInterval(timer);
      if (timer !== null && stream.isTTY) stream.write("\r\u001b[K");
      return seconds();
    },
  };
}
