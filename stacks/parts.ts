// What index.ts is made of, for a program that is started before it is asked for. Nothing here begins anything.
import "../src/keys/secrets.ts";
import "../src/render/render.ts";
import "../src/render/secret-files.ts";
import "./components/homeserver.ts";
import "./declare-dns.ts";
import "./issued-secrets.ts";
import "./read-settings.ts";
