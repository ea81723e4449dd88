import type { Json } from "../../../src/kinds/json.ts";
import { type Place, printedIn } from "../stack/engine.ts";

/** Loads both files as Synapse itself does, once, and evaluates expressions over the sections of its configuration. */
const reader = `
import json, sys
from synapse.config.homeserver import HomeServerConfig
config = HomeServerConfig.load_config("", ["--config-path", "homeserver.yaml", "--config-path", "secret.yaml"])
sections = {each.section: getattr(config, each.section) for each in config.config_classes}
plain = lambda value: sorted(value) if isinstance(value, (set, frozenset)) else str(value)
print(json.dumps([eval(each, {**sections}) for each in json.loads(sys.argv[1])], default=plain))
`;

/** What Synapse's own parser makes of the running container's files, one value for each Python expression. */
export async function effectiveSettings(place: Place, expressions: readonly string[]): Promise<readonly Json[]> {
  return JSON.parse(await printedIn(place, "synapse", "python", "-c", reader, JSON.stringify(expressions)));
}
