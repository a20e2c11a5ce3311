import { readFileSync } from 'node:fs';
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { Redis } from 'ioredis';
import { baseMapFile } from '#geodata/base-map.ts';
import { readCity } from '#geodata/city.ts';
import { indexCallers } from '#flows/find-callers.ts';
import { cityNow, makePool } from '#store/db.ts';
import { makeWake } from '#store/signal.ts';
import { makePartitions } from '#store/upkeep.ts';
import { makeVault } from '#store/vault.ts';
import { maskText } from '#text/mask.ts';
import { makeApp } from './app.ts';
import type { Settings } from './app.ts';
import { readConfig } from './config.ts';
import type { Config } from './config.ts';
import type { Parts } from './http/route.ts';
import { actorOfRequest } from './http/support/identify.ts';
import { makeDoors } from './ingest/doors.ts';
import { openMqtt } from './ingest/open-mqtt.ts';
import { keepFresh } from './keep-fresh.ts';
import { keepGazetteer } from './keep-gazetteer.ts';
import { keepKnown } from './keep-known.ts';
import { warmWords } from './merge/understand.ts';
import { attachLive } from './live/attach.ts';
import { makeLog } from './log.ts';
import { programVersion } from './program.ts';
import { startWatchdog } from './watchdog.ts';

const connections = 12;
const stopWithinMs = 5_000;

function vaultOf(config: Config): Parts['vault'] {
  return makeVault({
    fieldKey: config.CHENGYUN_FIELD_KEY,
    macKey: config.CHENGYUN_MAC_KEY,
    indexKey: config.CHENGYUN_INDEX_KEY,
    cipher: config.CHENGYUN_CIPHER,
  });
}

function settingsOf(
  config: Config,
  pingRedis: Settings['pingRedis'],
  cityTime: Settings['cityTime'],
): Settings {
  return {
    clientFolder: path.join(import.meta.dirname, '../dist/client'),
    sessionSecret: config.CHENGYUN_SESSION_SECRET,
    ingestToken: config.CHENGYUN_INGEST_TOKEN,
    apiToken: config.CHENGYUN_API_TOKEN,
    secure: (config.TLS_CERT !== undefined && config.TLS_KEY !== undefined) || config.CHENGYUN_PROXY_HOPS > 0,
    proxyHops: config.CHENGYUN_PROXY_HOPS,
    pingRedis,
    cityTime,
  };
}

/**
 * MQTT by the city's own broker, or by one of this server's; the launcher reads its address from the line printed. Without
 * a port to listen on the server serves everything else: devices keep what is not acknowledged.
 */
async function openMqttWay(parts: Parts, config: Config): Promise<{ close: () => Promise<void> }> {
  try {
    const mqtt = await openMqtt(
      { ...parts, sensor: parts.doors.get('sensor')! },
      {
        url: config.MQTT_URL,
        mqttPort: config.MQTT_PORT,
        host: config.HOST,
        port: config.PORT,
        token: config.CHENGYUN_INGEST_TOKEN,
      },
    );
    process.stdout.write(`mqtt ${mqtt.url}\n`);
    return mqtt;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    parts.log.error({ err: error, port: config.MQTT_PORT }, 'no MQTT: its port cannot be listened on');
    process.stdout.write(`mqtt-off ${config.MQTT_PORT} ${code ?? ''}\n`);
    return { close: () => Promise.resolve() };
  }
}

/** HTTPS with the given certificate, else plain HTTP. Slow senders are cut off before they fill the server. */
function makeServer(config: Config): http.Server {
  const limits = { headersTimeout: 15_000, requestTimeout: 60_000, keepAliveTimeout: 65_000 };
  if (!config.TLS_CERT || !config.TLS_KEY) return http.createServer(limits);
  return https.createServer({
    ...limits,
    cert: readFileSync(config.TLS_CERT),
    key: readFileSync(config.TLS_KEY),
  });
}

function listen(server: http.Server, config: Config): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(taken ? new Error(`端口 ${config.PORT} 已被占用，请用 npm start -- --port 换一个`) : error);
    });
    server.listen(config.PORT, config.HOST, () => {
      const { port } = server.address() as AddressInfo;
      const host = config.HOST.includes(':') ? `[${config.HOST}]` : config.HOST;
      resolve(`${server instanceof https.Server ? 'https' : 'http'}://${host}:${port}`);
    });
  });
}

/** The first SIGTERM or Ctrl-C begins the stop, another one changes nothing. */
function onStopSignal(stop: () => Promise<void>): void {
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      void stop().then(() => process.exit(0));
    });
  }
}

async function main(): Promise<void> {
  const config = readConfig();
  const log = makeLog(config.CHENGYUN_LOG, 'server');
  const pool = makePool(config.DATABASE_URL, connections, 'chengyun-server');
  const redis = new Redis(config.REDIS_URL, { maxRetriesPerRequest: 1, connectionName: 'chengyun-server' });
  redis.on('error', () => undefined);
  // A server that starts alone after long rest would refuse every event of a day that nobody made.
  await makePartitions(pool, await cityNow(pool));
  const city = readCity(config.CITY);
  const fresh = await keepFresh(pool, log);
  const names = await keepGazetteer(pool, city);
  // Before anybody is served: at the first call it would hold up whatever transaction is open then.
  warmWords(fresh.reference(), names.gazetteer());
  const wake = makeWake(pool);
  const vault = vaultOf(config);
  const doors = makeDoors({ pool, vault, bounds: city.bounds, reference: fresh.reference, wake });
  const parts: Parts = {
    pool,
    vault,
    log,
    city,
    baseMapFile: baseMapFile(path.resolve(config.DATA_DIR), city.id),
    reference: fresh.reference,
    doors: doors.doors,
    gazetteer: names.gazetteer,
    wake,
  };
  const settings = settingsOf(config, () => redis.ping(), fresh.cityTime);
  const server = makeServer(config).on('request', await makeApp(parts, settings));
  const live = await attachLive(server, parts, (req, token) => actorOfRequest(parts, settings, req, token), {
    proveEveryMs: config.CHENGYUN_PROVE_SECONDS * 1_000,
  });
  const known = await keepKnown(pool, log, {
    part: 'server',
    program: programVersion,
    dataDir: config.DATA_DIR,
  });
  const watchdog = startWatchdog(log);
  const mqtt = await openMqttWay(parts, config);
  process.stdout.write(`ready ${await listen(server, config)}\n`);
  // Callers of before there was an index of names; once, and nobody waits for it.
  void indexCallers(parts).catch((error: unknown) => log.warn({ err: error }, 'names were not all indexed'));

  const stop = async (): Promise<void> => {
    setTimeout(() => process.exit(1), stopWithinMs).unref();
    const closed = new Promise((resolve) => server.close(resolve));
    await Promise.all([mqtt.close(), live.close()]);
    server.closeIdleConnections();
    // Whoever still sends after half the time is cut off; what is committed is committed.
    setTimeout(() => server.closeAllConnections(), stopWithinMs / 2).unref();
    await closed;
    await doors.close();
    names.close();
    fresh.close();
    await known.close();
    watchdog.close();
    redis.disconnect();
    await pool.end();
  };
  onStopSignal(stop);
}

// What nobody caught leaves an unknown state: say so, end, and be started again.
for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
  process.on(event, (error: unknown) => {
    console.error(maskText(error instanceof Error ? (error.stack ?? error.message) : String(error)));
    process.exit(1);
  });
}
await main();
