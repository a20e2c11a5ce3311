import dns from 'node:dns';
import http from 'node:http';
import https from 'node:https';
import net from 'node:net';
import type { LookupFunction } from 'node:net';

/** `network`: any address but this machine's and the link's own. `loopback`: this machine only. */
export type Reach = 'network' | 'loopback';

export type Posted =
  | { kind: 'answered'; status: number; contentType: string }
  /** Not answered in time, or not at all. */
  | { kind: 'failed'; reason: string }
  /** Not sent: the address is none to speak to. */
  | { kind: 'forbidden'; reason: string };

const largestAnswerBytes = 64 * 1024;

const loopback = new net.BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');
// Link-local (metadata services live there), unspecified, multicast and reserved: never a department's system.
const never = new net.BlockList();
for (const [network, bits] of [['0.0.0.0', 8], ['169.254.0.0', 16], ['224.0.0.0', 3]] as const) never.addSubnet(network, bits, 'ipv4'); // prettier-ignore
for (const [network, bits] of [['::', 128], ['fe80::', 10], ['ff00::', 8]] as const) never.addSubnet(network, bits, 'ipv6'); // prettier-ignore

/** Whether an IP address may be spoken to. An IPv4 address in IPv6 clothes counts as what it is. */
export function mayReach(address: string, reach: Reach): boolean {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
  const family = net.isIPv4(plain) ? 'ipv4' : 'ipv6';
  if (!net.isIP(plain) || /^::ffff:/i.test(plain)) return false;
  const isLoopback = loopback.check(plain, family);
  return reach === 'loopback' ? isLoopback : !isLoopback && !never.check(plain, family);
}

class Forbidden extends Error {}

/** Resolves a name once and connects to exactly what was checked, so that a second answer of the DNS changes nothing. */
const checkedLookup =
  (reach: Reach): LookupFunction =>
  (host, options, done) => {
    dns.lookup(host, { ...options, all: true }, (error, addresses) => {
      if (error) return done(error, '', 0);
      const bad = addresses.find(({ address }) => !mayReach(address, reach));
      const first = addresses[0];
      if (bad || !first) return done(new Forbidden(`对接地址不可用：${bad?.address ?? host}`), '', 0);
      // Node asks for all addresses when it may try several.
      if (options.all) return done(null, addresses);
      done(null, first.address, first.family);
    });
  };

type Parcel = { body: string; headers: Record<string, string>; reach: Reach; signal: AbortSignal };

/** One POST: no redirects, no proxy, no connection kept, the answer's text read and dropped. Never throws. */
export function post(url: string, { body, headers, reach, signal }: Parcel): Promise<Posted> {
  const target = new URL(url);
  const host = target.hostname.replace(/^\[|\]$/g, '');
  // A literal address never goes through the lookup.
  if (net.isIP(host) && !mayReach(host, reach))
    return Promise.resolve({ kind: 'forbidden', reason: `对接地址不可用：${host}` });
  const { request } = target.protocol === 'https:' ? https : http;
  return new Promise((resolve) => {
    const failed = (error: Error): void =>
      resolve(
        error instanceof Forbidden
          ? { kind: 'forbidden', reason: error.message }
          : {
              kind: 'failed',
              reason: signal.aborted ? '对方没有按时应答' : `连接不上对方（${codeOf(error)}）`,
            },
      );
    const call = request(
      target,
      {
        method: 'POST',
        agent: false,
        lookup: checkedLookup(reach),
        signal,
        headers: lengthOf(headers, body),
      },
      (answer) => {
        let bytes = 0;
        answer.on('data', (chunk: Buffer) => {
          bytes += chunk.length;
          if (bytes > largestAnswerBytes) answer.destroy(new Error('the answer is too long'));
        });
        answer.on('error', failed);
        answer.on('end', () =>
          resolve({
            kind: 'answered',
            status: answer.statusCode ?? 0,
            contentType: answer.headers['content-type'] ?? '',
          }),
        );
      },
    );
    call.on('error', failed);
    call.end(body);
  });
}

const lengthOf = (headers: Record<string, string>, body: string): Record<string, string> => ({
  ...headers,
  'Content-Length': String(Buffer.byteLength(body)),
});

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.message);
