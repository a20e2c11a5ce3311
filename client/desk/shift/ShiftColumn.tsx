import { Button, Input } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { handoverNames } from '#contracts/duty.ts';
import type { Handover, HandoverText } from '#contracts/duty.ts';
import { formatNear } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { useNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { LoadingState } from '../../shared/states.tsx';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keys.ts';
import { useShift, useShiftStep } from './useShift.ts';

const names = Object.keys(handoverNames) as (keyof HandoverText)[];

/** 交接班: drafted from what stands open, signed by the one who goes and by the one who comes. */
export function ShiftColumn({ onClose }: { onClose: () => void }) {
  const { session } = useDesk();
  const shift = useShift(session).data;
  const { busy, problem, act } = useShiftStep();
  if (!shift) return <LoadingState words="正在读取交接班…" />;
  const { open, last } = shift;
  const may = hasRight(session, 'shift.hand');
  const mine = open?.fromBy === session.actor.username;
  return (
    <article className="incident shift" aria-label="交接班">
      <header className="shift-head">
        <h2>交接班</h2>
        <Button size="small" onClick={onClose}>
          收起 <Key>Esc</Key>
        </Button>
      </header>
      {problem !== null && (
        <p className="panel-problem" role="alert">
          {problem}
        </p>
      )}
      {open === null ? (
        <footer className="actions">
          <span className="actions-space" />
          {may && (
            <Button type="primary" loading={busy} onClick={() => void act([['POST', '/api/shift', {}]])}>
              生成交班记录
            </Button>
          )}
        </footer>
      ) : open.state === 'draft' && mine && may ? (
        <Editing key={`${open.id}-${open.version}`} handover={open} busy={busy} act={act} />
      ) : (
        <Reading handover={open}>
          {open.state === 'given' && may && !mine && <Take handover={open} busy={busy} act={act} />}
        </Reading>
      )}
      {open === null && last !== null && <Reading handover={last} />}
    </article>
  );
}

type Step = { handover: Handover; busy: boolean; act: ReturnType<typeof useShiftStep>['act'] };

function Take({ handover, busy, act }: Step) {
  const take = () => void act([['POST', `/api/shift/${handover.id}/take`, { version: handover.version }]]);
  useKeys({ 'ctrl+enter': take });
  return (
    <Button type="primary" loading={busy} onClick={take}>
      我已知悉，接班签字 <Key>Ctrl Enter</Key>
    </Button>
  );
}

function Editing({ handover, busy, act }: Step) {
  const [text, setText] = useState(handover.text);
  const path = `/api/shift/${handover.id}`;
  const changed = names.some((name) => text[name] !== handover.text[name]);
  const save = ['PUT', path, { version: handover.version, text }] as const;
  const give = () =>
    void act([
      ...(changed ? [save] : []),
      ['POST', `${path}/give`, { version: handover.version + (changed ? 1 : 0) }],
    ]);
  useKeys({ 'ctrl+enter': give });
  return (
    <>
      <div className="shift-body">
        {names.map((name) => (
          <label key={name}>
            {handoverNames[name]}
            <Input.TextArea
              autoFocus={name === 'note'}
              autoSize={{ minRows: 2, maxRows: 10 }}
              maxLength={2000}
              value={text[name]}
              onChange={(event) => setText({ ...text, [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
      <footer className="actions">
        <span className="actions-space" />
        <Button disabled={!changed || busy} onClick={() => void act([save])}>
          保存
        </Button>
        <Button type="primary" loading={busy} onClick={give}>
          交班签字 <Key>Ctrl Enter</Key>
        </Button>
      </footer>
    </>
  );
}

function Reading({ handover, children }: { handover: Handover; children?: ReactNode }) {
  const now = useNow(30_000);
  const { fromName, givenAt, toName, signedAt, text } = handover;
  return (
    <>
      <p className="panel-hint">
        {givenAt === null ? `${fromName}正在填写` : `${fromName} ${formatNear(givenAt, now)} 交班签字，`}
        {signedAt === null
          ? givenAt === null
            ? ''
            : '待接班'
          : `${toName} ${formatNear(signedAt, now)} 接班签字`}
      </p>
      <div className="shift-body">
        {names.map((name) => (
          <section key={name}>
            <h3>{handoverNames[name]}</h3>
            <p>{text[name] || '（无）'}</p>
          </section>
        ))}
      </div>
      <footer className="actions">
        <span className="actions-space" />
        {children}
      </footer>
    </>
  );
}
