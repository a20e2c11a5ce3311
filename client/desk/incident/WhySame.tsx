import type { IncidentDetail } from '#contracts/desk.ts';

/** 为什么是同一件: what spoke for the links, most frequent first, and the way to take one out again. */
export function WhySame({
  detail,
  onEvents,
  onSplit,
}: {
  detail: IncidentDetail;
  onEvents: () => void;
  onSplit: (() => void) | null;
}) {
  // The one that was linked first opened the matter; the others were found to be the same.
  const merged = detail.events.toSorted((a, b) => Date.parse(a.linkedAt) - Date.parse(b.linkedAt)).slice(1);
  if (detail.events.length < 2)
    return detail.basis === null ? null : (
      <section className="why">
        <h3>派遣依据</h3>
        <p>{detail.basis}</p>
      </section>
    );
  const scores = merged.filter(({ decidedBy }) => decidedBy === null).map(({ score }) => score);
  const byPeople = merged.filter(({ decidedBy }) => decidedBy !== null).length;
  const newest = merged.at(-1);
  return (
    <section className="why">
      <h3>
        为什么是同一件
        {onSplit && (
          <button type="button" className="plain" onClick={onSplit}>
            不是一件？拆出 S
          </button>
        )}
      </h3>
      <p>
        {detail.events.length} 件来件
        {scores.length > 0 && `，相符度 ${scoreWords(scores)}`}
        {byPeople > 0 && `，其中 ${byPeople} 件由人判定`}
        {newest && `。最近一件：${newest.reasons.join('，')}`}。{' '}
        <button type="button" className="plain" onClick={onEvents}>
          逐件依据
        </button>
      </p>
      {detail.basis !== null && <p>派遣依据：{detail.basis}</p>}
    </section>
  );
}

function scoreWords(scores: readonly number[]): string {
  const [lowest, highest] = [Math.min(...scores).toFixed(2), Math.max(...scores).toFixed(2)];
  return lowest === highest ? lowest : `${lowest} 至 ${highest}`;
}
