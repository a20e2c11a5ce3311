import { useEffect, useState } from 'react';
import { Claimed, WallCode } from '#contracts/driven-wall.ts';
import { apiSend, ApiError, errorWords, leaveToSignIn } from '../shared/api.ts';
import { cityNow } from '../shared/now.ts';

const claimEveryMs = 2_000;
const againAfterMs = 10_000;

/** 登记码: what a screen without a session shows; it becomes a wall by itself once the desk has entered the code. */
export function Enrol() {
  const { code, trouble } = useCode();
  return (
    <div className="sheet sheet-waiting enrol">
      <p>本屏尚未登记</p>
      <p className="enrol-code" aria-label="登记码">
        {code?.code ?? '······'}
      </p>
      <p>请值班长在值班台打开“大屏”（Shift W），输入登记码并命名</p>
      <p role="status">{trouble ?? '登记码 10 分钟内有效，到时自动换新'}</p>
      <button type="button" onClick={leaveToSignIn}>
        用账号登录
      </button>
    </div>
  );
}

const send = { onSignedOut: 'throw' } as const;

/** A code, a new one when it has run out; asks every two seconds whether somebody has entered it. */
function useCode(): { code: WallCode | null; trouble: string | null } {
  const [code, setCode] = useState<WallCode | null>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    let gone = false;
    const later = (step: () => Promise<void>, ms: number): void => {
      if (!gone) timer = setTimeout(() => void step(), ms);
    };
    const ask = async (): Promise<void> => {
      try {
        const given = await apiSend('POST', '/api/wall-codes', undefined, WallCode, send);
        if (gone) return;
        setCode(given);
        setTrouble(null);
        later(() => claim(given), claimEveryMs);
      } catch (error) {
        if (gone) return;
        setCode(null);
        setTrouble(errorWords(error));
        later(ask, againAfterMs);
      }
    };
    const claim = async (given: WallCode): Promise<void> => {
      if (cityNow() >= Date.parse(given.expiresAt)) return ask();
      try {
        const body = { device: given.device };
        const { enrolled } = await apiSend('POST', '/api/wall-codes/claim', body, Claimed, send);
        if (enrolled) return location.reload();
        setTrouble(null);
      } catch (error) {
        if (error instanceof ApiError && error.code === 'not-found') return ask();
        setTrouble(errorWords(error));
      }
      later(() => claim(given), claimEveryMs);
    };
    void ask();
    return () => {
      gone = true;
      clearTimeout(timer);
    };
  }, []);
  return { code, trouble };
}
