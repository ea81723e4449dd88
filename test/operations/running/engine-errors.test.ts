import { expect, it } from "vitest";
import { troubleIn } from "../../../src/operations/running/engine-errors.ts";

/** As engines 20.10 to 29 said it, when they were brought to it. */
const flushed =
  "driver failed programming external connectivity on endpoint chatkeep-acme-proxy (41a721b7): Unable to enable DNAT rule:  (iptables failed: iptables --wait -t nat -A DOCKER -p tcp -d 127.0.0.1 --dport 8080 -j DNAT --to-destination 172.17.0.3:80 ! -i docker0: iptables: No chain/target/match by that name.\n (exit status 1))";

it.each([
  [
    "could not find an available, non-overlapping IPv4 address pool among the defaults to assign to the network",
    "no addresses left",
    "docker network prune",
  ],
  ["all predefined address pools have been fully subnetted", "no addresses left", "default-address-pools"],
  [flushed, "firewall rules are missing", "systemctl restart docker"],
  [
    "Error starting userland proxy: error while calling RootlessKit PortManager.AddPort(): cannot expose privileged port 443, you can add",
    "without root",
    "ip_unprivileged_port_start",
  ],
  [
    "failed to start userland proxy: fork/exec /usr/bin/docker-proxy: no such file or directory",
    "docker-proxy is missing",
    "userland-proxy",
  ],
  ["listen tcp4 192.0.2.7:443: bind: cannot assign requested address", "not have the address", "chatkeep:bindAddress"],
  ["Bind for 0.0.0.0:443 failed: port is already allocated", "Another program", "chatkeep:ports"],
])("of the engine's words, the cause and the way out are said: %s", (words, cause, next) => {
  const trouble = troubleIn(["an update failed", words]);
  expect(trouble?.cause).toContain(cause);
  expect(trouble?.next).toContain(next);
});

it("words that are not known are left as they are", () => {
  expect(troubleIn(["no space left on device"])).toBeNull();
});
