import type { SentStep } from '#contracts/demo.ts';
import { seedOf } from './random.ts';
import type { Played, Stage } from './stage.ts';

export const hotlinePlatform = 'demo12345';
export const cameraPlatform = 'demo-cam';

/** Which door a step goes through, and what the list is called there. */
const doors = {
  call: { door: 'hotline', list: 'tickets' },
  report: { door: 'report', list: 'reports' },
  alert: { door: 'camera', list: 'alerts' },
  warning: { door: 'warning', list: 'warnings' },
} as const;
export const doorOf = (step: SentStep): string => doors[step.do].door;

const numberOf = (day: string, matter: string, ref: string): string => `${day}-${matter}-${ref}`;

/** The key under which the city will know it, as the door joins it; a sensor's alarm by its device and metric. */
export function keyOf(day: string, { id, steps }: Pick<Played, 'id' | 'steps'>, ref: string): string {
  const step = steps.find((one) => 'ref' in one && one.ref === ref);
  if (!step || !('ref' in step)) return `${ref}/`;
  const no = numberOf(day, id, ref);
  if (step.do === 'call') return `${hotlinePlatform}/${no}/1`;
  if (step.do === 'warning') return `${step.issuer}/演示 ${day} ${step.number}`;
  return step.do === 'alert' ? `${cameraPlatform}/${no}` : `${step.by}/${no}`;
}

/** Invented, and the same whenever the same call is sent. */
const phoneOf = (no: string): string => `1990${String(seedOf(no) % 10_000_000).padStart(7, '0')}`;
const families = '陈李黄梁何罗郭谢邓曾彭莫苏卢';

/** The item of a step as its door takes it. */
export function itemOf(stage: Pick<Stage, 'clock'>, matter: Played, step: SentStep): Record<string, unknown> {
  const { at, ref, do: what, ...said } = step;
  const no = numberOf(stage.clock.day, matter.id, ref);
  const when = stage.clock.instant(at);
  if (what === 'call')
    return {
      ...said,
      platform: hotlinePlatform,
      ticketNo: no,
      revision: 1,
      calledAt: when,
      callerName: `${families[seedOf(no) % families.length]}${seedOf(ref) % 2 ? '先生' : '女士'}`,
      callerPhone: phoneOf(no),
    };
  if (step.do === 'warning') {
    const { number, ...rest } = said as Omit<typeof step, 'at' | 'ref' | 'do'>;
    return { ...rest, number: `演示 ${stage.clock.day} ${number}`, issuedAt: when };
  }
  if (what === 'alert') return { ...said, platformId: cameraPlatform, alarmId: no, observedAt: when };
  const { by, ...rest } = said as Omit<Extract<SentStep, { do: 'report' }>, 'at' | 'ref' | 'do'>;
  return { ...rest, reporterKind: by, reportNo: no, observedAt: when };
}

/** Sends one step through its door; throws with the door's own words when it was not taken. */
export async function send(stage: Stage, matter: Played, step: SentStep): Promise<void> {
  const { door, list } = doors[step.do];
  const { quarantined } = await stage.api.send(door, list, [itemOf(stage, matter, step)]);
  if (quarantined[0]) throw new Error(`${door}：${quarantined[0].code} ${quarantined[0].message}`);
}
