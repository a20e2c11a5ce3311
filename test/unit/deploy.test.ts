import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');
const folder = path.join(root, 'server/deploy');
const units = readdirSync(folder).filter((name) => /\.(service|timer)$/u.test(name));
const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

test('systemd takes every unit as it is (absent: this machine has no systemd-analyze)', () => {
  expect(units.sort()).toEqual([
    'chengyun-backup.service',
    'chengyun-backup.timer',
    'chengyun-server.service',
    'chengyun-workers.service',
  ]);
  if (!existsSync('/usr/bin/systemd-analyze')) return console.log('systemd-analyze: absent');
  const words = ['verify', '--man=no', ...units.map((name) => path.join(folder, name))];
  const { stderr } = spawnSync('/usr/bin/systemd-analyze', words, { encoding: 'utf8' });
  const ours = stderr.split('\n').filter((line) => /chengyun-/u.test(line));
  // Where Node itself lies is the machine's matter.
  expect(ours.filter((line) => !/\/usr\/bin\/node is not executable/u.test(line))).toEqual([]);
});

test('what the units start is there, as a user of its own, and is started again when it dies', () => {
  for (const name of units.filter((one) => one.endsWith('.service'))) {
    const text = read(name);
    const started = /^ExecStart=\/usr\/bin\/node (\S+)/mu.exec(text)?.[1];
    expect(existsSync(path.join(root, started ?? 'none'))).toBe(true);
    expect(text).toMatch(/^User=chengyun$/mu);
    if (!/Type=oneshot/u.test(text)) expect(text).toMatch(/^Restart=always$/mu);
  }
});

test('images are pinned, the program runs without root, Redis never evicts, and no secret stands in a file', () => {
  const [container, compose] = [read('Containerfile'), read('compose.yaml')];
  const images = [...container.matchAll(/^FROM (\S+)/gmu), ...compose.matchAll(/image: (docker\S+)/gu)];
  for (const [, image] of images) expect(image).toMatch(/:[\d]\S*$/u);
  expect(container.lastIndexOf('USER node')).toBeLessThan(container.lastIndexOf('CMD ['));
  for (const [run] of container.matchAll(/apt-get install[^\n]*/gu))
    expect(run).toContain('--no-install-recommends');
  for (const [, files] of container.matchAll(/^COPY (.+) \S+$/gmu))
    for (const file of files!.split(' ')) expect(existsSync(path.join(root, file))).toBe(true);
  expect(compose).toContain("'--maxmemory-policy', 'noeviction'");
  expect(compose).not.toMatch(/PASSWORD: (?!\$\{)\S/u);
});
