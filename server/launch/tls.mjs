import { X509Certificate, createPrivateKey } from 'node:crypto';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { installPackages } from './debian.mjs';
import { run } from './processes.mjs';
import { Stop, step } from './say.mjs';

/** @typedef {{ cert: string, key: string, authority?: string }} Certificate   paths of PEM files */

/** Names and addresses under which this machine may be called, for the certificate. */
export function hostNames() {
  const addresses = Object.values(os.networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && !one.address.startsWith('fe80'))
    .map((one) => one.address);
  return [...new Set(['localhost', os.hostname(), '127.0.0.1', '::1', ...addresses])];
}

/** @param {readonly string[]} names */
export const subjectAltName = (names) =>
  names.map((name) => `${net.isIP(name) ? 'IP' : 'DNS'}:${name}`).join(',');

/** @param {readonly string[]} words @param {string} dir */
async function openssl(words, dir) {
  const made = await run('openssl', words, { cwd: dir });
  if (made.code !== 0) throw new Stop(`生成 HTTPS 证书失败：\n${made.output.trimEnd()}`);
}

/**
 * Whether a certificate still holds for a month and for every name.
 * @param {string} file
 * @param {readonly string[]} names
 */
function stillGood(file, names) {
  if (!fs.existsSync(file)) return false;
  const certificate = new X509Certificate(fs.readFileSync(file));
  const monthAhead = Date.now() + 30 * 86_400_000;
  const covers = (/** @type {string} */ name) =>
    net.isIP(name) ? certificate.checkIP(name) : certificate.checkHost(name);
  const key = createPrivateKey(fs.readFileSync(file.replace(/crt$/, 'key')));
  return (
    certificate.checkPrivateKey(key) && Date.parse(certificate.validTo) > monthAhead && names.every(covers)
  );
}

/** @param {string} dataDir */
const ownFiles = (dataDir) => {
  const dir = path.join(dataDir, 'tls');
  return { cert: path.join(dir, 'server.crt'), key: path.join(dir, 'server.key') };
};

/**
 * Whether a start must make a certificate of its own.
 * @param {string} dataDir
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
export const certificateNeeded = (dataDir, { TLS_CERT: cert, TLS_KEY: key }) =>
  !cert && !key && !stillGood(ownFiles(dataDir).cert, hostNames());

export const opensslMissing = () => !fs.existsSync('/usr/bin/openssl');

/**
 * The certificate to serve with: the city's own (TLS_CERT and TLS_KEY), or one of a private authority made
 * once in DATA_DIR/tls, renewed when it nears its end or the machine has new addresses.
 * @param {string} dataDir
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Promise<Certificate>}
 */
export async function provideCertificate(dataDir, environment) {
  const { TLS_CERT: cert, TLS_KEY: key } = environment;
  if (cert || key) {
    if (!cert || !key) throw new Stop('TLS_CERT 与 TLS_KEY 须同时设置。');
    for (const file of [cert, key]) if (!fs.existsSync(file)) throw new Stop(`找不到证书文件 ${file}。`);
    return { cert: path.resolve(cert), key: path.resolve(key) };
  }
  const dir = path.join(dataDir, 'tls');
  const files = ownFiles(dataDir);
  const made = { ...files, authority: path.join(dir, 'ca.crt') };
  const names = hostNames();
  if (stillGood(files.cert, names)) return made;
  if (opensslMissing()) await installPackages(['openssl'], '证书工具 openssl');
  fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];
  await step('正在生成本机 HTTPS 证书', async () => {
    if (!fs.existsSync(made.authority)) {
      const subject = ['-subj', '/O=Chengyun/CN=Chengyun private CA', '-days', '3650'];
      const use = ['-addext', 'keyUsage=critical,keyCertSign,cRLSign'];
      await openssl(
        ['req', '-x509', ...newKey, '-keyout', 'ca.key', '-out', 'ca.crt', ...subject, ...use],
        dir,
      );
    }
    const extensions = `subjectAltName=${subjectAltName(names)}\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\n`;
    fs.writeFileSync(path.join(dir, 'server.ext'), extensions);
    await openssl(
      ['req', ...newKey, '-keyout', 'server.key', '-out', 'server.csr', '-subj', '/CN=Chengyun'],
      dir,
    );
    const by = [
      '-CA',
      'ca.crt',
      '-CAkey',
      'ca.key',
      '-CAcreateserial',
      '-days',
      '397',
      '-extfile',
      'server.ext',
    ];
    await openssl(['x509', '-req', '-in', 'server.csr', '-out', 'server.crt', ...by], dir);
    for (const name of ['server.csr', 'server.ext']) fs.rmSync(path.join(dir, name));
  });
  return made;
}
