import { Button, Input, Radio, Select } from 'antd';
import { useState } from 'react';
import { z } from 'zod';
import type { IncidentDetail } from '#contracts/desk.ts';
import { severityNames } from '#contracts/incident.ts';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { useCategories } from '../reference.ts';
import { PanelFrame, reasonMissing } from './PanelFrame.tsx';
import { useSend } from './useSend.ts';

/** 更正: category, level, title, place; only what was changed is sent, with the reason. */
export function CorrectPanel({ detail }: { detail: IncidentDetail }) {
  const { close, picked, picking, askPoint } = useDesk();
  const say = useSay();
  const { busy, problem, send } = useSend(detail.id);
  const categories = useCategories();
  const [title, setTitle] = useState(detail.title);
  const [categoryCode, setCategoryCode] = useState(detail.categoryCode);
  const [severity, setSeverity] = useState(detail.severity);
  const [reason, setReason] = useState('');
  const changes = {
    ...(title.trim() === detail.title ? {} : { title: title.trim() }),
    ...(categoryCode === detail.categoryCode ? {} : { categoryCode }),
    ...(severity === detail.severity ? {} : { severity }),
    ...(picked === null ? {} : picked),
  };
  const changed = Object.keys(changes).length > 0;

  async function submit() {
    const body = { version: detail.version, ...changes, reason };
    if ((await send(`/api/incidents/${detail.id}/correct`, body, z.unknown())) === null) return;
    say('已更正');
    close();
  }

  return (
    <PanelFrame
      title="更正类别、等级、标题、位置"
      hint={picking ? '请在地图上点出事发位置' : '更正记入经过，改级须有依据'}
      submitWords="确认更正"
      busy={busy}
      problem={problem}
      missing={changed ? reasonMissing(reason, '更正依据') : '还没有改动'}
      onSubmit={() => void submit()}
    >
      <div className="panel-line">
        <Input
          autoFocus
          maxLength={100}
          aria-label="标题"
          value={title}
          onChange={(event) => setTitle(event.target.value)}
        />
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          style={{ width: 240 }}
          aria-label="类别"
          loading={categories.isPending}
          options={(categories.data ?? []).map(({ code, name }) => ({ value: code, label: name }))}
          value={categoryCode}
          onChange={setCategoryCode}
        />
      </div>
      <div className="panel-line">
        <Radio.Group
          optionType="button"
          aria-label="等级"
          value={severity}
          options={Object.entries(severityNames).map(([level, name]) => ({
            value: Number(level),
            label: `${level} ${name}`,
          }))}
          onChange={(event) => setSeverity(z.number().parse(event.target.value))}
        />
        <Button onClick={askPoint}>
          {picked === null ? '在地图上改位置' : `已点 ${picked.lng.toFixed(5)}, ${picked.lat.toFixed(5)}`}
        </Button>
      </div>
      <Input
        maxLength={500}
        placeholder="更正依据，至少 4 个字"
        aria-label="更正依据"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </PanelFrame>
  );
}
