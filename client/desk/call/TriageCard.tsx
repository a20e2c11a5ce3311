import { Button } from 'antd';
import type { z } from 'zod';
import type { Triage } from '#contracts/call.ts';
import { severityNames, statusNames } from '#contracts/incident.ts';
import { formatMetres, formatNear } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { SeverityMark } from '../../shared/symbols.tsx';
import { useDesk } from '../desk-context.ts';

type Understood = z.infer<typeof Triage>;

/** Surer than this, the machine offers nothing else. */
const offerBelow = 0.8;

type Props = {
  triage: Understood | undefined;
  now: number;
  chosen: string;
  /** A category, or empty for the machine's own judgement. */
  onChoose: (categoryCode: string) => void;
  /** The operator has parted the call: what follows is of each matter by itself. */
  isParted: boolean;
  onPart: () => void;
};

/** What the system makes of the words so far; it decides nothing. */
export function TriageCard({ triage, now, chosen, isParted, onChoose, onPart }: Props) {
  if (!triage)
    return <p className="triage-none">键入来电内容后，这里显示类别、位置、建议单位和附近未办结的事件</p>;
  return (
    <div className="triage">
      {triage.danger.length > 0 && (
        <p className="triage-danger">危险词 {triage.danger.join('、')}，立案后置顶响铃</p>
      )}
      {triage.matters.length > 1 && !isParted && (
        <p className="triage-matters">
          似有 {triage.matters.length} 件事：
          {triage.matters.map(({ categoryName }) => categoryName).join('、')}
          <Button size="small" tabIndex={-1} onClick={onPart}>
            分成 {triage.matters.length} 件登记 <Key>F2</Key>
          </Button>
        </p>
      )}
      {!isParted && <Understanding triage={triage} chosen={chosen} onChoose={onChoose} />}

      <h3>附近未办结 {triage.nearby.length}</h3>
      {triage.nearby.length === 0 && <p className="triage-none">没有，多半是新的事件</p>}
      <ul className="triage-near">
        {triage.nearby.map((incident) => (
          <li key={incident.id}>
            <SeverityMark level={incident.severity} size={18} />
            <span>
              {incident.title}
              <small>
                {incident.departmentName ?? '未派遣'} · {statusNames[incident.status]} ·{' '}
                {formatNear(incident.openedAt, now)} 来件 · 诉求 {incident.requestCount}
              </small>
            </span>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What is understood of a call of one matter; of several each has a form of its own. */
function Understanding({
  triage,
  chosen,
  onChoose,
}: Pick<Props, 'chosen' | 'onChoose'> & { triage: Understood }) {
  const { districts } = useDesk();
  const level = triage.severity as keyof typeof severityNames;
  const district = districts.get(triage.districtCode ?? '');
  return (
    <dl>
      <dt>类别</dt>
      <dd className="triage-level">
        <SeverityMark level={triage.severity} size={20} /> {triage.categoryName} {severityNames[level]}
        {chosen === '' && triage.confidence !== null && (
          <small>机器判断 {Math.round(triage.confidence * 100)} %</small>
        )}
      </dd>
      {(chosen !== '' || (triage.confidence ?? 0) < offerBelow) && (
        <LikelyChoice triage={triage} chosen={chosen} onChoose={onChoose} />
      )}
      <dt>位置</dt>
      <dd>
        {triage.place === null
          ? `${district ?? ''} 没有认出地点，可补地址或在地图上点`
          : `${district ?? ''} ${triage.place.name}，误差 ${formatMetres(triage.place.accuracyM)}`}
      </dd>
      <dt>建议单位</dt>
      <dd>
        {triage.unit === null ? '立案后选定' : triage.unit.unitName}
        {triage.unit && <small>{triage.unit.basis}</small>}
      </dd>
    </dl>
  );
}

/** 可能的类别: the likeliest, for the operator to choose by one click; a second click takes it back. */
function LikelyChoice({
  triage,
  chosen,
  onChoose,
}: Pick<Props, 'chosen' | 'onChoose'> & { triage: Understood }) {
  // What was chosen stays to be taken back when further words make other things likely.
  const { categoryCode: code, categoryName: name } = triage;
  const isGone = code === chosen && triage.likely.every((one) => one.categoryCode !== chosen);
  const offered = isGone
    ? [...triage.likely, { categoryCode: code, categoryName: name, confidence: null }]
    : triage.likely;
  return (
    <>
      <dt>{triage.confidence === null ? '请选类别' : '也可能是'}</dt>
      <dd className="triage-likely">
        {offered.map(({ categoryCode, categoryName, confidence }) => (
          <Button
            key={categoryCode}
            size="small"
            tabIndex={-1}
            type={categoryCode === chosen ? 'primary' : 'default'}
            aria-pressed={categoryCode === chosen}
            onClick={() => onChoose(categoryCode === chosen ? '' : categoryCode)}
          >
            {categoryName} {confidence === null ? '已选' : `${Math.round(confidence * 100)} %`}
          </Button>
        ))}
        {triage.likely.length === 0 && '看不出是什么事，可立案后更正'}
      </dd>
    </>
  );
}
