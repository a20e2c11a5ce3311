import type { Unit } from '#contracts/reference.ts';
import { channelsOf } from './channels.ts';

const hourMs = 3_600_000;
/** Asia/Shanghai. */
const offsetHours = 8;

/** 夜间静音 (practice §一 11): from 22:00 to 7:00 what is not 特急 or 紧急 stands in the inbox and rings nobody. */
export function isQuiet(now: Date, severity: number): boolean {
  const hour = (Math.floor(now.getTime() / hourMs) + offsetHours) % 24;
  return severity > 2 && (hour >= 22 || hour < 7);
}

/** How the machine reminds a unit: on every way that reaches it, rung or not; in the quiet hours in its inbox alone. */
export function reminderWay(
  unit: Pick<Unit, 'webhookUrl'> | undefined,
  { severity, ring }: { severity: number; ring: boolean },
  now: Date,
): { channels: string[]; ring: boolean } {
  return isQuiet(now, severity) ? { channels: ['inbox'], ring: false } : { channels: channelsOf(unit), ring };
}
