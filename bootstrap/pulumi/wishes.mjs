/** The official binaries that a person names instead of chatkeep's own, to compare both. */
export function wishesOf(environment) {
  return {
    provider: environment.CHATKEEP_OFFICIAL_PROVIDER || null,
    cloudflareProvider: environment.CHATKEEP_OFFICIAL_CLOUDFLARE_PROVIDER || null,
    languageHost: environment.CHATKEEP_OFFICIAL_LANGUAGE_HOST || null,
  };
}
