import { discontentNames } from '#contracts/request.ts';
import { figureOfCause } from '#contracts/stats.ts';
import type { CallsBack as Calls } from '#contracts/stats.ts';
import { formatNumber, formatRate } from '../shared/format.ts';
import type { Figure } from './address.ts';
import { NumberLink } from './NumberLink.tsx';

/** 本月回访: how many matters had a caller who was not content, and why; every number opens its matters. */
export function CallsBack({ calls, name }: { calls: Calls; name: string }) {
  const number = (figure: Figure, value: number, label: string) => (
    <NumberLink value={value} opened={{ figure, by: 'district', code: null }} label={`${name} ${label}`} />
  );
  return (
    <section className="calls-back" aria-label="本月回访">
      <h2>{findingOf(calls)}</h2>
      <p>
        <span>已回访 {number('calledBack', calls.heard, '本月已回访')}</span>
        <span>不满意或未解决 {number('discontent', calls.discontent, '本月回访不满意或未解决')}</span>
        {calls.causes.map(({ cause, cases }) => (
          <span key={cause}>
            {discontentNames[cause]} {number(figureOfCause[cause], cases, discontentNames[cause])}
          </span>
        ))}
      </p>
    </section>
  );
}

/** What is found, with its fraction. */
function findingOf({ heard, discontent, causes }: Calls): string {
  if (heard === 0) return '本月尚无接通的回访';
  if (discontent === 0) return `本月回访 ${formatNumber(heard)} 件，无不满意`;
  const most = causes.reduce((first, one) => (one.cases > first.cases ? one : first));
  const rate = formatRate({ numerator: discontent, denominator: heard });
  const fraction = `回访 ${formatNumber(heard)}，不满意或未解决 ${formatNumber(discontent)}`;
  return `本月回访不满意率 ${rate}（${fraction}），“${discontentNames[most.cause]}”最多`;
}
