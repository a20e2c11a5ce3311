import { Button, Checkbox, Input, InputNumber, Select } from 'antd';
import { useState } from 'react';
import type { Wall } from '#contracts/driven-wall.ts';
import type { Incident } from '#contracts/incident.ts';
import { Key } from '../../shared/marks.tsx';
import type { WallConsole } from './useWallConsole.ts';
import { Line } from './DriveLine.tsx';
import type { Drive } from './DriveLine.tsx';
import { PastLine } from './PastLine.tsx';
import { scenesOf } from './words.ts';

type Props = { walls: WallConsole; matter: Incident | null; now: number; onView: () => void };

/** What can be asked of the chosen walls, one line for each thing. */
export function DriveForm({ walls, matter, now, onView }: Props) {
  const { list, chosen, busy, drive } = walls;
  const picked = list.filter(({ id }) => chosen.has(id));
  const off = picked.length === 0 || busy;
  const scenes = scenesOf(picked.length > 0 ? picked : list);
  return (
    <section className="drive" aria-label="控制">
      <Line name="专题">
        {scenes.map(({ id, title }) => (
          <Button
            key={id}
            size="small"
            disabled={off}
            type={
              picked.length > 0 && picked.every(({ state }) => state.scene === id) ? 'primary' : 'default'
            }
            onClick={() => void drive({ kind: 'scene', scene: id }, `已切到“${title}”`)}
          >
            {title}
          </Button>
        ))}
        {scenes.length === 0 && <span className="panel-hint">大屏上线后列出其专题</span>}
      </Line>
      <Line name="视野">
        <Button size="small" disabled={off} onClick={onView}>
          现在地图视野 <Key>V</Key>
        </Button>
        <span className="panel-hint">把中间地图现在的范围发到大屏</span>
      </Line>
      <Tour scenes={scenes} off={off} drive={drive} />
      <PastLine picked={picked} now={now} off={off} drive={drive} />
      <Spotlight matter={matter} picked={picked} off={off} walls={walls} />
      <Message picked={picked} now={now} off={off} drive={drive} />
      <Layers picked={picked} off={off} drive={drive} />
      <Line name="检修">
        <Button
          size="small"
          disabled={off}
          onClick={() => void drive({ kind: 'test-card', on: true }, '已显示测试画面')}
        >
          测试画面
        </Button>
        {picked.some(({ state }) => state.testCard) && (
          <Button
            size="small"
            disabled={off}
            onClick={() => void drive({ kind: 'test-card', on: false }, '已收起测试画面')}
          >
            收起测试画面
          </Button>
        )}
      </Line>
    </section>
  );
}

function Tour({ scenes, off, drive }: Drive & { scenes: readonly { id: string; title: string }[] }) {
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set());
  const [dwellS, setDwellS] = useState(30);
  const list = scenes.filter(({ id }) => !left.has(id)).map(({ id }) => id);
  return (
    <Line name="轮播">
      {scenes.map(({ id, title }) => (
        <Checkbox
          key={id}
          checked={!left.has(id)}
          onChange={({ target }) =>
            setLeft(new Set(target.checked ? [...left].filter((one) => one !== id) : [...left, id]))
          }
        >
          {title}
        </Checkbox>
      ))}
      <label>
        每个{' '}
        <InputNumber
          size="small"
          min={5}
          max={3600}
          value={dwellS}
          onChange={(value) => setDwellS(value ?? 30)}
        />{' '}
        秒
      </label>
      <Button
        size="small"
        disabled={off || list.length < 2}
        onClick={() => void drive({ kind: 'tour', list, dwellS }, '已开始轮播')}
      >
        开始轮播
      </Button>
      <span className="panel-hint">
        {list.length < 2 ? '至少选两个专题' : '特急事项插播一分钟，险情播到确认，之后接着轮'}
      </span>
    </Line>
  );
}

function Spotlight(props: {
  matter: Incident | null;
  picked: readonly Wall[];
  off: boolean;
  walls: WallConsole;
}) {
  const { matter, picked, off, walls } = props;
  const stands = picked.some(({ state }) => state.spotlight !== null);
  return (
    <Line name="上墙">
      <Button
        size="small"
        disabled={off || matter === null || matter.wall !== 'point'}
        onClick={() => matter && void walls.putUp(matter.id)}
      >
        选中事件上墙 <Key>=</Key>
      </Button>
      {stands && (
        <Button
          size="small"
          disabled={off}
          onClick={() => void walls.drive({ kind: 'no-spotlight' }, '已撤下')}
        >
          撤下
        </Button>
      )}
      <span className="panel-hint drive-matter">
        {matter === null
          ? '在左侧选一件事件'
          : matter.wall === 'point'
            ? matter.title
            : '所选事项敏感，不上墙，墙上只按镇街计数'}
      </span>
      {stands && <span className="panel-hint">切换专题、视野或开始轮播时，上墙的事件一并撤下</span>}
    </Line>
  );
}

const spans = [5, 15, 30, 60, 240].map((minutes) => ({
  value: minutes,
  label: minutes < 60 ? `${minutes} 分钟` : `${minutes / 60} 小时`,
}));

function Message({ picked, now, off, drive }: Drive & { picked: readonly Wall[]; now: number }) {
  const [text, setText] = useState('');
  const [minutes, setMinutes] = useState(15);
  const words = text.trim();
  const stands = picked.some(({ state }) => state.message && Date.parse(state.message.until) > now);
  const post = async () => {
    if (await drive({ kind: 'message', text: words, minutes }, '已发通知')) setText('');
  };
  return (
    <Line name="通知">
      <Input
        size="small"
        aria-label="通知内容"
        placeholder="显示在大屏上方，60 字以内"
        maxLength={60}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onPressEnter={() => words !== '' && !off && void post()}
      />
      <Select size="small" aria-label="显示时长" value={minutes} options={spans} onChange={setMinutes} />
      <Button size="small" disabled={off || words === ''} onClick={() => void post()}>
        发布
      </Button>
      {stands && (
        <Button size="small" disabled={off} onClick={() => void drive({ kind: 'no-message' }, '已撤下通知')}>
          撤下
        </Button>
      )}
    </Line>
  );
}

const layerNames = { matters: '事件', sensors: '监测点与车船', lens: '放大镜' } as const;

function Layers({ picked, off, drive }: Drive & { picked: readonly Wall[] }) {
  const first = picked[0]?.state.layers ?? { matters: true, sensors: true, lens: true };
  return (
    <Line name="图层">
      {(Object.keys(layerNames) as (keyof typeof layerNames)[]).map((name) => (
        <Checkbox
          key={name}
          disabled={off}
          checked={first[name]}
          onChange={({ target }) =>
            void drive(
              { kind: 'layers', layers: { ...first, [name]: target.checked } },
              `${target.checked ? '已显示' : '已隐去'}${layerNames[name]}`,
            )
          }
        >
          {layerNames[name]}
        </Checkbox>
      ))}
    </Line>
  );
}
