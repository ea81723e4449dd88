import * as z from "zod";
import { mebibytes } from "../../kinds/size.ts";
import { complain, group, leaf } from "../leaf.ts";
import { plainText } from "../wording.ts";
import { size, span } from "./quantities.ts";

const usual = { size: "5 GiB", within: "7 days" } as const;

const details = group({
  size: size({ min: mebibytes(1), max: mebibytes(1024 * 1024), example: usual.size })
    .prefault(usual.size)
    .meta({ description: "How much one member may upload." }),
  within: span({ example: usual.within })
    .prefault(usual.within)
    .meta({ description: "The time in which the size counts." }),
});

const off = leaf<null>({ enum: ["off", false] }, (value) => {
  if (value === "off" || value === false) return { value: null };
  const none = ["no", "none", "unlimited", "forever", "never"].includes(plainText(value).trim().toLowerCase());
  return complain(
    "a size and a time, or `off`",
    value,
    none ? "Write `off`." : "Write `{ size: 5 GiB, within: 7 days }`.",
  );
});

/** How much one member may upload in which time: a group, or `off`. */
export const uploadQuota = z.union([off, details]).prefault(usual);
