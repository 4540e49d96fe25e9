import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

const OUT = "../static/built";

// Files packed beside the plain ones; the server sends them to whoever takes them (api/endpoints/static.py).
const packed = (): Plugin => ({
  name: "packed",
  apply: "build",
  closeBundle() {
    const folder = join(import.meta.dirname, OUT, "assets");
    for (const name of readdirSync(folder).filter((each) => /\.(js|css)$/.test(each))) {
      writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(folder, name)), { level: 9 }));
    }
  },
});

// Each page loads only what it uses; the server reads the manifest (api/assets.py).
export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  plugins: [packed()],
  css: { preprocessorOptions: { scss: { quietDeps: true, loadPaths: ["node_modules"] } } },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    manifest: true,
    cssMinify: false, // It rejects what govuk-frontend writes.
    assetsInlineLimit: 0, // The content security policy has no data: for scripts and fonts.
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: ["src/site.ts", "src/map.ts", "src/explore.ts", "src/editor.ts"] },
  },
});
