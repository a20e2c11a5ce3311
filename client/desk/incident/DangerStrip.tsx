import type { IncidentDetail } from '#contracts/desk.ts';
import { Key } from '../../shared/marks.tsx';
import { useDesk } from '../desk-context.ts';

/** Words of danger to life that nobody has confirmed yet (law 13). */
export function DangerStrip({ detail }: { detail: IncidentDetail }) {
  const { open } = useDesk();
  const confirm = detail.moves.find(({ move }) => move === 'confirm-danger');
  if (detail.danger.length === 0) return null;
  return (
    <section className="danger-strip" role="alert">
      <b>危险词 {detail.danger.join('、')}</b>
      <span>尚未确认，请先救人：处置或移交 110、119、120</span>
      {confirm && (
        <button type="button" onClick={() => open({ kind: 'move', move: 'confirm-danger' })}>
          确认险情 {confirm.key !== null && <Key>{confirm.key}</Key>}
        </button>
      )}
    </section>
  );
}
