import { build } from "esbuild";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** One of the client's modules as the browser gets it. */
export async function load(path) {
  const here = dirname(fileURLToPath(import.meta.url));
  const built = await build({ entryPoints: [join(here, "..", path)], bundle: true, format: "esm", platform: "node", target: "es2022", write: false });
  return await import("data:text/javascript;base64," + Buffer.from(built.outputFiles[0].contents).toString("base64"));
}
