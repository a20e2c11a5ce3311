import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { installPackages } from '../../server/launch/debian.mjs';
import { freePort } from '#test/support/stack.ts';

const binary = '/usr/bin/prometheus-alertmanager';

export type Alert = { labels: Record<string, string> };
export type Alertmanager = {
  post: (alerts: readonly Alert[]) => Promise<void>;
  /** Epoch milliseconds of each notification so far. */
  notified: () => readonly number[];
  stop: () => Promise<void>;
};

/** Alerts of one kind in one cell are one group; its first notification leaves after a second, as much as came in it. */
const config = (webhook: string): string => `
route:
  receiver: desk
  group_by: [category, cell]
  group_wait: 1s
receivers:
  - name: desk
    webhook_configs:
      - url: ${webhook}
        send_resolved: false
`;

/** Counts what it is told. */
async function startWebhook(): Promise<{ url: string; notified: number[]; close: () => void }> {
  const notified: number[] = [];
  const server = http.createServer((request, response) => {
    notified.push(Date.now());
    request.resume().on('end', () => response.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    notified,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

async function answers(url: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    if (await fetch(`${url}/-/ready`).then(({ ok }) => ok, () => false)) return; // prettier-ignore
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the Alertmanager does not start');
}

/** The baseline of grouping: Debian's Alertmanager, alone, with a webhook of ours behind it. No part of the product. */
export async function startAlertmanager(): Promise<Alertmanager> {
  if (!existsSync(binary)) await installPackages(['prometheus-alertmanager'], '对照程序 Alertmanager');
  const dir = mkdtempSync(path.join(os.tmpdir(), 'chengyun-alertmanager-'));
  const webhook = await startWebhook();
  const file = path.join(dir, 'alertmanager.yml');
  writeFileSync(file, config(webhook.url));
  const url = `http://127.0.0.1:${await freePort()}`;
  const words = [`--config.file=${file}`, `--storage.path=${dir}`, '--cluster.listen-address='];
  const child = spawn(binary, [...words, `--web.listen-address=${new URL(url).host}`], { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  await answers(url);
  return {
    post: async (alerts) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${url}/api/v2/alerts`, { method: 'POST', headers, body: JSON.stringify(alerts) }); // prettier-ignore
      if (!answer.ok) throw new Error(`the Alertmanager answered ${answer.status}: ${await answer.text()}`);
    },
    notified: () => webhook.notified,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
      webhook.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
