// Serves the built desk as the server does: one page for every address below /desk/, a nonce in it, and the strict policy. For screenshots
// and for looking at the desk without a server.
import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join, normalize } from "node:path";

const dist = new URL("../../../dist/desk/", import.meta.url).pathname;
const types = { ".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml", ".html": "text/html" };

export function policy(nonce) {
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

export function serve(port = 0) {
  const server = createServer((request, response) => {
    const path = normalize(new URL(request.url ?? "/", "http://desk").pathname.replace(/^\/desk/, ""));
    const file = join(dist, path);
    if (path !== "/" && existsSync(file) && statSync(file).isFile()) {
      response.writeHead(200, { "content-type": types[extname(file)] ?? "application/octet-stream" });
      response.end(readFileSync(file));
      return;
    }
    const nonce = randomBytes(16).toString("base64url");
    response.writeHead(200, { "content-type": "text/html", "content-security-policy": policy(nonce) });
    response.end(readFileSync(join(dist, "index.html"), "utf8").replaceAll("__CSP_NONCE__", nonce));
  });
  return new Promise((resolve) => {
    server.listen(port, "127.0.0.1", () =>
      resolve({ url: `http://127.0.0.1:${server.address().port}`, close: () => server.close() }),
    );
  });
}
