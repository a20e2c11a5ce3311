import { Button } from 'antd';
import { useEffect, useState } from 'react';
import { DutyPhones } from '#contracts/duty.ts';
import { apiSend, errorWords } from '../../shared/api.ts';
import { useSay } from '../../shared/undo.tsx';

const shownMs = 60_000;

/** 值班电话: shown for a minute to whoever calls, and audited. */
export function PhoneOnce({ dutyId, standIn }: { dutyId: number; standIn: boolean }) {
  const say = useSay();
  const [phone, setPhone] = useState<string | null>(null);
  useEffect(() => {
    if (phone === null) return;
    const timer = setTimeout(() => setPhone(null), shownMs);
    return () => clearTimeout(timer);
  }, [phone]);
  async function reveal() {
    try {
      const found = await apiSend('POST', `/api/duty/${dutyId}/reveal`, {}, DutyPhones);
      setPhone((standIn ? found.standInPhone : found.phone) ?? '未登记号码');
    } catch (error) {
      say(errorWords(error));
    }
  }
  if (phone !== null) return <b className="phone-once">{phone}</b>;
  return (
    <Button size="small" onClick={() => void reveal()}>
      看号码
    </Button>
  );
}
