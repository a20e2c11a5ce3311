import fs from 'node:fs';
import path from 'node:path';
import { hashOf, writeWhole } from './files.mjs';
import { run } from './processes.mjs';
import { Stop, step } from './say.mjs';

/** @param {string} root */
const stampOf = (root) =>
  `${hashOf(root, ['package-lock.json', 'package.json'])} ${process.versions.modules}`;

/** @param {string} file */
const modified = (file) => fs.statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;

/**
 * Whether node_modules holds what package-lock.json asks for. npm's own record is written last, so an
 * interrupted installation has none; our stamp tells a later lock file from an older one by content.
 * @param {string} root
 */
export function packagesCurrent(root) {
  const record = modified(path.join(root, 'node_modules/.package-lock.json'));
  const stampFile = path.join(root, 'node_modules/.chengyun');
  if (record === 0) return false;
  if (fs.existsSync(stampFile)) return fs.readFileSync(stampFile, 'utf8') === stampOf(root);
  return record >= modified(path.join(root, 'package-lock.json'));
}

/** Installs the npm packages unless they are there. @param {string} root */
export async function installNodePackages(root) {
  const stampFile = path.join(root, 'node_modules/.chengyun');
  if (packagesCurrent(root)) return;
  await step('正在安装 npm 依赖包（首次约需一分钟）', async () => {
    fs.rmSync(stampFile, { force: true });
    // Not `npm ci`: it refuses lock files that lack other platforms' optional binaries.
    const words = [
      'install',
      '--include=dev',
      '--no-audit',
      '--no-fund',
      '--no-progress',
      '--loglevel=error',
    ];
    const npm = process.env['npm_execpath'];
    const [command, first] = npm?.endsWith('.js') ? [process.execPath, [npm]] : ['npm', []];
    const result = await run(command, [...first, ...words], { cwd: root });
    if (result.code !== 0) {
      const last = result.output.trimEnd().split('\n').slice(-8).join('\n');
      throw new Stop(`npm 依赖包安装失败，请检查网络或 npm 镜像设置后重试。\n${last}`);
    }
    writeWhole(stampFile, stampOf(root));
  });
}
