import type { z } from 'zod';
import { choice } from './choice.ts';

/** 派遣方式 by kind of unit (规矩 9). */
export const dispatchModeNames = {
  dispatch: '派遣',
  'joint-request': '商请协办',
  notice: '联动通知',
  'hand-over': '三方移交',
} as const;
export const DispatchMode = choice(dispatchModeNames);
export type DispatchMode = z.infer<typeof DispatchMode>;
/** 派遣渠网中心, 商请协办供电局, 联动通知交警: one word for one thing, on every page and in the timeline. */
export function dispatchWords({ name, dispatchMode }: { name: string; dispatchMode: DispatchMode }): string {
  return `${dispatchModeNames[dispatchMode]}${name}`;
}

/**
 * How a unit may be asked, the usual way first. Units of government are sent; bodies of other lines and companies are
 * asked or told; 110, 119 and 120 take over. Whoever hosts has to report, and a notice asks for no report.
 */
export function modesOf(
  { dispatchMode }: { dispatchMode: DispatchMode },
  part: 'host' | 'co-host',
): DispatchMode[] {
  if (dispatchMode === 'dispatch' || dispatchMode === 'hand-over') return [dispatchMode];
  if (part === 'host') return ['joint-request'];
  return dispatchMode === 'notice' ? ['notice', 'joint-request'] : ['joint-request', 'notice'];
}
