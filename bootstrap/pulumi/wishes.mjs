/** The official binaries a person names in place of ours, for holding ours against them. */
export function wishesOf(environment) {
  return {
    provider: environment.CHATKEEP_OFFICIAL_PROVIDER || null,
    cloudflareProvider: environment.CHATKEEP_OFFICIAL_CLOUDFLARE_PROVIDER || null,
    languageHost: environment.CHATKEEP_OFFICIAL_LANGUAGE_HOST || null,
  };
}
