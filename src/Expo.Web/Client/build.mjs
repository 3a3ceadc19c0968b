// Builds what the browser gets into ../wwwroot/dist: every islands/*.ts as an ES module of its own,
// the style sheets, and the font under a name that carries its version, so that it may be kept for ever.
import { build, context } from "esbuild";
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const dist = join(here, "..", "wwwroot", "dist");

rmSync(dist, { recursive: true, force: true });
mkdirSync(join(dist, "fonts"), { recursive: true });

const font = join(here, "node_modules", "@fontsource-variable", "public-sans");
const fontVersion = JSON.parse(readFileSync(join(font, "package.json"), "utf8")).version;
copyFileSync(
  join(font, "files", "public-sans-latin-wght-normal.woff2"),
  join(dist, "fonts", `public-sans-latin-${fontVersion}.woff2`));

const islands = readdirSync(join(here, "islands"))
  .filter(name => name.endsWith(".ts"))
  .map(name => join(here, "islands", name));

const options = {
  entryPoints: [
    ...islands.map(island => ({ in: island, out: basename(island, ".ts") })),
    { in: join(here, "door", "worker.ts"), out: "door-worker" },
    { in: join(here, "styles", "expo.css"), out: "expo" },
    { in: join(here, "styles", "console.css"), out: "console" },
  ],
  outdir: dist,
  entryNames: "[name]",
  // What several islands share, and what one loads only when it needs it (hls.js), stands in files named by their content.
  chunkNames: "chunks/[name]-[hash]",
  assetNames: "chunks/[name]-[hash]",
  loader: { ".wasm": "file" },
  publicPath: "/dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: ["es2022", "chrome109", "firefox115", "safari16"],
  minify: true,
  sourcemap: false,
  external: ["/dist/fonts/*"],
  legalComments: "none",
  logLevel: "warning",
};

if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
}
