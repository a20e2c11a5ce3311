import type { Seat } from '#contracts/live.ts';

/** 同席: who else has this matter open now, and who is about to take a step on it. */
export function Seats({ seats }: { seats: readonly Seat[] }) {
  if (seats.length === 0) return null;
  return (
    <p className="seats" role="status">
      {seats.map(({ username, name, writing }) => (
        <span key={username}>
          {name} <b>{writing ? '正在办理' : '正在查看'}</b>
        </span>
      ))}
    </p>
  );
}
