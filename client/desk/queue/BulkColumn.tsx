import { useQueries } from '@tanstack/react-query';
import { Button } from 'antd';
import { useRef, useState } from 'react';
import type { IncidentDetail } from '#contracts/desk.ts';
import { Incident, statusNames } from '#contracts/incident.ts';
import { ApiError, apiSend, errorWords } from '../../shared/api.ts';
import { Key } from '../../shared/marks.tsx';
import { queryClient } from '../../shared/query.ts';
import { SeverityMark } from '../../shared/symbols.tsx';
import { useUndo } from '../../shared/undo.tsx';
import { fetchIncident } from '../incident/useIncident.ts';
import { useKeys } from '../keys.ts';
import { readListsAgain } from '../lists.ts';
import { UnitPicker } from '../moves/UnitPicker.tsx';
import { useDispatchWords } from '../reference.ts';

export type BulkStep = 'accept' | 'dispatch';
type Outcome = { words: string; sent: Incident | null };

const names: Record<BulkStep, string> = { accept: '受理', dispatch: '派遣' };

/** Several matters, one step: each is taken by itself, and each refusal stands beside its matter. */
export function BulkColumn({
  ids,
  step,
  onDone,
  onClose,
}: {
  ids: readonly number[];
  step: BulkStep;
  onDone: (ids: readonly number[]) => void;
  onClose: () => void;
}) {
  const details = useQueries({
    queries: ids.map((id) => ({ queryKey: ['incident', id], queryFn: () => fetchIncident(id) })),
  });
  const [unitCode, setUnitCode] = useState<string | null>(null);
  const [outcomes, setOutcomes] = useState<ReadonlyMap<number, Outcome>>(new Map());
  const [busy, setBusy] = useState(false);
  const column = useRef<HTMLElement>(null);
  const wordsFor = useDispatchWords();
  const offerUndo = useUndo();
  const rows = details.flatMap(({ data }) => (data ? [data] : []));
  const able = rows.filter((row) => isAble(row, step, unitCode) && !outcomes.get(row.id)?.sent);

  async function submit() {
    if (busy || able.length === 0) return;
    setBusy(true);
    const results = new Map(outcomes);
    for (const row of able) {
      results.set(row.id, await takeOne(row, step, unitCode, wordsFor));
      setOutcomes(new Map(results));
    }
    setBusy(false);
    const sent = able.flatMap(({ id }) => results.get(id)?.sent ?? []);
    onDone(sent.map(({ id }) => id));
    // In the field of the unit Ctrl Z would belong to its text; what is written elsewhere meanwhile keeps the focus.
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && column.current?.contains(focused)) focused.blur();
    const back = sent.filter(isUnsigned);
    if (step === 'dispatch' && back.length > 0)
      offerUndo({ words: `已派遣 ${back.length} 件，签收前可撤回`, undo: () => recallAll(back) });
    void queryClient.invalidateQueries({ queryKey: ['incident'] });
    readListsAgain(queryClient);
  }
  useKeys({ 'ctrl+enter': () => void submit() });

  return (
    <article className="waiting" ref={column}>
      <header className="call-head">
        <h2>
          批量{names[step]} {ids.length} 件
        </h2>
        <p>{step === 'dispatch' ? '不选单位时，各按职责清单的建议派遣' : '逐件受理，不能受理的会写明原因'}</p>
      </header>
      <div className="waiting-scroll">
        {step === 'dispatch' && <UnitPicker suggestion={null} value={unitCode} onChange={setUnitCode} />}
        <ul className="bulk">
          {rows.map((row) => (
            <li key={row.id}>
              <SeverityMark level={row.severity} size={20} />
              <span>
                {row.title}
                <small>{outcomes.get(row.id)?.sent ? row.categoryName : planOf(row, step, unitCode)}</small>
              </span>
              <b>{outcomes.get(row.id)?.words}</b>
            </li>
          ))}
        </ul>
      </div>
      <div className="incident-foot">
        <footer className="actions">
          <Button onClick={onClose}>
            返回 <Key>Esc</Key>
          </Button>
          <span className="actions-space" />
          <Button type="primary" loading={busy} disabled={able.length === 0} onClick={() => void submit()}>
            {names[step]} {able.length} 件 <Key>Ctrl Enter</Key>
          </Button>
        </footer>
      </div>
    </article>
  );
}

const isUnsigned = ({ status }: Incident): boolean => status === 'to-sign';

/** Takes back what nobody has signed; what was signed meanwhile stays, and that is said. */
async function recallAll(sent: readonly Incident[]): Promise<void> {
  const kept: unknown[] = [];
  for (const { id, version } of sent) {
    const body = { version, reason: '批量派遣有误，当即撤回' };
    await apiSend('POST', `/api/incidents/${id}/recall`, body, Incident).catch((error: unknown) =>
      kept.push(error),
    );
  }
  if (kept.length === 0) return;
  const others = sent.length - kept.length;
  throw new ApiError(
    'taken',
    409,
    `${kept.length} 件没有撤回（${errorWords(kept[0])}），其余 ${others} 件已撤回`,
  );
}

function isAble({ moves, suggestion }: IncidentDetail, step: BulkStep, unitCode: string | null): boolean {
  return (
    moves.some(({ move }) => move === step) && (step === 'accept' || unitCode !== null || suggestion !== null)
  );
}

function planOf(row: IncidentDetail, step: BulkStep, unitCode: string | null): string {
  if (!row.moves.some(({ move }) => move === step))
    return `现为“${statusNames[row.status]}”，不能${names[step]}`;
  if (step === 'accept' || unitCode !== null) return row.categoryName;
  return row.suggestion === null
    ? '没有建议单位，请选定'
    : `${row.suggestion.unitName}：${row.suggestion.basis}`;
}

async function takeOne(
  row: IncidentDetail,
  step: BulkStep,
  unitCode: string | null,
  wordsFor: ReturnType<typeof useDispatchWords>,
): Promise<Outcome> {
  const unit =
    unitCode !== null ? { unitCode } : { unitCode: row.suggestion?.unitCode, basis: row.suggestion?.basis };
  const body = step === 'accept' ? { version: row.version } : { version: row.version, ...unit };
  try {
    const sent = await apiSend('POST', `/api/incidents/${row.id}/${step}`, body, Incident);
    return {
      sent,
      words: step === 'accept' ? '已受理' : `已${wordsFor(sent.departmentCode, sent.departmentName)}`,
    };
  } catch (error) {
    return { sent: null, words: errorWords(error) };
  }
}
