import { useState } from 'react';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { CityRequest } from '#contracts/request.ts';
import { EmptyState } from '../../shared/states.tsx';
import { RequestRow } from './RequestRow.tsx';

/** 诉求: every caller with words, promise and answer of their own. */
export function RequestList({ detail, now }: { detail: IncidentDetail; now: number }) {
  const [expanded, setExpanded] = useState<number | null>(null);
  if (detail.requests.length === 0)
    return (
      <EmptyState title="没有来电人">
        由传感、摄像或巡查发现，尚无群众来电；之后并入的来电会逐单列在这里
      </EmptyState>
    );
  return (
    <ol className="requests">
      {detail.requests.map((request, index) => (
        <RequestRow
          key={request.id}
          request={request}
          no={index + 1}
          now={now}
          danger={mentions(request, detail.danger)}
          expanded={expanded === request.id}
          onToggle={() => setExpanded(expanded === request.id ? null : request.id)}
        />
      ))}
    </ol>
  );
}

function mentions({ body }: CityRequest, words: readonly string[]): boolean {
  return words.some((word) => body.includes(word));
}
