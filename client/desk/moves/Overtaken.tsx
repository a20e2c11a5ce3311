import { useState } from 'react';
import type { IncidentDetail } from '#contracts/desk.ts';
import { statusNames } from '#contracts/incident.ts';
import { formatClock } from '../../shared/format.ts';
import { isWorkMove } from './WorkPanel.tsx';
import { useDesk } from '../desk-context.ts';

/** While a step is being written: says so when somebody else has moved the matter meanwhile. What was typed stays. */
export function Overtaken({ detail, move }: { detail: IncidentDetail; move: string | null }) {
  const { session } = useDesk();
  const [begunAt] = useState(detail.version);
  const last = detail.history.at(-1);
  if (detail.version === begunAt || !last || last.actor === session.actor.username) return null;
  const gone = move !== null && !isWorkMove(move) && !detail.moves.some((offered) => offered.move === move);
  return (
    <p className="panel-problem" role="alert">
      {last.actorName}刚于 {formatClock(last.at)} 更新：{last.words}。
      {gone ? `本件现为“${statusNames[detail.status]}”，这一步已不能办理，请返回` : '请核对后再提交'}
    </p>
  );
}
