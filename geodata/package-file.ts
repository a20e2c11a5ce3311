import { execFile, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { pipeline } from 'node:stream/promises';
import { promisify } from 'node:util';
import type { PackageFile } from '#contracts/city.ts';

// A start without network must not wait long; a slow line still gets the largest package in time.
const npmLimits = ['--fetch-retries=1', '--fetch-retry-mintimeout=500', '--fetch-timeout=20000'];
const packTimeoutMs = 300_000;

/**
 * The path of one file of a published package: from the cache, else fetched by npm as a tarball, checked against
 * its pinned SHA-512, taken out alone, and the tarball dropped. Throws one Chinese line that says what failed.
 */
export async function packageFile(file: PackageFile, cacheDir: string): Promise<string> {
  const target = path.join(cacheDir, `${file.name}@${file.version}`, path.basename(file.path));
  if (await exists(target)) return target;
  await mkdir(path.dirname(target), { recursive: true });
  const work = await mkdtemp(path.join(path.dirname(target), 'fetch-'));
  try {
    const tarball = await fetchTarball(`${file.name}@${file.version}`, work);
    await checkIntegrity(tarball, file.integrity);
    const part = path.join(work, 'part');
    await writeFile(part, await extract(tarball, file));
    await rename(part, target);
    return target;
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

const exists = (file: string): Promise<boolean> =>
  stat(file).then(
    () => true,
    () => false,
  );

async function fetchTarball(spec: string, folder: string): Promise<string> {
  const words = [
    'pack',
    spec,
    '--pack-destination',
    folder,
    '--ignore-scripts',
    '--prefer-offline',
    ...npmLimits,
  ];
  try {
    await promisify(execFile)('npm', words, { timeout: packTimeoutMs, maxBuffer: 1 << 26 });
  } catch (error) {
    throw new Error(`软件包 ${spec} 无法下载，请检查网络`, { cause: error });
  }
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  if (!tarball) throw new Error(`npm 没有给出软件包 ${spec}`);
  return path.join(folder, tarball);
}

async function checkIntegrity(tarball: string, integrity: string): Promise<void> {
  const hash = createHash('sha512');
  await pipeline(createReadStream(tarball), hash);
  const found = `sha512-${hash.digest('base64')}`;
  if (found !== integrity) {
    throw new Error(
      `软件包 ${path.basename(tarball)} 与登记的校验值不符，已弃用：应为 ${integrity}，实为 ${found}`,
    );
  }
}

/** Reads the file out of the tarball line by line, so that a table of the whole country is never held. */
async function extract(tarball: string, { path: inner, lines }: PackageFile): Promise<string> {
  const tar = spawn('tar', ['-xzOf', tarball, `package/${inner}`], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise<number | null>((resolve, reject) => {
    tar.once('error', reject).once('close', resolve);
  });
  const kept: string[] = [];
  for await (const line of createInterface({ input: tar.stdout })) {
    if (lines === undefined || line.startsWith(lines)) kept.push(line);
  }
  const status = await ended;
  if (status !== 0) throw new Error(`软件包中没有 ${inner}（tar 退出码 ${status}）`);
  return kept.join('\n');
}
