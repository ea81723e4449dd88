import { afterAll, beforeAll } from "vitest";
import { fetchTrusting, type TrustingFetch } from "../../../src/io/matrix/trusting-fetch.ts";
import type { SynapseOperator } from "../../../src/io/synapse/operator.ts";
import { makeRegistrationToken, type Office } from "../../support/members/newcomers.ts";
import { operatorOf } from "../../support/members/operator.ts";
import { sample } from "../../support/sample.ts";
import { bootStack, type StackRecord, testSettings } from "../../support/stack/stack.ts";
import { removeStack } from "../../support/stack/sweep.ts";
import { accountTests } from "./accounts.ts";
import { firstDayTests } from "./first-day.ts";
import { operatorTests } from "./operator.ts";
import { pictureTests } from "./pictures.ts";

/** A server that lets people with a token in, and the ways to it. */
export interface Scene {
  readonly stack: StackRecord;
  readonly operator: SynapseOperator;
  readonly office: Office;
  /** Lets anyone register. */
  readonly token: string;
}

let scene: Scene;
let connection: TrustingFetch;

beforeAll(async () => {
  const stack = await bootStack({ ...(await testSettings()), registration: "token" });
  connection = fetchTrusting(stack.authorityFile ?? "");
  const operator = await operatorOf(stack);
  const office = { baseUrl: stack.baseUrl, fetch: connection.fetch };
  scene = { stack, operator, office, token: await makeRegistrationToken(operator) };
});

afterAll(async () => {
  await connection?.close();
  scene?.operator.close();
  if (scene !== undefined) await removeStack(scene.stack);
});

const sides = sample("sides of a team's server", [firstDayTests, pictureTests, operatorTests], 1);
for (const tests of [firstDayTests, accountTests, pictureTests, operatorTests])
  if (tests === accountTests || sides.includes(tests)) tests(() => scene);
