import { Button, Input } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { BulletinFields, bulletinFieldNames, bulletinName, openPointsIn } from '#contracts/bulletin.ts';
import type { Bulletin } from '#contracts/bulletin.ts';
import { hasRight } from '../../shared/session.tsx';
import { useSay } from '../../shared/undo.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame } from '../moves/PanelFrame.tsx';
import type { Problem } from '../moves/useSend.ts';
import type { useBulletins } from './useBulletins.ts';

type Props = {
  draft: Bulletin;
  busy: boolean;
  problem: Problem | null;
  act: ReturnType<typeof useBulletins>['act'];
  children: ReactNode;
};
const names = Object.keys(bulletinFieldNames) as (keyof BulletinFields)[];
const short = new Set<keyof BulletinFields>(['title', 'happenedAt', 'place', 'source', 'receivedAt']);

/** A draft under the hand: everything is filled in, open points are marked, and nothing leaves before it is signed. */
export function BulletinDraft({ draft, busy, problem, act, children }: Props) {
  const { session } = useDesk();
  const say = useSay();
  const [fields, setFields] = useState(draft.fields);
  const maySign = hasRight(session, 'bulletin.sign');
  const called = bulletinName(draft);
  const open = openPointsIn(fields);
  const path = `/api/bulletins/${draft.id}`;
  const changed = names.some((name) => fields[name] !== draft.fields[name]);
  const parsed = BulletinFields.safeParse(fields);
  const missing = parsed.success ? null : (parsed.error.issues[0]?.message ?? '请补全');
  const save = ['PUT', path, { version: draft.version, fields }] as const;

  async function sign() {
    const version = changed ? draft.version + 1 : draft.version;
    if (
      await act([
        ...(changed ? [[...save] as ['PUT', string, unknown]] : []),
        ['POST', `${path}/sign`, { version }],
      ])
    )
      say(`已签发${called}`);
  }
  async function keep() {
    if (await act([[...save]])) say('已保存草稿，待值班长签发');
  }
  return (
    <PanelFrame
      title={`信息报送 ${called}（草稿，${draft.draftedName}）`}
      hint={`${open > 0 ? `${open} 处待核，可先报后补` : '各项已填'}；签发后任何人不能更改`}
      submitWords={maySign ? `签发${called}` : '保存草稿'}
      busy={busy}
      problem={problem}
      missing={missing}
      onSubmit={() => void (maySign ? sign() : keep())}
    >
      {children}
      <div className="bulletin-fields">
        {names.map((name) => (
          <label key={name} className={short.has(name) ? '' : 'wide'}>
            {bulletinFieldNames[name]}
            <Input.TextArea
              autoFocus={name === 'situation'}
              autoSize={{ minRows: 1, maxRows: short.has(name) ? 2 : 5 }}
              maxLength={name === 'title' ? 100 : 2000}
              value={fields[name]}
              onChange={(event) => setFields({ ...fields, [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <div className="panel-line">
        {maySign && changed && (
          <Button disabled={busy} onClick={() => void keep()}>
            只存草稿
          </Button>
        )}
        <Button href={`${path}/print`} target="_blank">
          预览打印
        </Button>
        <Button disabled={busy} onClick={() => void act([['DELETE', path]])}>
          作废草稿
        </Button>
      </div>
    </PanelFrame>
  );
}
