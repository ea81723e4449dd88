import { languageHost, languageRuntime } from "../language/host.ts";
import { answering } from "../protocol/serve.ts";
import { takeWarm } from "./warm.ts";

/** Our language host for one connection; a program that was started beforehand is run by the first to ask for it. */
export function answerNew() {
  return answering(languageRuntime, languageHost(undefined, takeWarm));
}
