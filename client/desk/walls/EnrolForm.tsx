import { Button, Input } from 'antd';
import { useState } from 'react';
import { codeLength } from '#contracts/driven-wall.ts';
import { Key } from '../../shared/marks.tsx';
import { useKeys } from '../keys.ts';
import type { WallConsole } from './useWallConsole.ts';

/** 登记大屏: the code that the screen shows, its name, its group. */
export function EnrolForm({ walls, onClose }: { walls: WallConsole; onClose: () => void }) {
  const [code, setCode] = useState('');
  const [name, setName] = useState('');
  const [group, setGroup] = useState('');
  const groups = [...new Set(walls.list.flatMap((wall) => wall.group ?? []))];
  const ready = code.trim().length === codeLength && name.trim() !== '';
  const enrol = async () => {
    if (!ready || walls.busy) return;
    const body = { code, name, group: group.trim() || null };
    if (await walls.manage('POST', '/api/walls', body, `“${name.trim()}”已登记，大屏随即显示`)) onClose();
  };
  useKeys({ 'ctrl+enter': () => void enrol() });
  return (
    <form
      className="walls-form"
      aria-label="登记大屏"
      onSubmit={(event) => {
        event.preventDefault();
        void enrol();
      }}
    >
      <label>
        登记码（屏上 6 位）
        <Input
          autoFocus
          className="walls-code"
          maxLength={codeLength}
          value={code}
          onChange={(event) => setCode(event.target.value.toUpperCase())}
        />
      </label>
      <label>
        名称
        <Input
          maxLength={20}
          placeholder="一号大屏"
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
      </label>
      <label>
        分组（可不填）
        <Input
          maxLength={20}
          placeholder="指挥大厅"
          list="wall-groups"
          value={group}
          onChange={(event) => setGroup(event.target.value)}
        />
        <datalist id="wall-groups">
          {groups.map((known) => (
            <option key={known} value={known} />
          ))}
        </datalist>
      </label>
      <p className="panel-hint">
        登记后大屏得到一个只读账号，只显示、不办理，随时可停用；操作留痕。更换主机的，填原来的名称即可接续。
      </p>
      <div className="walls-buttons">
        <Button onClick={onClose}>取消</Button>
        <Button type="primary" htmlType="submit" disabled={!ready} loading={walls.busy}>
          登记 <Key>Ctrl Enter</Key>
        </Button>
      </div>
    </form>
  );
}
