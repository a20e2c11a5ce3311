import { moverClasses, moverColumns, silentMinutes } from '#contracts/movers.ts';
import type { MoverClass } from '#contracts/movers.ts';
import type { Change } from '../shared/live-fold.ts';
import { age, clear, drop, hear, makeFleet, wrapTouched } from './fleet.ts';
import type { Fleet } from './fleet.ts';
import { iconsOf } from './map/mover-icons.ts';

/** The marks that a scene may ask for; each has arrays and layers of its own. */
export const fleetNames = ['vessel', 'hazmat', 'vehicle'] as const;
export type FleetName = (typeof fleetNames)[number];
export type Movers = Record<FleetName, Fleet>;

const fleetOfClass: Record<MoverClass, FleetName> = {
  vessel: 'vessel',
  cargo: 'vessel',
  tanker: 'vessel',
  hazmat: 'hazmat',
  vehicle: 'vehicle',
  coach: 'vehicle',
  charter: 'vehicle',
  'heavy-truck': 'vehicle',
};
const fleetByNumber = moverClasses.map((one) => fleetOfClass[one]);

/** Slower than this an object stands still: a satellite's position is never quite at rest. km/h. */
const stillBelow = 3;
const untoldSpeed = 255;
const untoldCourse = 65_535;
const perDegree = 1e7;

export const makeMovers = (centre: readonly [number, number]): Movers => ({
  vessel: makeFleet(centre, silentMinutes.vessel, iconsOf('vessel')),
  hazmat: makeFleet(centre, silentMinutes.vehicle, iconsOf('hazmat')),
  vehicle: makeFleet(centre, silentMinutes.vehicle, iconsOf('vehicle')),
});

/** Wraps anew what was touched. Answers whether a fleet of `shown` was. */
function wrapAll(movers: Movers, shown: ReadonlySet<FleetName>): boolean {
  return fleetNames.filter((name) => wrapTouched(movers[name])).some((name) => shown.has(name));
}

/** Takes a block of the feed (null: none) in place; `reset`: a whole picture begins. Answers whether `shown` shows it. */
export function takeMovers(
  movers: Movers,
  block: ArrayBuffer | null,
  { reset, now, shown }: { reset: boolean; now: number; shown: ReadonlySet<FleetName> },
): boolean {
  if (reset) for (const name of fleetNames) clear(movers[name]);
  const columns = block && moverColumns(block);
  for (let i = 0; columns && i < columns.no.length; i++) {
    const no = columns.no[i]!;
    const name = fleetByNumber[columns.class[i]!] ?? 'vehicle';
    const [course, speed] = [columns.course[i]!, columns.speed[i]!];
    // An object may have told its class only now.
    for (const other of fleetNames) if (other !== name) drop(movers[other], no);
    const report = {
      no,
      second: columns.second[i]!,
      lng: columns.lng[i]! / perDegree,
      lat: columns.lat[i]! / perDegree,
      course: course === untoldCourse ? Number.NaN : course / 10,
      isMoving: speed === untoldSpeed || speed >= stillBelow,
    };
    hear(movers[name], report, now);
  }
  return wrapAll(movers, shown);
}

/** Lets silence show, at `now`, city time in epoch ms. Answers whether `shown` shows it. */
export function ageMovers(movers: Movers, now: number, shown: ReadonlySet<FleetName>): boolean {
  for (const name of fleetNames) age(movers[name], now);
  return wrapAll(movers, shown);
}

/** What a wall keeps of movers, mutated in place by each change of the feed. */
export type MoverPath = {
  movers: Movers;
  /** The fleets that are on the map: news of others asks for no picture. */
  showMovers: (shown: ReadonlySet<FleetName>) => void;
  /** Answers whether a picture is due. */
  take: (change: Pick<Change, 'movers' | 'reset'>) => boolean;
  /** Lets silence show; to be called now and then, since nothing tells of it. */
  age: () => void;
};

export function makeMoverPath(
  centre: readonly [number, number],
  calls: { now: () => number; onPaint: () => void },
): MoverPath {
  const movers = makeMovers(centre);
  let shown: ReadonlySet<FleetName> = new Set();
  return {
    movers,
    showMovers: (next) => (shown = next),
    take: ({ movers: block, reset }) =>
      (reset || block !== null) && takeMovers(movers, block, { reset, now: calls.now(), shown }),
    age: () => {
      if (ageMovers(movers, calls.now(), shown)) calls.onPaint();
    },
  };
}
