import type { IncidentDetail } from '#contracts/desk.ts';
import { local } from './clock-city.ts';

/** What became of a matter, in lines that read beside the text of the day. */

/** 06-12 09:52, the city's time. */
export const when = (iso: string): string => local(new Date(iso)).slice(5).replace('T', ' ');
const hm = (iso: string): string => when(iso).slice(6);

/** 来件, in the order in which they happened: `05:55 depth-jiaoyuan`, `06:01 c1`. */
export function signals({ events }: IncidentDetail): string[] {
  const name = ({ source, key }: { source: string; key: string }): string =>
    key.split('/')[source === 'sensor' ? 0 : 1]!;
  return events
    .toSorted((a, b) => a.observedAt.localeCompare(b.observedAt) || a.eventId - b.eventId)
    .map((event) => `${hm(event.observedAt)} ${name(event)}`);
}

/** 工单, in order, each with the time at which it is due: `host 441202-quwang done 06-12 09:52`. */
export function units({ tasks }: IncidentDetail): string[] {
  return tasks
    .toSorted((a, b) => a.id - b.id)
    .map(({ part, unitCode, status, dueAt }) =>
      [part, unitCode, status, dueAt === null ? '' : when(dueAt)].join(' ').trim(),
    );
}

/** 正在走的钟 of desk and units: `承办时限 06-12 09:52`; what was promised to the callers stands with each of them. */
export const running = ({ deadlines }: IncidentDetail): string[] =>
  deadlines
    .filter(
      ({ subject, stoppedAt, firedAt }) => subject !== 'request' && stoppedAt === null && firedAt === null,
    )
    .map(({ name, dueAt }) => `${name} ${when(dueAt)}`);

/** 已超时的钟. */
export const late = ({ deadlines }: IncidentDetail): string[] =>
  deadlines.filter(({ firedAt }) => firedAt !== null).map(({ name, dueAt }) => `${name} ${when(dueAt)}`);

/** 诉求单, one line for each caller: `c1 settled, promised 06-13 06:01, answered 06-12 08:20`. */
export function callers({ requests }: IncidentDetail): string[] {
  return requests
    .toSorted((a, b) => a.id - b.id)
    .map(({ ticketNo, status, promisedAt, answeredAt }) => {
      const promised = promisedAt === null ? 'nothing promised' : `promised ${when(promisedAt)}`;
      const told = answeredAt === null ? '' : `, answered ${when(answeredAt)}`;
      return `${ticketNo} ${status}, ${promised}${told}`;
    });
}
