import { Button, Input } from 'antd';
import { useState } from 'react';
import type { ReactNode } from 'react';
import { handoverNames } from '#contracts/duty.ts';
import type { Handover, HandoverText } from '#contracts/duty.ts';
import { formatNear } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { useNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { ErrorState, LoadingState } from '../../shared/states.tsx';
import { ColumnHead } from '../ColumnHead.tsx';
import { useDesk } from '../desk-context.ts';
import { useKeys } from '../keys.ts';
import { useShift, useShiftStep } from './useShift.ts';

const final = '签字后任何人不能更改。';
const names = Object.keys(handoverNames) as (keyof HandoverText)[];

/** 交接班: drafted from what stands open, signed by the one who goes and by the one who comes. */
export function ShiftColumn({ onClose }: { onClose: () => void }) {
  const { session } = useDesk();
  const shift = useShift(session);
  const { busy, problem, act } = useShiftStep();
  if (!shift.data)
    return shift.isError ? (
      <ErrorState error={shift.error} onRetry={() => void shift.refetch()} />
    ) : (
      <LoadingState words="正在读取交接班…" />
    );
  const { open, last } = shift.data;
  const may = hasRight(session, 'shift.hand');
  const mine = open?.fromBy === session.actor.username;
  return (
    <article className="incident shift" aria-label="交接班">
      <ColumnHead title="交接班" problem={problem} onClose={onClose} />
      {open === null ? (
        <NothingOpen last={last} may={may}>
          <Button type="primary" loading={busy} onClick={() => void act([['POST', '/api/shift', {}]])}>
            生成交班记录
          </Button>
        </NothingOpen>
      ) : open.state === 'draft' && mine && may ? (
        <Editing key={`${open.id}-${open.version}`} handover={open} busy={busy} act={act} />
      ) : (
        <Reading handover={open}>
          {open.state === 'given' && may && !mine && <Take handover={open} busy={busy} act={act} />}
        </Reading>
      )}
    </article>
  );
}

/** Before anything is drafted: what will be handed over and what a signature means, then the last record. */
function NothingOpen({ last, may, children }: { last: Handover | null; may: boolean; children: ReactNode }) {
  return (
    <>
      <div className="shift-body">
        <p>
          现在没有待交的班。生成交班记录时，系统按此刻的案件、险情、预警和时限拟好：
          {names.map((name) => handoverNames[name]).join('、')}。
        </p>
        <p>
          {may ? '拟稿由交班人核对、补充后签字' : '交班记录由值班长生成、核对并签字'}
          ，再由接班的值班长用自己的账号签字。{final}
        </p>
      </div>
      {last && (
        <>
          <h3 className="shift-last">上一次交接班</h3>
          <Record handover={last} />
        </>
      )}
      {may && (
        <footer className="actions">
          <span className="actions-space" />
          {children}
        </footer>
      )}
    </>
  );
}

type Step = { handover: Handover; busy: boolean; act: ReturnType<typeof useShiftStep>['act'] };

function Take({ handover, busy, act }: Step) {
  const take = () => void act([['POST', `/api/shift/${handover.id}/take`, { version: handover.version }]]);
  useKeys({ 'ctrl+enter': take });
  return (
    <>
      <span className="shift-final">{final}</span>
      <Button type="primary" loading={busy} onClick={take}>
        我已知悉，接班签字 <Key>Ctrl Enter</Key>
      </Button>
    </>
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
      <p className="panel-hint">系统已按此刻情况拟稿，请核对、补充。{final}</p>
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
  return (
    <>
      <Record handover={handover} />
      <footer className="actions">
        <span className="actions-space" />
        {children}
      </footer>
    </>
  );
}

function Record({ handover }: { handover: Handover }) {
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
    </>
  );
}
