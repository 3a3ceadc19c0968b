// The real tus-js-client, behind a wire that breaks in mid-chunk as often as asked. Says in JSON what came of it.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import net from "node:net";

const [client, base, cookie, purpose, path, breaks] = process.argv.slice(2);
const { Upload } = createRequire(import.meta.url)(client);
const target = new URL(base);
const file = readFileSync(path);
let left = Number(breaks);
const offsets = [];

// A chunk is 1 MB; the wire breaks when 300 KB of one have gone through.
const wire = net.createServer(from => {
  const to = net.connect(Number(target.port), target.hostname);
  let through = 0;
  let stalled = false;
  const end = () => { from.destroy(); to.destroy(); };
  from.on("data", bytes => {
    if (stalled) return;
    through += bytes.length;
    to.write(bytes);
    if (left > 0 && through > 300_000) {
      left--;
      stalled = true;
      // As networks do: nothing more comes for a while, then the connection is gone.
      setTimeout(end, 300);
    }
  });
  to.on("data", bytes => from.write(bytes));
  for (const side of [from, to]) side.on("error", end).on("close", end);
}).listen(0, "127.0.0.1", () => {
  const own = `http://127.0.0.1:${wire.address().port}`;
  const upload = new Upload(file, {
    endpoint: `${own}/api/v1/uploads`,
    chunkSize: 1_000_000,
    retryDelays: Array(60).fill(250),
    headers: { Cookie: cookie },
    metadata: { filename: "deck.pptx", purpose },
    onAfterResponse: (request, response) => {
      if (request.getMethod() === "HEAD") offsets.push(Number(response.getHeader("Upload-Offset")));
    },
    onError: error => { console.log(JSON.stringify({ error: error.originalResponse?.getBody() ?? String(error), status: error.originalResponse?.getStatus() })); process.exit(1); },
    onSuccess: () => { console.log(JSON.stringify({ url: upload.url, broken: Number(breaks) - left, offsets })); process.exit(0); },
  });
  upload.start();
});
