import type { Actor } from '#contracts/people.ts';
import type { TaskCard } from '#contracts/task.ts';
import { cityNow } from '../../shared/now.ts';
import { uuid } from '../../shared/uuid.ts';
import type { Shot, Stage, Step, StepKind } from './box.ts';
import { fixOf, lngLatOf } from './place.ts';
import type { Place } from './place.ts';
import { chainOf } from './view.ts';

type Doer = Pick<Actor, 'username'>;
type StepParts = Pick<Step, 'kind' | 'chain' | 'taskId' | 'title' | 'body'> & { id?: string };

function step(doer: Doer, { id = uuid(), ...parts }: StepParts): Step {
  return {
    ...parts,
    id,
    owner: doer.username,
    madeAt: Date.now(),
    state: 'waiting',
    tries: 0,
    notBefore: 0,
    message: null,
  };
}

/** The city's time as a step carries it. */
export const stamp = (): string => new Date(cityNow()).toISOString();

/** 签收、到达、退单、反馈: on the version of the card that the person saw. */
export function taskStep(
  doer: Doer,
  card: TaskCard,
  act: { kind: Exclude<StepKind, 'new' | 'photo' | 'read'>; place: Place; body?: object },
): Step {
  return step(doer, {
    kind: act.kind,
    chain: chainOf(card.id),
    taskId: card.id,
    title: card.incident.title,
    body: {
      version: card.version,
      at: stamp(),
      ...(act.kind === 'arrive' ? (fixOf(act.place) ?? {}) : lngLatOf(act.place)),
      ...act.body,
    },
  });
}

/** The upload of a photo; its id is the photo's. */
export function photoStep(doer: Doer, shot: Shot, title: string): Step {
  const { id, chain, taskId, stage, takenAt, lng, lat } = shot;
  const body = {
    stage,
    takenAt,
    ...(taskId === null ? {} : { taskId }),
    ...(lng === null || lat === null ? {} : { lng, lat }),
  };
  return step(doer, { id, kind: 'photo', chain, taskId, title, body });
}

/** A photo as the phone keeps it. */
export function makeShot(
  doer: Doer,
  shot: { blob: Blob; chain: string; taskId: number | null; stage: Stage; place: Place },
): Shot {
  const { lng = null, lat = null } = lngLatOf(shot.place);
  const { blob, chain, taskId, stage } = shot;
  return {
    id: uuid(),
    owner: doer.username,
    chain,
    taskId,
    stage,
    blob,
    takenAt: stamp(),
    lng,
    lat,
    sent: false,
  };
}

/** 报新情况: the photos of the draft first, then the report that names them; they share a chain of their own. */
export function newReportSteps(
  doer: Doer,
  report: { text: string; address: string; selfHandled: boolean; place: Place },
  shots: readonly Shot[],
): { steps: Step[]; shots: Shot[] } {
  const id = uuid();
  const chain = `new:${id}`;
  const moved = shots.map((shot) => ({ ...shot, chain }));
  const title = report.text.slice(0, 20);
  const body = {
    text: report.text,
    observedAt: stamp(),
    selfHandled: report.selfHandled,
    photoIds: moved.map((shot) => shot.id),
    ...(report.address === '' ? {} : { address: report.address }),
    ...lngLatOf(report.place),
  };
  const steps = [
    ...moved.map((shot) => photoStep(doer, shot, title)),
    step(doer, { id, kind: 'new', chain, taskId: null, title, body }),
  ];
  return { steps, shots: moved };
}

/** 消息已读. */
export function readStep(doer: Doer, item: { id: number; title: string }): Step {
  return step(doer, {
    kind: 'read',
    chain: `read:${item.id}`,
    taskId: null,
    title: item.title,
    body: { itemId: item.id },
  });
}
