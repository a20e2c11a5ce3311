import fs from 'node:fs';
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = path.join(import.meta.dirname, 'client');

// Every folder of client/ that has an index.html is a page of its own; the phone never downloads the map.
const pages = fs
  .readdirSync(root)
  .map((name) => path.join(root, name, 'index.html'))
  .filter((file) => fs.existsSync(file));

export default defineConfig({
  root,
  plugins: [react()],
  build: {
    outDir: path.join(import.meta.dirname, 'dist/client'),
    emptyOutDir: true,
    sourcemap: false,
    // The map and the charts are single libraries above the default of 500 kB.
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: { input: pages },
  },
});
