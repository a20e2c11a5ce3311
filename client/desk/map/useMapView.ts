import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import type { z } from 'zod';
import type { Burst } from '#contracts/burst.ts';
import type { Triage } from '#contracts/call.ts';
import type { IncidentDetail, WaitingEvent } from '#contracts/desk.ts';
import type { Incident } from '#contracts/incident.ts';
import type { LiveView } from '../../shared/live.ts';
import type { Point, VaguePoint } from '../desk-context.ts';
import { fetchIncident } from '../incident/useIncident.ts';
import type { Queue } from '../queue/useQueue.ts';
import { eventMarks } from './features.ts';
import type { Mark } from './features.ts';

type View = {
  rows: readonly Incident[];
  selectedId: number | null;
  focus: readonly VaguePoint[];
  marks: readonly Mark[];
};
type Input = {
  queue: Queue;
  live: LiveView;
  selected: string | null;
  waiting: readonly WaitingEvent[];
  triage: z.infer<typeof Triage> | undefined;
  /** 归案建议 that is being looked at: the map shows its matters alone. */
  burst: Burst | undefined;
  picked: Point | null;
};

/** What the map shows of all this: the queue's matters, and around the chosen one whatever speaks about it. */
export function useMapView({ queue, live, selected, waiting, triage, burst, picked }: Input): View {
  const selectedId = selected?.startsWith('i') ? Number(selected.slice(1)) : null;
  const detail = useQuery({
    queryKey: ['incident', selectedId],
    queryFn: () => fetchIncident(selectedId ?? 0),
    enabled: selectedId !== null,
    staleTime: Infinity,
  }).data;
  const event = waiting.find(({ eventId }) => selected === `w${eventId}`);
  const rows = useMemo(() => {
    const listed = queue.items.flatMap((item) => (item.kind === 'incident' ? [item.incident] : []));
    // The chosen one is shown wherever it came from: a link, a search, a list it has left.
    return detail && !listed.some(({ id }) => id === detail.id) ? [...listed, detail] : listed;
  }, [queue.items, detail]);
  const marks = useMemo(
    () => [
      ...marksOf(triage, event, detail),
      ...(picked ? [{ ...picked, label: '此', image: 'ring' as const, accuracyM: null }] : []),
    ],
    [triage, event, detail, picked],
  );
  const row = selectedId === null ? undefined : (detail ?? live.rows.get(selectedId));
  const proposed = useMemo(
    () => (burst ? [...burst.children, ...(burst.parent ? [burst.parent] : [])] : null),
    [burst],
  );
  if (proposed)
    return {
      rows: proposed,
      selectedId: burst?.parent?.id ?? null,
      focus: proposed.flatMap((one) => placeOf(one) ?? []),
      marks: [],
    };
  const focus = focusOf(triage, event, row);
  return { rows, selectedId, focus, marks };
}

function marksOf(
  triage: z.infer<typeof Triage> | undefined,
  event: WaitingEvent | undefined,
  detail: IncidentDetail | undefined,
): Mark[] {
  if (triage) return triage.place ? [{ ...triage.place, label: '电', image: 'ring' }] : [];
  if (event) {
    const letters = 'ABCDEFGH';
    return event.places.map((place, index) => ({ ...place, label: letters[index] ?? '', image: 'box' }));
  }
  if (!detail) return [];
  const numbers = new Map(detail.requests.map(({ eventId }, index) => [eventId, index + 1]));
  const marks = eventMarks(detail.events, (eventId) => numbers.get(eventId) ?? null);
  const place = placeOf(detail);
  // Callers who only named a place have no point of their own: then the matter shows how vague it is.
  return marks.length > 0 || place === null
    ? marks
    : [{ ...place, accuracyM: detail.locationAccuracyM, image: null, label: '' }];
}

/** Where the eye should be: the one place of the matter, or every place that could be meant. */
function focusOf(
  triage: z.infer<typeof Triage> | undefined,
  event: WaitingEvent | undefined,
  row: Incident | undefined,
): readonly VaguePoint[] {
  if (triage) return triage.place ? [triage.place] : [];
  const there = placeOf(event);
  if (there) return [there];
  const place = placeOf(row);
  return place ? [{ ...place, accuracyM: row?.locationAccuracyM ?? null }] : (event?.places ?? []);
}

function placeOf(thing: { lng: number | null; lat: number | null } | undefined): Point | null {
  return thing && thing.lng !== null && thing.lat !== null ? { lng: thing.lng, lat: thing.lat } : null;
}
