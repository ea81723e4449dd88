/** This machine's own engine. */
export const localEngine = "unix:///var/run/docker.sock";

/** Where the engine is: DOCKER_HOST says so, and no settings file can. */
export function engineAddress({ DOCKER_HOST }: Readonly<Record<string, string | undefined>>): string {
  return DOCKER_HOST || localEngine;
}
