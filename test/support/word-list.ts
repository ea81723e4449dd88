/** A word that neither texts nor comments nor names use, what to write instead, and why. */
export interface ReplacedWord {
  readonly word: RegExp;
  readonly instead: string;
  readonly reason: string;
}

/** The words that are replaced. Each is matched as a whole word, in upper and lower case. */
export const replacedWords: readonly ReplacedWord[] = [
  replaced("whoever|whomever", "anyone who, the operator, the client", "a reader looks for the subject: name it"),
  replaced("whom", "who, or name the person", "sounds like a contract"),
  replaced("somebody", "another program, a member, anyone", "hides who acts"),
  replaced("everybody|anybody", "everyone, all members; or name who acts", "hides who acts"),
  replaced("nobody", "no client, no member, not asked", "hides who does not act"),
  replaced("(?:is|are|was|were) to be", "must be, will be", "means both a duty and a plan"),
  replaced("there is none that|none that", "no ... can", "makes the reader search for the noun"),
  replaced("doors?", "port", "the field says port"),
  replaced("ways? out", "egress; or: what you can do", "the field says egress; for advice, say what to do"),
  replaced(
    "strangers?|homeless",
    "unmanaged, outsider",
    "the field says unmanaged for resources that the state does not know",
  ),
  replaced("keepsakes?", "artifacts", "the field says artifacts"),
  replaced("heed(?:s|ed)?", "enforce", "the field says enforce"),
  replaced("(?:--)?despite", "--skip-check", "the flag says what it skips"),
  replaced("(?:to )?know about", "warning", "the verdict is called warning"),
  replaced("anew", "again", "again is the everyday word"),
  replaced("mend(?:s|ed|ing)?", "fix, repair", "the field says fix"),
  replaced("(?:can|could|cannot) (?:not )?be had", "is (not) available", "the field says available"),
  replaced("(?:stands?|stood) in the open", "is not encrypted", "says what is wrong with it"),
  replaced("otherwise than", "differs from", "the verb is easier to find than the adverb"),
  replaced("(?:gets?|got) hold of", "obtains", "an idiom that few people translate right"),
  replaced("(?:goes|go) on(?! the| a| PATH)", "continues", "on and off are states here"),
  replaced("looked at", "observed, checked", "the field says observe"),
  replaced("(?:is|are) (?:not )?well(?! formed)", "is (not) healthy", "Docker and status say healthy"),
  replaced("stands? (?:here|in|there)", "is in, is used", "settings and files do not stand"),
  replaced("brings? it about", "applies it", "Pulumi says apply"),
];

function replaced(word: string, instead: string, reason: string): ReplacedWord {
  return { word: new RegExp(`(?<!\\w|\\w-)(?:${word})(?![\\w-])`, "i"), instead, reason };
}
