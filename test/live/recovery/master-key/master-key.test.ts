import { afterAll, beforeAll, describe } from "vitest";
import { bringUpForCeremonies, type Ceremonies, endCeremonies } from "../../../support/recovery/ceremonies.ts";
import { rebuildingTests } from "./rebuilding.ts";
import { rotatingTests } from "./rotating.ts";

let scene: Ceremonies;

beforeAll(async () => {
  scene = await bringUpForCeremonies();
});

afterAll(() => endCeremonies(scene));

// One server for both, which starts once; what was rebuilt is rotated then as any other.
describe("a master key that is written down", () => rebuildingTests(() => scene));
describe("a master key whose server goes on", () => rotatingTests(() => scene));
