/** What is asked of the proxy, over the web and as anyone could. */
export const paths = {
  client: "/.well-known/matrix/client",
  server: "/.well-known/matrix/server",
  support: "/.well-known/matrix/support",
  versions: "/_matrix/client/versions",
  federationVersion: "/_matrix/federation/v1/version",
  keys: "/_matrix/key/v2/server",
  admin: "/_synapse/admin/v1/server_version",
  encodedAdmin: "/_synapse/%61dmin/v1/server_version",
  front: "/",
} as const;

/** The administration, by the ways it could be reached. */
export const adminPaths = [paths.admin, paths.encodedAdmin] as const;

/** Where other servers would ask. */
export const federationPaths = [paths.federationVersion, paths.keys, paths.server] as const;
