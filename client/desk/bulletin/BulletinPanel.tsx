import { Button } from 'antd';
import type { BulletinKind, Bulletins } from '#contracts/bulletin.ts';
import { bulletinKindNames, bulletinName } from '#contracts/bulletin.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { formatNear, timeLeft } from '../../shared/format.ts';
import { useNow } from '../../shared/now.ts';
import { hasRight } from '../../shared/session.tsx';
import { ErrorState, LoadingState } from '../../shared/states.tsx';
import { useDesk } from '../desk-context.ts';
import { PanelFrame } from '../moves/PanelFrame.tsx';
import { BulletinDraft } from './BulletinDraft.tsx';
import { OralReport } from './OralReport.tsx';
import { useBulletins } from './useBulletins.ts';

/** 信息报送: the clocks, what was reported, and the next report, drafted by one key and signed by a named person. */
export function BulletinPanel({ detail }: { detail: IncidentDetail }) {
  const { session, close } = useDesk();
  const { list, busy, problem, act } = useBulletins(detail.id);
  if (!list.data)
    return list.isError ? (
      <ErrorState error={list.error} onRetry={() => void list.refetch()} />
    ) : (
      <LoadingState words="正在读取报送情况…" />
    );
  const { items, next } = list.data;
  const draft = items.find(({ state }) => state === 'draft');
  const mayWrite = hasRight(session, 'bulletin.write');
  const begin = (kind: BulletinKind) => act([['POST', `/api/incidents/${detail.id}/bulletins`, { kind }]]);
  const head = (
    <>
      <Clocks all={list.data} />
      <Signed all={list.data} />
      {mayWrite && !list.data.reportable?.oralAt && (
        <OralReport incidentId={detail.id} busy={busy} act={act} />
      )}
    </>
  );
  if (draft && mayWrite)
    return (
      <BulletinDraft
        key={`${draft.id}-${draft.version}`}
        draft={draft}
        busy={busy}
        problem={problem}
        act={act}
      >
        {head}
      </BulletinDraft>
    );
  const [kind] = next;
  const may = mayWrite && kind !== undefined;
  return (
    <PanelFrame
      title="信息报送"
      submitWords={may ? `生成${bulletinKindNames[kind]}` : '关闭'}
      focusSubmit
      busy={busy}
      problem={problem}
      otherWay={
        mayWrite && next.includes('final') ? { words: '生成终报', onTake: () => void begin('final') } : null
      }
      onSubmit={() => (may ? void begin(kind) : close())}
    >
      {head}
    </PanelFrame>
  );
}

/** How long is left for the spoken and the written report. */
function Clocks({ all: { reportable, limit, items } }: { all: Bulletins }) {
  const now = useNow(1_000);
  if (reportable === null)
    return (
      <p className="panel-hint">
        尚未列为应报。生成首报即起算：口头 {limit.oralMinutes} 分钟、书面 {limit.writtenMinutes} 分钟（
        {limit.source}）
      </p>
    );
  const { oralAt, oralTo, oralDueAt, writtenDueAt, judgedAt, judgedName } = reportable;
  const first = items.find(({ kind, state }) => kind === 'first' && state === 'signed');
  return (
    <p className="panel-hint bulletin-clocks">
      <span>
        {formatNear(judgedAt, now)} {judgedName}列为应报
      </span>
      <b>
        口头 {oralAt === null ? timeLeft(oralDueAt, now) : `${formatNear(oralAt, now)} 已报${oralTo ?? ''}`}
      </b>
      <b>书面 {first?.signedAt ? `${formatNear(first.signedAt, now)} 已报` : timeLeft(writtenDueAt, now)}</b>
    </p>
  );
}

function Signed({ all: { items } }: { all: Bulletins }) {
  const now = useNow(30_000);
  const signed = items.filter(({ state }) => state === 'signed');
  if (signed.length === 0) return null;
  return (
    <ul className="bulletins">
      {signed.map((one) => (
        <li key={one.id}>
          <b>{bulletinName(one)}</b>
          <span title={one.fields.title}>{one.fields.title}</span>
          <small>
            {one.signedAt && formatNear(one.signedAt, now)} {one.signedName}签发，不可更改
          </small>
          <Button size="small" href={`/api/bulletins/${one.id}/print`} target="_blank">
            打印
          </Button>
          <Button size="small" href={`/api/bulletins/${one.id}/docx`}>
            docx
          </Button>
        </li>
      ))}
    </ul>
  );
}
