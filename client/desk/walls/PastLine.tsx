import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { typedInstant } from '#contracts/city-time.ts';
import { pastSpeeds } from '#contracts/driven-wall.ts';
import type { Wall, WallPast } from '#contracts/driven-wall.ts';
import { formatNumber } from '../../shared/format.ts';
import { Line } from './DriveLine.tsx';
import type { Drive } from './DriveLine.tsx';
import { pastWords } from './words.ts';

const speedNames = pastSpeeds.map((speed) => ({
  value: speed,
  label: speed === 0 ? '静止' : speed === 1 ? '按原速放' : `${formatNumber(speed)} 倍速`,
}));

/** 回看: the chosen walls show what was known at an instant, all at the same one, until they are brought back. */
export function PastLine({ picked, now, off, drive }: Drive & { picked: readonly Wall[]; now: number }) {
  const [typed, setTyped] = useState('');
  const [speed, setSpeed] = useState<WallPast['speed']>(60);
  const at = typedInstant(typed, now);
  const isLater = at !== null && at > now;
  const send = () =>
    at !== null && !isLater && drive({ kind: 'past', at: new Date(at).toISOString(), speed }, pastWords(at));
  const hint = isLater
    ? '只能回看已经过去的时刻'
    : typed !== '' && at === null
      ? '请写成 06:25 或 06-11 06:25'
      : '当时的在办事件、监测读数和预警，最多 90 天前';
  return (
    <Line name="回看">
      <Input
        size="small"
        aria-label="回看时刻"
        placeholder="06:25 或 06-11 06:25"
        maxLength={19}
        value={typed}
        status={typed !== '' && (at === null || isLater) ? 'error' : ''}
        onChange={({ target }) => setTyped(target.value)}
        onPressEnter={() => !off && void send()}
      />
      <Select size="small" aria-label="回看速度" value={speed} options={speedNames} onChange={setSpeed} />
      <Button size="small" disabled={off || at === null || isLater} onClick={() => void send()}>
        回看
      </Button>
      {picked.some(({ state }) => state.past !== null) && (
        <Button size="small" disabled={off} onClick={() => void drive({ kind: 'present' }, '已回到现在')}>
          回到现在
        </Button>
      )}
      <span className="panel-hint">{hint}</span>
    </Line>
  );
}
