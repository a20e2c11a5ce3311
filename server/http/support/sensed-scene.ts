import type { SceneNumber } from '#contracts/scene.ts';
import { mattersNumber } from './scene.ts';
import type { SceneCall, SceneMaker } from './scene.ts';
import { findingOf, listOf, sense, shareWords, wantingOf } from './sensed.ts';
import type { Sensed } from './sensed.ts';

type Wanted = Pick<SceneMaker, 'id' | 'title' | 'families'> & {
  /** The metric that answers, and the sign of its unit. */
  metric: string;
  sign: string;
  /** 噪声点; and what is measured at one: 噪声. */
  things: string;
  subject: string;
  list: string;
  /** At most two figures beside that of the incidents. */
  numbers: (sensed: Sensed | null, call: SceneCall) => SceneNumber[];
  /** What must be known of the figures besides who tells them. */
  sources?: readonly string[];
  /** Feeds that no source brings yet. */
  wanting?: readonly string[];
};

/** A scene about one metric: how it stands, where it is past its line, and who has that. */
export function sensedScene(wanted: Wanted): SceneMaker {
  const { id, title, families, metric, things } = wanted;
  return {
    id,
    title,
    right: 'wall.read',
    families,
    figures: async (call) => {
      const sensed = await sense(call, metric);
      return {
        finding: findingOf(sensed, things, wanted.subject, wanted.sign),
        numbers: [...wanted.numbers(sensed, call), await mattersNumber(call)],
        lists: [listOf(call.reference, sensed, { title: wanted.list, none: `${things}没有读数` })],
        places: [],
        sources: [shareWords(things, sensed), ...(wanted.sources ?? [])],
        wanting: [...wantingOf([[things, sensed]]), ...(wanted.wanting ?? [])],
      };
    },
  };
}

/** How many are past their line, of those that speak. */
export function overNumber(label: string, sensed: Sensed | null): SceneNumber {
  const { over = 0, live = 0 } = sensed ?? {};
  return { label, value: String(over), unit: '处', of: `实时 ${live} 处`, state: over > 0 ? 'over' : 'calm' };
}
