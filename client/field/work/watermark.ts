import type { Session } from '#contracts/people.ts';
import { formatClock, formatDate } from '../../shared/format.ts';
import type { Place } from './place.ts';

export const markWords: Record<Session['mark'], string | null> = {
  real: null,
  demo: '演示',
  drill: '演练',
  test: '测试',
};

/** The lines drawn into a photo: when, where, by whom; 演示 and 演练 always say so. */
export function watermark(
  { mark, unitName, actor }: Pick<Session, 'mark' | 'unitName' | 'actor'>,
  { at, place, title }: { at: number; place: Place; title: string | null },
): string[] {
  const where =
    place.state === 'known'
      ? `北纬 ${place.lat.toFixed(5)}° 东经 ${place.lng.toFixed(5)}° ±${place.accuracyM} m`
      : '位置未取得';
  const who = [markWords[mark], unitName, actor.name].filter(Boolean).join(' ');
  return [`${formatDate(at)} ${formatClock(at, true)}`, title, where, who].filter((line) => line !== null);
}
