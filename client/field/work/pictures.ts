import type { Shot, Stage } from './box.ts';
import { chainOf } from './view.ts';
import type { TaskView } from './view.ts';

/** One picture: on this phone, or on the server. `state` is the server's word for it. */
export type Picture = { id: string; shot: Shot | null; state: string };

/** What the server has of a stage and what still lies on the phone, each photo once, oldest first. */
export function picturesOf({ card }: TaskView, shots: readonly Shot[], stage: Stage): Picture[] {
  const chain = chainOf(card.id);
  const own = shots.filter((shot) => shot.chain === chain && shot.stage === stage);
  const stored = card.photos
    .filter((photo) => photo.stage === stage)
    .map(({ id, state }) => ({ id, state, shot: own.find((shot) => shot.id === id) ?? null }));
  const fresh = own
    .filter(({ id }) => !stored.some((picture) => picture.id === id))
    .sort((a, b) => a.takenAt.localeCompare(b.takenAt))
    .map((shot) => ({ id: shot.id, state: 'raw', shot }));
  return [...stored, ...fresh];
}

/** A photo of a draft, as a tile shows it. */
export function draftPicture(shot: Shot): Picture {
  return { id: shot.id, state: 'raw', shot };
}
