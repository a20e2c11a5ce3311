import type { DemoMatter } from '#contracts/demo.ts';
import type { Api } from './api.ts';
import type { DayClock } from './clock.ts';
import type { People } from './people.ts';

/** What every step needs. */
export type Stage = {
  api: Api;
  people: People;
  clock: Pick<DayClock, 'day' | 'instant'>;
  /** How long, in real milliseconds, a report may take until it belongs to an incident. */
  patienceMs: number;
};

/** One matter as it is played: a script, a guide, or something that chance has made. */
export type Played = Pick<DemoMatter, 'id' | 'steps'>;
