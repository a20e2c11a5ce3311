import { useState } from 'react';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { CityRequest } from '#contracts/request.ts';
import { formatNumber } from '../../shared/format.ts';
import { EmptyState } from '../../shared/states.tsx';
import { mostListed, worthSeeing } from './fold.ts';
import { RequestRow } from './RequestRow.tsx';

/** 诉求: every caller with words, promise and answer of their own. Of many, the ends and whoever must not be overlooked. */
export function RequestList({ detail, now }: { detail: IncidentDetail; now: number }) {
  const { requests, danger, several } = detail;
  const [expanded, setExpanded] = useState<number | null>(null);
  const [isWhole, setWhole] = useState(false);
  if (requests.length === 0)
    return (
      <EmptyState title="没有来电人">
        由传感、摄像或巡查发现，尚无群众来电；之后并入的来电会逐单列在这里
      </EmptyState>
    );
  const shown = worthSeeing(
    requests,
    (request) => mentions(request, danger) || request.urged > 0 || isLate(request, now),
  );
  return (
    <>
      {requests.length > mostListed && (
        <p className="requests-sum">
          <span>{sumWords(requests, now)}</span>
          <button type="button" className="plain" aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
            {isWhole ? '收起' : `逐单列出 ${formatNumber(requests.length)} 单`}
          </button>
        </p>
      )}
      <ol className="requests">
        {requests.map((request, index) => {
          if (!isWhole && !shown.has(request) && expanded !== request.id) return null;
          return (
            <RequestRow
              key={request.id}
              request={request}
              no={index + 1}
              now={now}
              danger={mentions(request, danger)}
              seems={several.find(({ requestId }) => requestId === request.id)?.matters ?? []}
              expanded={expanded === request.id}
              onToggle={() => setExpanded(expanded === request.id ? null : request.id)}
            />
          );
        })}
      </ol>
      {!isWhole && shown.size < requests.length && (
        <p className="requests-sum">
          以上为最先、最近和催办、超时、涉险的 {shown.size} 单，其余{' '}
          {formatNumber(requests.length - shown.size)} 单未列出
        </p>
      )}
    </>
  );
}

const isLate = ({ status, promisedAt }: CityRequest, now: number): boolean =>
  status === 'open' && promisedAt !== null && Date.parse(promisedAt) < now;

/** 120 单：未答复 118（超时 3），催办 2. */
function sumWords(requests: readonly CityRequest[], now: number): string {
  const count = (test: (request: CityRequest) => boolean) => requests.filter(test).length;
  const late = count((request) => isLate(request, now));
  const urged = count(({ urged }) => urged > 0);
  return [
    `${formatNumber(requests.length)} 单：未答复 ${formatNumber(count(({ status }) => status === 'open'))}`,
    late > 0 ? `（超时 ${formatNumber(late)}）` : '',
    urged > 0 ? `，催办 ${formatNumber(urged)}` : '',
  ].join('');
}

function mentions({ body }: CityRequest, words: readonly string[]): boolean {
  return words.some((word) => body.includes(word));
}
