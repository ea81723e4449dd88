import type { WrittenSettings } from "../definitions.ts";
import type { Complaint } from "../leaf.ts";
import { readCertificate, subjectOf } from "../shapes/trusted-authorities.ts";

type Read = Partial<WrittenSettings>;

const aDay = 86_400_000;

/** What is wrong at this time: authorities that are not valid, signing keys that are not retired yet. */
export function datedContradictions(read: Read, now: Date): readonly Complaint[] {
  return [...validAuthorities(read, now), ...retiredOnce(read, now)];
}

function validAuthorities({ trustedAuthorities = [] }: Read, now: Date): readonly Complaint[] {
  return trustedAuthorities.flatMap((pem): Complaint[] => {
    const certificate = readCertificate(pem);
    if (certificate === null) return [];
    const [from, to] = [certificate.validFromDate, certificate.validToDate];
    const name = subjectOf(certificate);
    if (to < now)
      return [
        {
          path: ["trustedAuthorities"],
          found: `the certificate of ${name} expired on ${day(to)}`,
          write: "Replace it with its successor, or delete it.",
        },
      ];
    if (from > now)
      return [
        {
          path: ["trustedAuthorities"],
          found: `the certificate of ${name} is not valid before ${day(from)}`,
          write: "Check this machine's clock, or paste the certificate that is in use now.",
        },
      ];
    return [];
  });
}

function retiredOnce({ retiredSigningKeys = [] }: Read, now: Date): readonly Complaint[] {
  return retiredSigningKeys.flatMap(({ keyId, expired }, index): Complaint[] => {
    const path = ["retiredSigningKeys", index];
    const first = retiredSigningKeys.findIndex((each) => each.keyId === keyId);
    if (first < index)
      return [
        { path: [...path, "keyId"], found: `\`${keyId}\` is in the list twice`, write: "Delete one of the two." },
      ];
    if (expired > now.getTime() + aDay)
      return [
        {
          path: [...path, "expired"],
          found: `${day(new Date(expired))} is in the future`,
          write: "Write the time when the key was retired, in milliseconds since 1970.",
        },
      ];
    return [];
  });
}

/** A date as YYYY-MM-DD; a time that no date can hold is given as a number. */
function day(date: Date): string {
  return Number.isNaN(date.getTime()) ? "that time" : date.toISOString().slice(0, 10);
}
