import fs from 'node:fs';
import path from 'node:path';
import { isRoot, postgisPackage } from './debian.mjs';
import { makeOpenFolder } from './files.mjs';
import { run } from './processes.mjs';
import { Stop, say, step } from './say.mjs';

/** @typedef {{ uid: number, gid: number } | Record<string, never>} Owner   who PostgreSQL runs as; empty: as we do */

const library = '/usr/lib/postgresql';

/** Versions of PostgreSQL on this machine that have PostGIS, newest first. */
function installedVersions() {
  if (!fs.existsSync(library)) return [];
  return fs
    .readdirSync(library)
    .map(Number)
    .filter((version) => version >= 15)
    .filter((version) => fs.existsSync(`${library}/${version}/bin/postgres`))
    .filter((version) => fs.existsSync(`/usr/share/postgresql/${version}/extension/postgis.control`))
    .sort((a, b) => b - a);
}

/**
 * The major version that made a cluster; undefined when there is none yet.
 * @param {string} dir
 */
function clusterVersion(dir) {
  const file = path.join(dir, 'PG_VERSION');
  return fs.existsSync(file) ? Number(fs.readFileSync(file, 'utf8')) : undefined;
}

/**
 * The folder of PostgreSQL's programs: of the version that made the cluster, or the best one for a new cluster.
 * @param {string} dir   of the cluster
 * @returns {string | null}
 */
export function findPrograms(dir) {
  const versions = installedVersions();
  const made = clusterVersion(dir);
  const best = versions.includes(15) ? 15 : versions[0];
  const version = made ? versions.find((one) => one === made) : best;
  return version ? `${library}/${version}/bin` : null;
}

/**
 * The Debian packages that a cluster still needs.
 * @param {string} dir
 * @returns {Promise<string[]>}
 */
export async function missingDatabasePackages(dir) {
  if (findPrograms(dir)) return [];
  const made = clusterVersion(dir);
  return [made ? `postgresql-${made}-postgis-3` : await postgisPackage()];
}

/**
 * PostgreSQL refuses to run as root: then it runs as Debian's user `postgres`.
 * @returns {Owner}
 */
export function clusterOwner() {
  if (!isRoot) return {};
  const line = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .find((entry) => entry.startsWith('postgres:'));
  if (!line) throw new Stop('系统中没有 postgres 用户，请重新安装 postgresql 软件包。');
  const fields = line.split(':');
  return { uid: Number(fields[2]), gid: Number(fields[3]) };
}

/** @param {string} file @param {Owner} owner */
const give = (file, owner) => owner.uid !== undefined && fs.chownSync(file, owner.uid, owner.gid);

/**
 * The folder in which the cluster's folder stands. Below a closed home such as /root (0700) the user
 * `postgres` cannot reach the data folder; the cluster then lives in /var/lib, behind a link.
 * @param {string} dataDir
 * @param {Owner} owner
 */
async function reachableParent(dataDir, owner) {
  makeOpenFolder(dataDir);
  const probe = await run('/usr/bin/test', ['-x', dataDir], { cwd: '/', ...owner });
  if (probe.code === 0) return dataDir;
  const shelter = '/var/lib/chengyun';
  makeOpenFolder(shelter);
  const parent = fs.mkdtempSync(`${shelter}/`);
  fs.chmodSync(parent, 0o755);
  say(`  ${dataDir} 所在目录不允许数据库用户进入，数据库文件改放在 ${parent}`);
  return parent;
}

/**
 * Makes the cluster unless it is there, with checksums and UTF-8. A kill in between leaves only a folder
 * that the next start throws away.
 * @param {{ dataDir: string, programs: string, owner: Owner, superuserPassword: string }} wanted
 */
export async function makeCluster({ dataDir, programs, owner, superuserPassword }) {
  const dir = path.join(dataDir, 'pg');
  if (fs.existsSync(path.join(dir, 'PG_VERSION'))) return;
  await step('正在建立数据库', async () => {
    const parent = await reachableParent(dataDir, owner);
    const fresh = path.join(parent, 'pg.new');
    const passwordFile = path.join(parent, 'pg.password');
    fs.rmSync(fresh, { recursive: true, force: true });
    fs.mkdirSync(fresh);
    fs.chmodSync(fresh, 0o700);
    give(fresh, owner);
    fs.writeFileSync(passwordFile, superuserPassword, { mode: 0o600 });
    give(passwordFile, owner);
    const words = ['-D', fresh, '-U', 'postgres', '-A', 'scram-sha-256', `--pwfile=${passwordFile}`];
    const made = await run(
      path.join(programs, 'initdb'),
      [...words, '--data-checksums', '--encoding=UTF8', '--locale=C.UTF-8'],
      { cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C.UTF-8' }, ...owner },
    );
    fs.rmSync(passwordFile, { force: true });
    if (made.code !== 0) throw new Stop(`建立数据库失败：\n${made.output.trimEnd()}`);
    fs.renameSync(fresh, path.join(parent, 'pg'));
    if (parent !== dataDir) {
      fs.rmSync(dir, { force: true });
      fs.symlinkSync(path.join(parent, 'pg'), dir);
    }
  });
}
