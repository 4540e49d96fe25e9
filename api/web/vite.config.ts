import { defineConfig } from "vite";

// Each page loads only what it uses; the server reads the manifest (api/assets.py).
export default defineConfig({
  base: "/static/built/",
  publicDir: false,
  css: { preprocessorOptions: { scss: { quietDeps: true, loadPaths: ["node_modules"] } } },
  build: {
    outDir: "../static/built",
    emptyOutDir: true,
    manifest: true,
    cssMinify: false, // It rejects what govuk-frontend writes.
    assetsInlineLimit: 0, // The content security policy has no data: for scripts and fonts.
    chunkSizeWarningLimit: 2000,
    rollupOptions: { input: ["src/site.ts", "src/map.ts", "src/explore.ts", "src/editor.ts"] },
  },
});
