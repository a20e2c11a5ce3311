import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { LookupFunction } from 'node:net';
import type { Approved } from './reach.ts';

export type Fetched =
  | { kind: 'bytes'; bytes: Buffer }
  /** Not now: no connection, no answer in time, an error of the other side. */
  | { kind: 'again'; reason: string }
  /** Never: it is there, and it is not what may be taken. */
  | { kind: 'dead'; reason: string }
  /** Not asked: the address is none that may be spoken to. */
  | { kind: 'refused'; reason: string };

class Forbidden extends Error {}

/** Resolves a name once and connects to exactly what was checked; one forbidden address among several forbids all. */
function checkedLookup(approved: Approved): LookupFunction {
  return (host, options, done) => {
    dns.lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const bad = addresses.find(({ address }) => !approved.address(address));
      const first = addresses[0];
      if (bad || !first) return done(new Forbidden(`抓拍地址指向不许访问的网络：${host}`), '', 0);
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };
}

/** Whether a URL may be asked for at all; null when it may. */
function refusalOf(url: string, approved: Approved): string | null {
  const target = URL.canParse(url) ? new URL(url) : null;
  if (!target || !['http:', 'https:'].includes(target.protocol)) return '抓拍地址须为 http 或 https';
  if (target.username !== '' || target.password !== '') return '抓拍地址不得带有账号口令';
  if (!approved.host(target)) return `抓拍地址的主机“${target.host.slice(0, 100)}”不在白名单`;
  const literal = target.hostname.replace(/^\[|\]$/g, '');
  // A literal address never goes through the lookup.
  if (net.isIP(literal) && !approved.address(literal)) return `抓拍地址指向不许访问的网络：${literal}`;
  return null;
}

/** One GET: approved hosts only, no redirects, no proxy, no connection kept; cut off at `ms` and `bytes`. Never throws. */
export function fetchBytes(
  url: string,
  approved: Approved,
  limits: { ms: number; bytes: number; stopping: AbortSignal },
): Promise<Fetched> {
  const refusal = refusalOf(url, approved);
  if (refusal) return Promise.resolve({ kind: 'refused', reason: refusal });
  const target = new URL(url);
  const signal = AbortSignal.any([limits.stopping, AbortSignal.timeout(limits.ms)]);
  const { request } = target.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const failed = (error: Error): void => {
      if (error instanceof Forbidden) resolve({ kind: 'refused', reason: error.message });
      else if (signal.aborted) resolve({ kind: 'again', reason: `${limits.ms / 1000} 秒内未取完` });
      else resolve({ kind: 'again', reason: `连接不上（${'code' in error ? String(error.code) : '中断'}）` });
    };
    const call = request(target, { agent: false, lookup: checkedLookup(approved), signal }, (answer) => {
      const chunks: Buffer[] = [];
      let size = 0;
      const judged = judge(answer.statusCode ?? 0);
      if (judged) {
        answer.destroy();
        return resolve(judged);
      }
      answer.on('data', (chunk: Buffer) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size <= limits.bytes) return;
        resolve({ kind: 'dead', reason: `图片超过 ${Math.floor(limits.bytes / 1024 / 1024)} MB` });
        answer.destroy();
      });
      answer.on('error', failed);
      answer.on('aborted', () => failed(new Error('aborted')));
      answer.on('end', () =>
        resolve(
          size === 0 ? { kind: 'again', reason: '空文件' } : { kind: 'bytes', bytes: Buffer.concat(chunks) },
        ),
      );
    });
    call.on('error', failed);
    call.end();
  });
}

function judge(status: number): Fetched | null {
  if (status === 200) return null;
  if (status >= 300 && status < 400) return { kind: 'dead', reason: `对方要求跳转（${status}），不予跟随` };
  return { kind: 'again', reason: `对方答复 ${status}` };
}
