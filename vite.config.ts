import fs from 'node:fs';
import path from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import type { Plugin, Rolldown } from 'vite';
import { VitePWA } from 'vite-plugin-pwa';

const root = path.join(import.meta.dirname, 'client');

// Every folder of client/ that has an index.html is a page of its own; the phone never downloads the map.
const pages = fs
  .readdirSync(root)
  .map((name) => path.join(root, name, 'index.html'))
  .filter((file) => fs.existsSync(file));

/** The files that the field page is made of; filled when the bundle is made, before the offline list is. */
const fieldFiles = new Set(['field/index.html']);

function addWithImports(bundle: Rolldown.OutputBundle, name: string): void {
  const chunk = bundle[name];
  if (fieldFiles.has(name) || chunk?.type !== 'chunk') return;
  fieldFiles.add(name);
  for (const file of [
    ...(chunk.viteMetadata?.importedCss ?? []),
    ...(chunk.viteMetadata?.importedAssets ?? []),
  ])
    fieldFiles.add(file);
  for (const next of [...chunk.imports, ...chunk.dynamicImports]) addWithImports(bundle, next);
}

const listFieldFiles: Plugin = {
  name: 'list-field-files',
  writeBundle: (_, bundle) => {
    const entries = Object.values(bundle).filter((one) => one.type === 'chunk' && one.isEntry);
    const field = entries.find((one) => one.type === 'chunk' && one.facadeModuleId?.includes('/field/'));
    if (field) addWithImports(bundle, field.fileName);
  },
};

/** The field page works without a network: its own files, and no others, are kept on the phone. */
const offlineField = VitePWA({
  filename: 'field-sw.js',
  injectRegister: false,
  manifest: false,
  workbox: {
    globPatterns: ['**/*.{html,js,css,svg,woff2}'],
    maximumFileSizeToCacheInBytes: 8 * 2 ** 20,
    manifestTransforms: [
      (entries) => ({ manifest: entries.filter(({ url }) => fieldFiles.has(url)), warnings: [] }),
    ],
    navigateFallback: '/field/index.html',
    navigateFallbackAllowlist: [/^\/field(\/|$)/],
    cleanupOutdatedCaches: true,
    inlineWorkboxRuntime: true,
  },
});

/** The map of the wall is on its way while the page itself is being read, not only once it asks for it. */
const sendForMap: Plugin = {
  name: 'send-for-map',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle, filename }) => {
      if (filename !== path.join(root, 'wall/index.html')) return;
      const chunks = Object.values(bundle ?? {}).filter((one) => one.type === 'chunk');
      const map = chunks.find((one) => one.facadeModuleId === path.join(root, 'wall/map/wall-map.ts'));
      if (!map) throw new Error('the map of the wall is no chunk of its own');
      const missing = [map.fileName, ...map.imports].filter((file) => !html.includes(file));
      return missing.map((file) => ({
        tag: 'link',
        attrs: { rel: 'modulepreload', crossorigin: true, href: `/${file}` },
        injectTo: 'head',
      }));
    },
  },
};

const outDir = path.join(import.meta.dirname, 'dist/client');

/** Beside every script and style stands its packed form, as small as it gets: made once here, never while serving. */
const packFiles: Plugin = {
  name: 'pack-files',
  closeBundle: {
    // After the worker of the field page is written.
    order: 'post',
    sequential: true,
    handler: () => {
      for (const name of fs.readdirSync(outDir, { recursive: true, encoding: 'utf8' })) {
        if (!/\.(m?js|css|svg)$/.test(name)) continue;
        const file = path.join(outDir, name);
        const plain = fs.readFileSync(file);
        fs.writeFileSync(`${file}.br`, brotliCompressSync(plain));
        fs.writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
      }
    },
  },
};

export default defineConfig({
  root,
  plugins: [react(), sendForMap, listFieldFiles, offlineField, packFiles],
  build: {
    outDir,
    emptyOutDir: true,
    // Fonts stay files: the content policy of the pages takes none from data addresses.
    assetsInlineLimit: 0,
    // The map and the charts are single libraries above the default of 500 kB.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: pages },
  },
});
