import { describe, expect, test } from 'vitest';
import { parseArguments } from '../../server/launch/args.mjs';
import { Stop } from '../../server/launch/say.mjs';

describe('the command line of npm start', () => {
  test('nothing said means port 8080 on this machine alone, all parts, plain HTTP', () => {
    expect(parseArguments([], {})).toEqual({
      port: 8080,
      host: '127.0.0.1',
      role: 'all',
      tls: false,
      demo: undefined,
      dataDir: '.data',
      help: false,
    });
  });

  test('the command line wins over the environment', () => {
    expect(parseArguments(['--port', '9000'], { PORT: '7000' }).port).toBe(9000);
    expect(parseArguments(['--port=9001'], { PORT: '7000' }).port).toBe(9001);
    expect(parseArguments([], { PORT: '7000', HOST: '0.0.0.0' })).toMatchObject({
      port: 7000,
      host: '0.0.0.0',
    });
  });

  test('a part alone needs the database and the Redis that it shares', () => {
    const shared = { DATABASE_URL: 'postgres://db/city', REDIS_URL: 'redis://queue' };
    expect(parseArguments([], { ...shared, ROLE: 'workers' }).role).toBe('workers');
    expect(() => parseArguments([], { ROLE: 'workers' })).toThrow('DATABASE_URL');
    expect(() => parseArguments([], { ...shared, REDIS_URL: '', ROLE: 'server' })).toThrow('REDIS_URL');
  });

  test('a certificate in the environment means HTTPS without asking', () => {
    expect(parseArguments([], { TLS_CERT: '/x.crt', TLS_KEY: '/x.key' }).tls).toBe(true);
  });

  test('--demo and --no-demo are told apart from silence', () => {
    expect(parseArguments(['--demo'], {}).demo).toBe(true);
    expect(parseArguments(['--no-demo'], {}).demo).toBe(false);
  });

  test.each([
    ['a port that is no number', ['--port', 'abc'], {}],
    ['a port that is missing', ['--port'], {}],
    ['a port out of range', ['--port', '70000'], {}],
    ['port 0 in the environment', [], { PORT: '0' }],
    ['an unknown word', ['--prot', '9000'], {}],
    ['both demo words', ['--demo', '--no-demo'], {}],
    ['an unknown role', [], { ROLE: 'boss' }],
  ])('%s is one sentence, not a stack', (_, words, environment) => {
    expect(() => parseArguments(words, environment)).toThrow(Stop);
  });
});
