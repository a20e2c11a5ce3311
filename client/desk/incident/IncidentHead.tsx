import { clockNames } from '#contracts/clocks.ts';
import type { IncidentDetail, Kin } from '#contracts/desk.ts';
import { doneStatuses, statusNames } from '#contracts/incident.ts';
import { taskWords } from '#contracts/task.ts';
import { formatMetres, formatNear } from '../../shared/format.ts';
import { SeverityMark, SeverityWord } from '../../shared/symbols.tsx';
import { useDesk } from '../desk-context.ts';
import { useCategories } from '../reference.ts';
import { mostTold } from './most-told.ts';
import type { Told } from './most-told.ts';

/** What, where, who, until when: in one line, with what else must be known beneath. */
export function IncidentHead({
  detail,
  now,
  onCorrect,
}: {
  detail: IncidentDetail;
  now: number;
  /** Null where this person may not correct it, or is at something else. */
  onCorrect: (() => void) | null;
}) {
  const { districts, select } = useDesk();
  const done = doneStatuses.includes(detail.status);
  const told = mostTold(detail);
  const where = [districts.get(detail.districtCode ?? '') ?? '', detail.address ?? '未说地址']
    .join(' ')
    .trim();
  return (
    <header className="incident-head">
      <div className="incident-line">
        <SeverityMark level={detail.severity} size={30} />
        <h2 title={detail.title}>{detail.title}</h2>
        <span className="incident-level">
          <SeverityWord level={detail.severity} />
        </span>
        <span className="incident-who">
          <span title={detail.departmentName ?? undefined}>{hostWords(detail)}</span>
          <Until detail={detail} now={now} done={done} />
        </span>
      </div>
      <p className="incident-facts">
        <span>{detail.no}</span>
        <span title={where}>{where}</span>
        <span>
          <b>{statusNames[detail.status]}</b>
          {detail.round > 1 ? `，第 ${detail.round} 轮` : ''}
        </span>
        <span className="incident-category" title={detail.categoryName}>
          {detail.categoryName}
        </span>
        {told && <MostTold told={told} onCorrect={onCorrect} />}
        {detail.lng === null ? (
          <span>无点位</span>
        ) : (
          detail.locationAccuracyM !== null && <span>误差 {formatMetres(detail.locationAccuracyM)}</span>
        )}
        {detail.wall === 'never' && <span>不上屏</span>}
        <Relation words="母案" kin={detail.kin.parent} onSelect={select} />
        <Relation words="曾发" kin={detail.kin.recurrenceOf} onSelect={select} />
        <Relation words="已并入" kin={detail.kin.mergedInto} onSelect={select} />
      </p>
    </header>
  );
}

/** Who has it: a unit, or 110, 119, 120, who took it over and are followed until they report back. */
function hostWords({ departmentName, tasks }: IncidentDetail): string {
  if (departmentName === null) return '尚未派遣';
  const host = tasks.findLast(({ part, kind }) => part === 'host' && kind === 'handle');
  return host?.mode === 'hand-over' ? `${departmentName} ${taskWords(host)}` : `${departmentName} 承办`;
}

/** 签收 06:25 止: the clock that ends first; of a matter that is over, when it was. */
function Until({ detail, now, done }: { detail: IncidentDetail; now: number; done: boolean }) {
  if (done) return <b>{formatNear(detail.closedAt ?? detail.lastEventAt, now)} 办结</b>;
  if (detail.nextDue === null) return null;
  const { clock, dueAt } = detail.nextDue;
  return (
    <b>
      {clockNames[clock]} {formatNear(dueAt, now)} 止
    </b>
  );
}

/** 母案 2026-0612-0031: by its printed number; a press opens it. Nothing when it is out of this person's sight. */
function Relation({
  words,
  kin,
  onSelect,
}: {
  words: string;
  kin: Kin | null;
  onSelect: (key: string) => void;
}) {
  if (kin === null) return null;
  return (
    <button type="button" className="plain" title={kin.title} onClick={() => onSelect(`i${kin.id}`)}>
      {words} {kin.no}
    </button>
  );
}

/** 来件多说是道路积水 38 件: the first report named the matter otherwise than most of those that came since. */
function MostTold({ told, onCorrect }: { told: Told; onCorrect: (() => void) | null }) {
  const name = useCategories().data?.find(({ code }) => code === told.code)?.name;
  if (name === undefined) return null;
  const words = `来件多说是${name} ${told.count} 件`;
  if (onCorrect === null) return <span>{words}</span>;
  return (
    <button type="button" className="plain" title="更正类别 (E)" onClick={onCorrect}>
      {words}
    </button>
  );
}
