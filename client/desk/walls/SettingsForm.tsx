import { Button, Input, InputNumber, Popconfirm } from 'antd';
import { useState } from 'react';
import type { Wall } from '#contracts/driven-wall.ts';
import type { WallConsole } from './useWallConsole.ts';

type Props = { wall: Wall; walls: WallConsole; onClose: () => void };

/** 大屏设置: name, group, pitch, how it is built of tiles; and the way to sign it out for good. */
export function SettingsForm({ wall, walls, onClose }: Props) {
  const [name, setName] = useState(wall.name);
  const [group, setGroup] = useState(wall.group ?? '');
  const [mmPerPx, setPitch] = useState(wall.settings.mmPerPx);
  const [across, setAcross] = useState(wall.settings.tiles?.across ?? null);
  const [down, setDown] = useState(wall.settings.tiles?.down ?? null);
  const [from, setFrom] = useState(wall.settings.quiet?.from ?? '');
  const [to, setTo] = useState(wall.settings.quiet?.to ?? '');
  const half = (from === '') !== (to === '') || (from !== '' && from === to);
  const save = async () => {
    const tiles = across === null && down === null ? null : { across: across ?? 1, down: down ?? 1 };
    const body = {
      version: wall.version,
      name,
      group: group.trim() || null,
      settings: { mmPerPx, tiles, quiet: from === '' ? null : { from, to } },
    };
    if (await walls.manage('PUT', `/api/walls/${wall.id}`, body, `“${name.trim()}”的设置已保存`)) onClose();
  };
  const revoke = async () => {
    const words = `“${wall.name}”已停用，屏上改为显示登记码`;
    if (await walls.manage('POST', `/api/walls/${wall.id}/revoke`, {}, words)) onClose();
  };
  return (
    <form
      className="walls-form"
      aria-label={`${wall.name} 设置`}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label>
        名称
        <Input autoFocus maxLength={20} value={name} onChange={(event) => setName(event.target.value)} />
      </label>
      <label>
        分组
        <Input maxLength={20} value={group} onChange={(event) => setGroup(event.target.value)} />
      </label>
      <label>
        点距（毫米/像素）
        <InputNumber min={0.05} max={10} step={0.01} value={mmPerPx} onChange={setPitch} />
      </label>
      <label>
        横向块数
        <InputNumber min={1} max={16} value={across} onChange={setAcross} />
      </label>
      <label>
        纵向块数
        <InputNumber min={1} max={16} value={down} onChange={setDown} />
      </label>
      <label>
        静音自
        <Input type="time" value={from} onChange={(event) => setFrom(event.target.value)} />
      </label>
      <label>
        静音至
        <Input type="time" value={to} onChange={(event) => setTo(event.target.value)} />
      </label>
      <p className="panel-hint">静音时段内险情照常上屏但本屏不响，值班台照常响铃；起止都不填为全天响铃。</p>
      <p className="panel-hint">
        点距决定字号和标尺；填了拼接块数，栏目和文字避开拼缝。不填按 1920 × 1080 一块推定。账号 {wall.account}
      </p>
      <div className="walls-buttons">
        <Popconfirm
          title={`停用“${wall.name}”？屏上数秒内退出，须重新登记才能再用`}
          okText="停用"
          cancelText="取消"
          onConfirm={() => void revoke()}
        >
          <Button danger>停用大屏</Button>
        </Popconfirm>
        <span className="actions-space" />
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" htmlType="submit" disabled={name.trim() === '' || half} loading={walls.busy}>
          保存
        </Button>
      </div>
    </form>
  );
}
