import type { DemoLife, DemoStep } from '#contracts/demo.ts';
import type { DemoCity, DemoDevice, DemoPlace } from '#geodata/demo-day.ts';
import { chance } from './random.ts';
import type { Chance } from './random.ts';
import type { Played } from './stage.ts';

const hour = 3600;
const minute = 60;
type Hours = readonly (readonly [number, number])[];

/** A second of the day within one of the spans, the longer ones oftener. */
function timeIn(hours: Hours, luck: Chance): number {
  const total = hours.reduce((sum, [from, to]) => sum + to - from, 0);
  let left = luck.between(0, total);
  for (const [from, to] of hours) {
    if (left < to - from) return Math.floor((from + left) * hour);
    left -= to - from;
  }
  return 0;
}

/** What a unit does about it: most are on time, one in eight is late, one in fifteen comes back first. */
function handling(from: number, of: string, done: string, luck: Chance, callers: boolean): DemoStep[] {
  let at = from;
  const after = (low: number, high: number): number =>
    (at = Math.round(at + luck.between(low, high) * minute));
  const late = luck.next() < 1 / 8;
  const steps: DemoStep[] = [
    { at: after(2, 9), do: 'dispatch', of, note: '', by: 'operator' },
    { at: late ? after(130, 200) : after(3, 18), do: 'sign', of },
  ];
  if (luck.next() < 1 / 15)
    steps.push(
      { at: after(5, 20), do: 'return', of, text: '现场核查不属本单位管养范围，请改派' },
      { at: after(3, 10), do: 'dispatch', of, note: '经核对职责清单，仍由首接单位先办', by: 'shift-leader' },
      { at: after(5, 15), do: 'sign', of },
    );
  steps.push(
    { at: after(8, 40), do: 'arrive', of },
    { at: after(15, 90), do: 'feedback', of, text: done },
    { at: after(3, 15), do: 'review', of },
    { at: after(2, 12), do: 'inspect', of },
    { at: after(2, 10), do: 'close', of, text: '现场已恢复，予以结案' },
  );
  if (callers)
    steps.push(
      { at: after(5, 40), do: 'answer', of, text: `您反映的问题已办理：${done}。` },
      { at: after(20, 120), do: 'follow-up', of, note: '' },
    );
  return steps;
}

/** A point near a named place: a caller is within a street's length of it. */
function near(place: DemoPlace, luck: Chance): { lng: number; lat: number } {
  const off = (): number => luck.between(-0.0012, 0.0012);
  return { lng: Number((place.lng + off()).toFixed(5)), lat: Number((place.lat + off()).toFixed(5)) };
}

type Call = DemoLife['calls'][number];
function callSteps(call: Call, places: readonly DemoPlace[], luck: Chance): DemoStep[] {
  const at = timeIn(call.hours, luck);
  const fitting = places.filter(({ kind }) => call.at.includes(kind));
  const place = fitting.length > 0 ? luck.pick(fitting) : null;
  const text = call.text.replaceAll('{place}', place?.name ?? '');
  const of = 'call';
  const where = place ? { address: place.name, ...near(place, luck) } : {};
  const heading = call.title ? { title: call.title.replaceAll('{place}', place?.name ?? '') } : {};
  const steps: DemoStep[] = [{ at, do: 'call', ref: of, text, kind: call.kind, confidential: false, ...heading, ...where }]; // prettier-ignore
  if (call.handling === 'unit') steps.push(...handling(at, of, call.done ?? '已到场处理完毕', luck, true));
  if (call.handling === 'answer')
    steps.push({
      at: at + Math.round(luck.between(3, 12) * minute),
      do: 'answer-at-once',
      of,
      text: call.reply ?? '已向您说明有关政策与办理途径。',
    });
  return steps;
}

type Alarm = DemoLife['alarms'][number];
function alarmSteps(alarm: Alarm, cameras: readonly DemoDevice[], luck: Chance): DemoStep[] {
  const at = timeIn(alarm.hours, luck);
  const fitting = cameras.filter(({ kind, id }) => alarm.cameras.includes(kind) && /^cam-\d+$/.test(id));
  const camera = luck.pick(fitting.length > 0 ? fitting : cameras);
  const isFalse = luck.next() < alarm.falseShare;
  const confidence = Number(luck.between(isFalse ? 0.5 : 0.75, isFalse ? 0.7 : 0.98).toFixed(2));
  const of = 'alarm';
  const steps: DemoStep[] = [{ at, do: 'alert', ref: of, cameraId: camera.id, kind: alarm.kind, confidence }];
  if (!isFalse) return [...steps, ...handling(at, of, alarm.done, luck, false)];
  const refused = at + Math.round(luck.between(2, 15) * minute);
  return [...steps, { at: refused, do: 'refuse', of, text: '调看画面，系摄像误报，不予受理' }];
}

type Report = DemoLife['reports'][number];
function reportSteps(report: Report, places: readonly DemoPlace[], luck: Chance): DemoStep[] {
  const at = timeIn(report.hours, luck);
  const place = luck.pick(places.filter(({ kind }) => report.at.includes(kind)));
  const { by, selfHandled } = report;
  const of = 'report';
  const text = report.text.replaceAll('{place}', place.name);
  const steps: DemoStep[] = [{ at, do: 'report', ref: of, text, by, selfHandled, address: place.name, ...near(place, luck) }]; // prettier-ignore
  return selfHandled ? steps : [...steps, ...handling(at, of, report.done, luck, false)];
}

/**
 * 日常: the unscripted day as matters of their own, in order of their first step. The same seed makes the same matters
 * for the same city, second for second.
 */
export function lifeOf({ life, places, cameras }: DemoCity, seed: number): Played[] {
  const luck = chance(seed);
  const made: DemoStep[][] = [];
  const times = (perDay: number): number => Math.floor(perDay) + (luck.next() < perDay % 1 ? 1 : 0);
  for (const call of life.calls)
    for (let i = times(call.perDay); i > 0; i -= 1) made.push(callSteps(call, places, luck));
  for (const alarm of life.alarms)
    for (let i = times(alarm.perDay); i > 0; i -= 1) made.push(alarmSteps(alarm, cameras, luck));
  for (const report of life.reports)
    for (let i = times(report.perDay); i > 0; i -= 1) made.push(reportSteps(report, places, luck));
  return made
    .toSorted((a, b) => a[0]!.at - b[0]!.at)
    .map((steps, i) => ({ id: `life-${String(i).padStart(4, '0')}`, steps }));
}
