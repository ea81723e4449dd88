import { DUMP_SCHEMA, defineScalarTag, NOT_RESOLVED } from "js-yaml";

/** What PyYAML takes for something else than text when it stands without quotes (yaml/resolver.py, all that begins with `[-+0-9.=]`): it even stops at `0x_` and `=`, which are no number and no value to it. */
const noText = [
  /^[-+]?(0b[01_]+|0[0-7_]+|0|[1-9][0-9_]*|0x[0-9a-fA-F_]+|[1-9][0-9_]*(:[0-5]?[0-9])+)$/,
  /^[-+]?([0-9][0-9_]*\.[0-9_]*([eE][-+][0-9]+)?|\.[0-9][0-9_]*([eE][-+][0-9]+)?|[0-9][0-9_]*(:[0-5]?[0-9])+\.[0-9_]*)$/,
  /^\d{4}-\d\d?-\d\d?([Tt]|[ \t]|$)/,
  /^=$/,
] as const;

const lookalike = defineScalarTag("chatkeep:lookalike", {
  implicit: true,
  resolve: (source) => (noText.some((pattern) => pattern.test(source)) ? source : NOT_RESOLVED),
  identify: () => false,
});

/** The schema to write with: what any reader could take for something else than text is put in quotes. */
export const careful = DUMP_SCHEMA.withTags(lookalike);
