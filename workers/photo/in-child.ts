import { spawn } from 'node:child_process';
import path from 'node:path';

const root = path.join(import.meta.dirname, '../..');
const program = path.join(import.meta.dirname, 'reencode.ts');
const mostMs = 30_000;
const mostBytes = 20 * 1024 * 1024;

export type Reencoded = { ok: true; bytes: Buffer } | { ok: false; why: string };

/**
 * Re-encodes a picture in a process of its own: a file that crashes, hangs or swells the decoder takes nothing
 * with it. The child has 30 s, sees no secret, and lives for one picture.
 */
export function reencodeInChild(bytes: Buffer): Promise<Reencoded> {
  const child = spawn(process.execPath, ['--import', 'tsx', '--max-old-space-size=256', program], {
    cwd: root,
    env: {},
    stdio: 'pipe',
    timeout: mostMs,
    killSignal: 'SIGKILL',
  });
  const made: Buffer[] = [];
  let size = 0;
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > mostBytes) child.kill('SIGKILL');
    else made.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => (said = (said + chunk.toString()).slice(0, 500)));
  // A child that dies early leaves the rest of the picture unread; its exit tells what matters.
  child.stdin.on('error', () => undefined);
  child.stdin.end(bytes);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => {
      if (code === 0 && size > 0) resolve({ ok: true, bytes: Buffer.concat(made) });
      else resolve({ ok: false, why: signal ? `解码超时或被终止（${signal}）` : `无法解码：${said.trim()}` });
    });
  });
}
