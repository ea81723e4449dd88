import { delimiter } from "node:path";

/**
 * The environment in which tests start an engine: CHATKEEP_TEST_ENGINE names folders, written as PATH is, whose dockerd, docker-proxy,
 * containerd and runc come before this machine's own.
 */
export function engineEnvironment(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const { CHATKEEP_TEST_ENGINE: folders = "", PATH = "" } = environment;
  return folders === "" ? environment : { ...environment, PATH: [folders, PATH].join(delimiter) };
}
