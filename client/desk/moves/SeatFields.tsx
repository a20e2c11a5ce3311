import { Input } from 'antd';
import { cityNow } from '../../shared/now.ts';
import { formatDate } from '../../shared/format.ts';

/** Who answered over there, and when (06:25; empty: just now). */
export type Seat = { seat: string; time: string };

/** 对方坐席、接收时间: left empty as long as nobody has answered. */
export function SeatFields({ value, onChange }: { value: Seat; onChange: (seat: Seat) => void }) {
  return (
    <div className="panel-line">
      <Input
        maxLength={50}
        placeholder="对方坐席，如 07 号（接通后填）"
        aria-label="对方坐席"
        value={value.seat}
        onChange={(event) => onChange({ ...value, seat: event.target.value })}
      />
      <Input
        type="time"
        style={{ width: 140, flex: 'none' }}
        title="接收时间，不填即为现在"
        aria-label="接收时间，不填即为现在"
        value={value.time}
        onChange={(event) => onChange({ ...value, time: event.target.value })}
      />
    </div>
  );
}

/** Nothing as long as nobody has answered. A time that today has not reached yet was yesterday's. */
export function seatBody({ seat, time }: Seat, now = cityNow()): { seat?: string; receivedAt?: string } {
  if (seat.trim() === '') return {};
  if (time === '') return { seat: seat.trim() };
  const today = Date.parse(`${formatDate(now)}T${time}:00+08:00`);
  const at = today > now ? today - 86_400_000 : today;
  return { seat: seat.trim(), receivedAt: new Date(at).toISOString() };
}
