import { expect, it } from "vitest";
import { serviceDefinitions } from "../../../src/plan/services/all.ts";
import { issuedSecrets } from "../../../src/settings/issued-secrets.ts";

it("gives each issued secret to a service that exists, in a file of its own", () => {
  const given = issuedSecrets.flatMap(({ file }) => (file === null ? [] : [file]));
  const services = serviceDefinitions.map(({ name }) => name);
  expect(given.length).toBeGreaterThan(0);
  expect(given.filter(({ service }) => !services.includes(service))).toEqual([]);
  const own = serviceDefinitions.flatMap(({ name, secretFiles }) => secretFiles.map((path) => `${name}/${path}`));
  const all = [...own, ...given.map(({ service, path }) => `${service}/${path}`)];
  expect(all.filter((each, index) => all.indexOf(each) !== index)).toEqual([]);
});

it("tells issued secrets apart by key, flag and pending file", () => {
  const names = issuedSecrets.flatMap(({ key, flag, pendingFile }) => [key, flag, pendingFile]);
  expect(new Set(names).size).toBe(names.length);
});
