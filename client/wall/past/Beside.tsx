import { useState } from 'react';
import { addressAt, pastFromAddress } from './address.ts';

/** 对照: the wall as it was on the left and as it is on the right, each a whole screen of its own. */
export function Beside() {
  const [then] = useState(() => addressAt(location.href, pastFromAddress(location.search)));
  const [now] = useState(() => addressAt(location.href, null));
  return (
    <div className="wall beside">
      <iframe title="历史" src={then} />
      <iframe title="现在" src={now} />
      <button type="button" onClick={() => location.assign(then)}>
        结束对照
      </button>
    </div>
  );
}

/** Whether the address asks for the past beside now. */
export const isBeside = (search: string): boolean => {
  const asked = new URLSearchParams(search);
  return asked.get('beside') === 'now' && pastFromAddress(search) !== null;
};
