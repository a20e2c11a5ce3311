import { randomUUID } from 'node:crypto';
import type { Pool } from '#store/db.ts';
import { testSecrets } from '#test/support/chengyun.ts';

/** 端州积水: some sensors, one flooded underpass with nine callers, and ordinary matters around it; all 推演. */
export async function playMorning(url: string): Promise<void> {
  const send = async (method: string, path: string, body: unknown): Promise<void> => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${testSecrets.CHENGYUN_INGEST_TOKEN}`,
        'content-type': 'application/json',
      },
      body: JSON.stringify(body),
    });
    if (answer.status >= 300) throw new Error(`${path}: ${answer.status} ${await answer.text()}`);
  };
  await send('PUT', '/api/registry/sensors', { items: sensors() });
  await send('PUT', '/api/registry/cameras', {
    items: [{ cameraId: 'cam-xijiang', name: '西江路路口', kind: 'road', lng: 112.4413, lat: 23.0767 }],
  });
  await send('POST', '/api/ingest/sensor', { readings: readings() });
  await send('POST', '/api/ingest/camera', {
    alerts: [
      {
        platformId: 'cam-platform',
        alarmId: 'A17',
        cameraId: 'cam-xijiang',
        kind: 'waterlogging',
        confidence: 0.93,
        observedAt: ago(13),
      },
    ],
  });
  await send('POST', '/api/ingest/hotline', { tickets: floodCalls() });
  await send('POST', '/api/ingest/hotline', { tickets: otherCalls() });
}

const ago = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

function sensors(): unknown[] {
  const around = [
    [112.4411, 23.0765, '西江路蕉园村口水位', 'depth_m'],
    [112.4628, 23.0512, '天宁北路水位', 'depth_m'],
    [112.4731, 23.0488, '康乐北路水位', 'depth_m'],
    [112.4563, 23.0533, '端州路二桥底水位', 'depth_m'],
  ] as const;
  const grid = Array.from(
    { length: 60 },
    (_, i) =>
      [112.3 + (i % 10) * 0.035, 23.0 + Math.floor(i / 10) * 0.06, `雨量站 ${i + 1}`, 'rain_mm_h'] as const,
  );
  return [...around, ...grid].map(([lng, lat, name, metric], i) => ({
    deviceId: `s${i}`,
    name,
    kind: metric,
    lng,
    lat,
    metrics: [metric],
  }));
}

function readings(): unknown[] {
  const rain = Array.from({ length: 60 }, (_, i) => ({
    deviceId: `s${i + 4}`,
    metric: 'rain_mm_h',
    value: (i * 7) % 18,
    observedAt: ago(1),
  }));
  const depth = [0.31, 0.12, 0.08, 0.05].flatMap((value, i) =>
    [20, 15, 10, 5, 1].map((minutes) => ({
      deviceId: `s${i}`,
      metric: 'depth_m',
      value: i === 0 ? value - minutes * 0.002 : value,
      observedAt: ago(minutes),
    })),
  );
  return [...rain, ...depth];
}

const callers = ['陈志明', '何美玲', '李建国', '梁秀英', '黄伟', '邓丽', '周强'];
function floodCalls(): unknown[] {
  const words = [
    '西江路蕉园村口成条路水浸，车过唔到',
    '蕉园村口水浸到膝头，学生哥返唔到学',
    '西江路积水，公交站台都浸咗',
    '有架车死火喺水浸度，入面有老人被困',
    '蕉园牌坊嗰度水浸好深，冇人理',
    '蕉园村口隔篱我间铺门口路面积水',
    '西江路仲系积水，几时抽得完',
  ];
  return words.map((text, i) => ({
    platform: 'zq12345',
    ticketNo: `2026-0001${20 + i}`,
    text,
    address: '端州区西江路蕉园村口',
    lng: 112.4411 + i * 0.0001,
    lat: 23.0765 - i * 0.00008,
    callerName: callers[i],
    callerPhone: `1380013800${i}`,
    calledAt: ago(12 - i),
  }));
}

function otherCalls(): unknown[] {
  const list = [
    ['天宁北路积水没过路沿，请派人抽水', '端州区天宁北路', 112.4628, 23.0512],
    ['康乐北路井盖缺失，有人踩空', '端州区康乐北路', 112.4731, 23.0488],
    ['工地半夜施工噪声，睡不着', '鼎湖区桂城', 112.5668, 23.1585],
    ['金利镇有刺鼻气味', '高要区金利镇', 112.79, 23.08],
    ['四会大道路灯不亮', '四会市四会大道', 112.69, 23.34],
    ['怀城街道垃圾没人清运', '怀集县怀城街道', 112.18, 23.91],
    ['小区物业乱收费，要求退费', '端州区', null, null],
    ['咨询灵活就业社保怎么交', '', null, null],
  ] as const;
  return list.map(([text, address, lng, lat], i) => ({
    platform: 'zq12345',
    ticketNo: `2026-0002${10 + i}`,
    text,
    ...(address ? { address } : {}),
    ...(lng === null ? {} : { lng, lat }),
    callerName: callers[i % 7],
    callerPhone: `1390013900${i}`,
    calledAt: ago(30 - i * 2),
  }));
}

/** The unit signs the flood and stands at the place, so that the pictures show work under way. */
export async function beginWork(
  pool: Pool,
  sign: (taskId: number, version: number, unit: string, actionId: string) => Promise<void>,
): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query(`begin; set local app.scope = '*'`);
    const { rows } = await client.query<{ id: number; version: number; unit: string }>(
      `select t.id, t.version, t.unit_code as unit from task t join incident i on i.id = t.incident_id where t.open order by i.event_count desc limit 1`,
    );
    await client.query('rollback');
    for (const task of rows) await sign(task.id, task.version, task.unit, randomUUID());
  } finally {
    client.release();
  }
}
