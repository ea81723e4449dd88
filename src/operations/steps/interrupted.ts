import { StoppedOnRequest } from "../../errors.ts";

/** What a person asked for who pressed Ctrl-C in the middle. */
export function stoppedOnRequest(): StoppedOnRequest {
  return new StoppedOnRequest("Stopped on request, in the middle: some things are as planned, others not yet", {
    next: "Run the same command again: it continues from here.",
  });
}
