import { once } from "node:events";

// Loaded by `node --import` after what the program is made of, and before Pulumi's runner, which so begins when the words are there.
// Its settings come by a pipe between the two of us, and not by an environment that the whole user can read.
const [{ words, environment }] = await once(process, "message");
process.disconnect();
process.argv.push(...words);
Object.assign(process.env, environment);

// What Pulumi's package read of them as it was loaded, it reads again (sdk/nodejs/runtime/state.ts, "getGlobalStore").
Reflect.deleteProperty(globalThis, "globalStore");
