import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { lockHolder, takeLock, whileLocked } from '../../server/launch/lock.mjs';
import { freePort, portTrouble, requirePort } from '../../server/launch/ports.mjs';
import { identify, isAlive, serversIn, untilTrue } from '../../server/launch/processes.mjs';
import { makeSupervisor } from '../../server/launch/supervise.mjs';

const said: string[] = [];
vi.spyOn(process.stdout, 'write').mockImplementation((line) => {
  said.push(String(line));
  return true;
});
afterEach(() => said.splice(0));

const sleeper = (): ChildProcess => spawn('sleep', ['60'], { stdio: 'ignore' });

function chargeOf(starts: ChildProcess[], kind: 'part' | 'service') {
  return {
    title: '后台进程',
    kind,
    graceMs: 30_000,
    stopSignal: 'SIGTERM',
    hardSignal: 'SIGKILL',
    start: async (spawned: (child: ChildProcess) => void) => {
      const child = sleeper();
      starts.push(child);
      spawned(child);
    },
  } as const;
}

test('what is killed is started again and the person hears of it; what is stopped stays down', async () => {
  const starts: ChildProcess[] = [];
  const supervisor = makeSupervisor();
  await supervisor.add(chargeOf(starts, 'part'));
  starts[0]?.kill('SIGKILL');
  expect(await untilTrue(() => starts.length === 2, 30_000)).toBe(true);
  expect(said.join('')).toContain('后台进程意外停止（被信号 SIGKILL 终止），1 秒后重新启动');
  said.splice(0);
  await supervisor.stop();
  expect(starts.map((child) => child.signalCode)).toEqual(['SIGKILL', 'SIGTERM']);
  expect(await untilTrue(() => starts.length > 2, 1_300)).toBe(false);
  expect(said).toEqual([]);
});

test('the parts of the program stop before the services that they use', async () => {
  const services: ChildProcess[] = [];
  const parts: ChildProcess[] = [];
  const order: string[] = [];
  const supervisor = makeSupervisor();
  await supervisor.add(chargeOf(services, 'service'));
  await supervisor.add(chargeOf(parts, 'part'));
  services[0]?.once('exit', () => order.push('service'));
  parts[0]?.once('exit', () => order.push('part'));
  await supervisor.stop();
  expect(order).toEqual(['part', 'service']);
});

test('a first start that fails is told to the caller and not repeated', async () => {
  const supervisor = makeSupervisor();
  const start = vi.fn(() => Promise.reject(new Error('no')));
  await expect(supervisor.add({ ...chargeOf([], 'part'), start })).rejects.toThrow('no');
  expect(start).toHaveBeenCalledOnce();
});

test('a process is told apart from a later one with its number', () => {
  const own = identify(process.pid);
  expect(own && isAlive(own)).toBe(true);
  expect(isAlive({ pid: process.pid, ticks: '1' })).toBe(false);
  expect(identify(2 ** 22 + 1)).toBeNull();
});

test('a server left behind is found by the folder that it works in, and only there', async () => {
  const dir = mkdtempSync(path.join(os.tmpdir(), 'left-'));
  const child = spawn('sleep', ['60'], { cwd: dir, stdio: 'ignore' });
  await untilTrue(() => serversIn(dir, /^sleep/).length === 1, 30_000);
  expect(serversIn(dir, /^sleep/).map((one) => one.pid)).toEqual([child.pid]);
  expect(serversIn(dir, /^postgres/)).toEqual([]);
  expect(serversIn(path.dirname(dir), /^sleep/)).toEqual([]);
  child.kill('SIGKILL');
  rmSync(dir, { recursive: true });
});

test('a lock has one holder, tells who it is, and is free again after', async () => {
  const release = await takeLock(os.tmpdir(), 'test');
  expect(release).not.toBeNull();
  expect(await takeLock(os.tmpdir(), 'test')).toBeNull();
  expect(await lockHolder(os.tmpdir(), 'test')).toBe(process.pid);
  release?.();
  expect(await whileLocked(os.tmpdir(), 'test', () => Promise.resolve('done'))).toBe('done');
  expect(await lockHolder(os.tmpdir(), 'test')).toBeNull();
});

test('a taken port is explained with its number and with what to do', async () => {
  const port = await freePort();
  const holder = net.createServer().listen(port, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  expect(await portTrouble(port)).toBe('EADDRINUSE');
  await expect(requirePort(port, '127.0.0.1')).rejects.toThrow(`端口 ${port} 已被其他程序占用`);
  expect(await freePort(port)).not.toBe(port);
  holder.close();
});
