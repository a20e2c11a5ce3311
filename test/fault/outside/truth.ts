import type { Door, SentItem } from './lines.ts';

/** One request of a source: what goes on the wire, and what the ledger writes down of it. */
export type Parcel = { door: Door; body: string; items: SentItem[] };
export type Group = {
  group: number;
  matter: 'flooding' | 'garbage';
  lng: number;
  lat: number;
  /** The sensor at this place, if there is one. */
  device: string | null;
};

type Shape = { matter: Group['matter']; wide: boolean; sensor: boolean; cameras: number; callers: number };
/** The kinds of real problems, in turn. Callers point less exactly, so theirs stand in a field of wider steps. */
const shapes: readonly Shape[] = [
  { matter: 'flooding', wide: true, sensor: true, cameras: 2, callers: 2 },
  { matter: 'flooding', wide: false, sensor: true, cameras: 3, callers: 0 },
  { matter: 'garbage', wide: true, sensor: false, cameras: 2, callers: 1 },
  { matter: 'flooding', wide: true, sensor: false, cameras: 1, callers: 3 },
];
const fields = {
  wide: { lng: 112.47, lat: 23.1, stepM: 600 },
  narrow: { lng: 112.62, lat: 23.22, stepM: 320 },
};
const metresPerDegree = 111_320;

const moved = (lng: number, lat: number, eastM: number, northM: number): { lng: number; lat: number } => ({
  lng: lng + eastM / (metresPerDegree * Math.cos((lat * Math.PI) / 180)),
  lat: lat + northM / metresPerDegree,
});

/** The n-th square of a spiral around 0, 0: neighbours are one step apart, and no square comes twice. */
export function spiral(n: number): [number, number] {
  let [x, y, dx, dy, leg, walked, turns] = [0, 0, 1, 0, 1, 0, 0];
  for (let i = 0; i < n; i += 1) {
    [x, y, walked] = [x + dx, y + dy, walked + 1];
    if (walked < leg) continue;
    [walked, dx, dy, turns] = [0, -dy, dx, turns + 1];
    if (turns % 2 === 0) leg += 1;
  }
  return [x, y];
}

const shapeOf = (group: number): Shape => shapes[group % shapes.length]!;

/** The real problem number `group`: at least 300 m from any other. */
export function groupAt(group: number): Group {
  const { matter, wide, sensor } = shapeOf(group);
  const field = wide ? fields.wide : fields.narrow;
  const [x, y] = spiral(group);
  const at = moved(field.lng, field.lat, x * field.stepM, y * field.stepM);
  return { group, matter, ...at, device: sensor ? `fault-${group}` : null };
}

/** Everything that is reported of a real problem, each as a request of its own, within 40 m of its place. */
export function parcelsOf(group: Group, nowMs: number): Parcel[] {
  const { cameras, callers } = shapeOf(group.group);
  const iso = (secondsAgo: number): string => new Date(nowMs - secondsAgo * 1000).toISOString();
  const around = (n: number): { lng: number; lat: number } => {
    const turn = n * 2.4;
    const farM = 8 + ((n * 13) % 32);
    return moved(group.lng, group.lat, Math.cos(turn) * farM, Math.sin(turn) * farM);
  };
  const parcels = [
    ...Array.from({ length: cameras }, (_, n) => alert(group, n, { ...around(n), observedAt: iso(n) })),
    ...Array.from({ length: callers }, (_, n) => ticket(group, n, { ...around(n + 5), calledAt: iso(n) })),
  ];
  // Over the line for more than its minute: the last reading sets the rule off.
  if (group.device !== null) parcels.push(readings([[group.device, group.group]], [iso(75), iso(5)], true));
  return parcels;
}

function parcel(door: Door, body: object, items: SentItem[]): Parcel {
  return { door, body: JSON.stringify(body), items };
}

function alert(
  { group, matter }: Group,
  n: number,
  at: { lng: number; lat: number; observedAt: string },
): Parcel {
  const alarmId = `G${group}-${n}`;
  const kind = matter === 'flooding' ? 'waterlogging' : 'garbage';
  const key = `fault-cam/${alarmId}`;
  const cameraId = `cam-${group}-${n}`;
  return parcel(
    'camera',
    { alerts: [{ platformId: 'fault-cam', alarmId, cameraId, kind, confidence: 0.93, ...at }] },
    [{ key, group, event: key }],
  );
}

function ticket(
  { group, matter }: Group,
  n: number,
  at: { lng: number; lat: number; calledAt: string },
): Parcel {
  const ticketNo = `G${group}-${n}`;
  const key = `fault-12345/${ticketNo}/1`;
  const words =
    matter === 'flooding'
      ? { text: `路面水浸，过不去，第 ${n + 1} 个电话`, categoryCode: 'road-flooding' }
      : { text: `垃圾成堆没人清，第 ${n + 1} 个电话`, categoryCode: 'garbage' };
  return parcel(
    'hotline',
    { tickets: [{ platform: 'fault-12345', ticketNo, revision: 1, ...words, ...at }] },
    [{ key, group, event: key }],
  );
}

/** Readings of several devices at the given times; `raising`: the last of each must become an event. */
export function readings(
  devices: readonly [string, number][],
  times: readonly string[],
  raising: boolean,
): Parcel {
  const each = devices.flatMap(([deviceId, group]) =>
    times.map((observedAt, i) => {
      const key = `${deviceId}/depth_m/${observedAt}`;
      const event = raising && i === times.length - 1 ? key : null;
      return {
        reading: { deviceId, metric: 'depth_m', value: 0.22, observedAt },
        item: { key, group, event },
      };
    }),
  );
  return parcel(
    'sensor',
    { readings: each.map(({ reading }) => reading) },
    each.map(({ item }) => item),
  );
}

/** The registry entries of every sensor that the first `count` problems will have. */
export function sensorsOf(count: number): object[] {
  return Array.from({ length: count }, (_, n) => groupAt(n)).flatMap(({ device, lng, lat }) =>
    device === null ? [] : [{ deviceId: device, name: device, kind: 'road', lng, lat, metrics: ['depth_m'] }],
  );
}
