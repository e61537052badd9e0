// A web host between the browser and the server at an address: all files packed by gzip beforehand, connections kept.
import { createServer } from "node:http";
import { gzipSync } from "node:zlib";

/**
 * @param {string} address of the server that has the files
 * @param {Record<string, string>} pages HTML by name
 * @returns {Promise<{ address: string, close: () => void }>}
 */
export async function host(address, pages) {
  const pack = body => gzipSync(body, { level: 9 });
  const packed = new Map(Object.entries(pages).map(([name, html]) => [name, { type: "text/html; charset=utf-8", body: pack(html) }]));
  /** A file; it is packed when it is first asked for. */
  async function file(name) {
    if (!packed.has(name)) {
      const answer = await fetch(address + name);
      const body = answer.ok && pack(new Uint8Array(await answer.arrayBuffer()));
      packed.set(name, body ? { type: answer.headers.get("content-type"), body } : undefined);
    }
    return packed.get(name);
  }
  const server = createServer(async (request, response) => {
    const { type, body } = (await file(request.url.slice(1)).catch(() => undefined)) ?? {};
    const head = { "content-type": type, "content-encoding": "gzip", "content-length": body?.length, "cache-control": "no-store" };
    if (body) response.writeHead(200, head).end(body);
    else response.writeHead(404).end();
  });
  await new Promise(done => server.listen(0, "127.0.0.1", done));
  return { address: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
