import fs from 'node:fs';
import path from 'node:path';
import { hashOf, makeOpenFolder, writeWhole } from './files.mjs';
import { run } from './processes.mjs';
import { Stop, step } from './say.mjs';

// Everything that the built pages are made of.
const sources = ['client', 'server/contracts', 'vite.config.ts', 'package.json', 'package-lock.json'];

/** @param {string} root */
const stampFileOf = (root) => path.join(root, 'dist/.built');

/** Whether the pages are built from exactly these sources. @param {string} root */
export const pagesBuilt = (root) =>
  fs.existsSync(stampFileOf(root)) && fs.readFileSync(stampFileOf(root), 'utf8') === hashOf(root, sources);

/** Builds the pages into dist/client unless they are. @param {string} root */
export async function buildClient(root) {
  if (pagesBuilt(root)) return;
  const stampFile = stampFileOf(root);
  const stamp = hashOf(root, sources);
  await step('正在生成网页', async () => {
    fs.rmSync(stampFile, { force: true });
    const words = [path.join(root, 'node_modules/vite/bin/vite.js'), 'build', '--logLevel', 'warn'];
    const built = await run(process.execPath, words, {
      cwd: root,
      env: { ...process.env, NODE_ENV: 'production' },
    });
    if (built.code !== 0)
      throw new Stop(`网页生成失败：\n${built.output.trimEnd().split('\n').slice(-20).join('\n')}`);
    makeOpenFolder(path.dirname(stampFile));
    writeWhole(stampFile, stamp);
  });
}
