import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';

const pages = [
  ['大屏', '/wall'],
  ['值班台', '/desk'],
  ['手机端', '/field'],
  ['领导页', '/stats'],
  ['管理', '/admin'],
];

/**
 * The addresses to type into a browser for what the server listens on.
 * @param {string} host
 * @param {number} port
 * @param {boolean} tls
 */
export function baseUrls(host, port, tls) {
  const open = host === '0.0.0.0' || host === '::';
  const outside = Object.values(os.networkInterfaces())
    .flatMap((list) => list ?? [])
    .filter((one) => !one.internal && one.family === 'IPv4')
    .map((one) => one.address);
  const hosts = open ? ['127.0.0.1', ...outside] : [net.isIPv6(host) ? `[${host}]` : host];
  return hosts.map((one) => `${tls ? 'https' : 'http'}://${one}:${port}`);
}

/** @param {readonly string[]} bases */
export function pageLines(bases) {
  const [first = '', ...others] = bases;
  const lines = pages.map(([title, at]) => `  ${title}${'　'.repeat(4 - (title?.length ?? 0))}${first}${at}`);
  return others.length === 0 ? lines : [...lines, `  其他地址　${others.join('、')}`];
}

/**
 * Where devices publish, from what the server has printed.
 * @param {string} log
 */
export function mqttLines(log) {
  const [, word, what, why = ''] = [...log.matchAll(/^(mqtt|mqtt-off) (\S+) ?(\S*)$/gm)].at(-1) ?? [];
  if (!word) return [];
  return word === 'mqtt'
    ? [`  MQTT　　${what}（主题 up/{设备}/{指标}，密码为接入令牌）`]
    : [`  ! MQTT 未开启：端口 ${what} 起无可用端口（${why}），其余照常；请用 MQTT_PORT 换一个`];
}

/**
 * What the person needs to sign in. The administrator's first password is shown once.
 * @param {{ dataDir: string, password: string | undefined, firstTime: boolean, mark: string }} facts
 *   password: undefined when the environment gave it
 */
export function accountLines({ dataDir, password, firstTime, mark }) {
  const file = path.join(dataDir, 'accounts.txt');
  const others = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').trimEnd().split('\n') : [];
  const shown = firstTime || mark === 'demo' ? others.map((line) => `  ${line}`) : [];
  // In the columns of the file.
  const columns = `  ${'admin'.padEnd(12)} ${password?.padEnd(19)}  ${'/desk'.padEnd(6)}`;
  const admin =
    password && firstTime ? [`${columns}  管理员（也可打开 /admin；密码只显示这一次，请登录后修改）`] : [];
  const list = [...admin, ...shown];
  return [
    ...(list.length > 0 ? ['  账号、初始密码与登录后的页面：'] : []),
    ...list,
    ...(others.length > 0 ? [`  ${list.length > 0 ? '以上' : ''}账号保存在 ${file}${admin.length > 0 ? '（admin 除外）' : ''}`] : []), // prettier-ignore
    '  忘记密码请执行 npm run reset-password -- <账号>',
  ];
}
