import fs from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const root = path.join(import.meta.dirname, 'client');

// Every folder of client/ that has an index.html is a page of its own; the phone never downloads the map.
const pages = fs
  .readdirSync(root)
  .map((name) => path.join(root, name, 'index.html'))
  .filter((file) => fs.existsSync(file));

const outDir = path.join(import.meta.dirname, 'dist/client');

/** The field page opens without a line: its page and what that page names are kept on the phone, nothing else. */
const fieldOffline = VitePWA({
  filename: 'field-sw.js',
  scope: '/field',
  registerType: 'autoUpdate',
  injectRegister: false,
  manifest: false,
  workbox: {
    inlineWorkboxRuntime: true,
    globPatterns: ['field/index.html', 'assets/*.{js,css,svg}'],
    manifestTransforms: [
      (entries) => {
        const html = fs.readFileSync(path.join(outDir, 'field/index.html'), 'utf8');
        const kept = entries.filter(({ url }) => url === 'field/index.html' || html.includes(`/${url}"`));
        return { manifest: kept };
      },
    ],
    navigateFallback: '/field/index.html',
    navigateFallbackAllowlist: [/^\/field(\/|$)/],
    runtimeCaching: [
      {
        // Photos never change under their id; the faint picture of before is wanted where there is no line.
        urlPattern: ({ url }) => url.pathname.startsWith('/api/photos/'),
        handler: 'CacheFirst',
        options: {
          cacheName: 'field-photos',
          cacheableResponse: { statuses: [200] },
          expiration: { maxEntries: 60, maxAgeSeconds: 3 * 24 * 60 * 60 },
        },
      },
    ],
  },
});

export default defineConfig({
  root,
  plugins: [react(), fieldOffline],
  build: {
    outDir,
    emptyOutDir: true,
    sourcemap: false,
    // The map and the charts are single libraries above the default of 500 kB.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: pages },
  },
});
