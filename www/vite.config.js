import { defineConfig } from 'vite';

export default defineConfig({
  // Relative addresses: the built page works from any folder of any static host.
  base: './',
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    outDir: 'dist',
    emptyOutDir: true,
    // The wasm is fetched and compiled while it streams; inlining it would forbid that.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { fs: { allow: ['..'] } },
});
