import fs from 'node:fs';
import { run } from './processes.mjs';
import { Stop, step } from './say.mjs';

export const isRoot = process.getuid?.() === 0;

const policyFile = '/usr/sbin/policy-rc.d';
const policyMark = '# made by chengyun while it installs packages';

// 101 means "not allowed": Debian's packages then leave their own daemons, on their own ports, stopped.
function forbidDaemons() {
  const ours = fs.existsSync(policyFile) && fs.readFileSync(policyFile, 'utf8').includes(policyMark);
  if (fs.existsSync(policyFile) && !ours) return () => undefined;
  fs.writeFileSync(policyFile, `#!/bin/sh\n${policyMark}\nexit 101\n`, { mode: 0o755 });
  fs.chmodSync(policyFile, 0o755);
  return () => fs.rmSync(policyFile, { force: true });
}

const quiet = { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };

/** @param {readonly string[]} words */
const apt = (words) => run('apt-get', ['-o', 'DPkg::Lock::Timeout=300', ...words], { env: quiet });

async function postgisVersions() {
  const { output } = await run('apt-cache', ['search', '--names-only', '^postgresql-[0-9]+-postgis-3$']);
  const versions = [...output.matchAll(/^postgresql-(\d+)-postgis-3\b/gm)].map((found) => Number(found[1]));
  return versions.filter((version) => version >= 15).sort((a, b) => b - a);
}

/**
 * The PostGIS package of this Debian: for PostgreSQL 15 where there is one, else for the newest.
 * @returns {Promise<string>}
 */
export async function postgisPackage() {
  let versions = await postgisVersions();
  // A fresh system has no package lists yet.
  if (versions.length === 0 && isRoot && (await apt(['update'])).code === 0)
    versions = await postgisVersions();
  return `postgresql-${versions.includes(15) ? 15 : (versions[0] ?? 15)}-postgis-3`;
}

/**
 * Installs Debian packages as root; as anybody else throws Stop with the one command to run.
 * @param {readonly string[]} names
 * @param {string} purpose   Chinese, for the message
 */
export async function installPackages(names, purpose) {
  const command = `apt-get install -y --no-install-recommends ${names.join(' ')}`;
  if (!fs.existsSync('/usr/bin/apt-get')) {
    throw new Stop(`缺少${purpose}，本机不是 Debian 系统，请自行安装：${names.join(' ')}`);
  }
  if (!isRoot) throw new Stop(`缺少${purpose}。请先执行下面这条命令，再重新启动：\n  sudo ${command}`);
  await step(`正在安装${purpose}（${names.join(' ')}）`, async () => {
    const allowDaemons = forbidDaemons();
    process.once('exit', allowDaemons);
    try {
      let result = await apt(['install', '-y', '--no-install-recommends', ...names]);
      if (result.code !== 0) {
        // The lists may be old or missing; an earlier attempt may have been cut short.
        await run('dpkg', ['--configure', '-a'], { env: quiet });
        await apt(['update']);
        result = await apt(['install', '-y', '--no-install-recommends', ...names]);
      }
      if (result.code !== 0) {
        const last = result.output.trimEnd().split('\n').slice(-5).join('\n');
        throw new Stop(`安装${purpose}失败，请手工执行 ${command} 查看原因。\n${last}`);
      }
    } finally {
      allowDaemons();
      process.removeListener('exit', allowDaemons);
    }
  });
}
