import type { IncidentDetail } from '#contracts/desk.ts';
import { isAnswerLate, supervisionName, supervisionStateNames } from '#contracts/supervision.ts';
import { formatNear } from '../../shared/format.ts';

/** 督办 of this matter: level, state, who signed, what the unit replied; drafts only for who may sign them. */
export function Supervised({ detail, now }: { detail: IncidentDetail; now: number }) {
  const shown = detail.supervisions.filter(({ state }) => state !== 'dropped');
  if (shown.length === 0) return null;
  return (
    <section className="supervised" aria-label="督办">
      {shown.map((one) => (
        <details key={one.id}>
          <summary>
            <b>督办（{supervisionName(one)}）</b> {supervisionStateNames[one.state]}
            {one.signedAt !== null && `　${one.signedName} ${formatNear(one.signedAt, now)} 签发`}
            {one.answerBy !== null && `，${formatNear(one.answerBy, now)} 前回复`}
            {isAnswerLate(one, now) && <b>　回复超期</b>}
            {one.reply !== null && `　回复：${one.reply}`}
          </summary>
          <p>{one.body}</p>
        </details>
      ))}
    </section>
  );
}
