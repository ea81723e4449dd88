import { lookup } from "node:dns/promises";
import type { Observed } from "../../kinds/observed.ts";
import { type CertificateSeen, seeCertificate, type TlsPlace } from "./handshake.ts";
import { observeWithin } from "./observe.ts";

/** An address that a name leads to, and who answers there. */
export interface AddressSeen {
  readonly address: string;
  readonly answered: Observed<CertificateSeen>;
  /** Whether this machine has no way to any address of that family, so that nothing can be told. */
  readonly isOutOfReach: boolean;
}

/** Connects to every address that this machine finds for a name; throws if it finds none. */
export async function seeAddresses(place: TlsPlace, milliseconds: number): Promise<readonly AddressSeen[]> {
  const found = await lookup(place.host, { all: true, order: "verbatim" });
  return await Promise.all([...new Set(found.map(({ address }) => address))].map(seeAt));

  async function seeAt(address: string): Promise<AddressSeen> {
    let isOutOfReach = false;
    const answered = await observeWithin(milliseconds, async (signal) => {
      try {
        return await seeCertificate({ ...place, by: address }, signal);
      } catch (error) {
        isOutOfReach = error instanceof Error && "code" in error && withoutWay.includes(String(error.code));
        throw error;
      }
    });
    return { address, answered, isOutOfReach };
  }
}

/** What the kernel says of its own routes and addresses, before anything is sent (connect(2)). */
const withoutWay: readonly string[] = ["ENETUNREACH", "EADDRNOTAVAIL", "EAFNOSUPPORT"];
