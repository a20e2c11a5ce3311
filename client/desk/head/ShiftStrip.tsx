import type { Session } from '#contracts/people.ts';
import { formatNear } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { useShift } from '../shift/useShift.ts';

/** 待接班: stands over the desk from the sign-in on, until somebody has taken the shift. */
export function ShiftStrip({ session, onShift }: { session: Session; onShift: () => void }) {
  const now = useNow(60_000);
  const open = useShift(session).data?.open;
  if (!open || open.state !== 'given' || open.givenAt === null) return null;
  return (
    <p className="strip" role="status">
      {open.fromName} {formatNear(open.givenAt, now)} 已交班，尚未接班。{' '}
      <button type="button" className="plain strip-link" onClick={onShift}>
        看交班记录并接班（T）
      </button>
    </p>
  );
}
