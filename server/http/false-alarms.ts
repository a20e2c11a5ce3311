import { LiftBody, QuietList } from '#contracts/false-alarm.ts';
import { Incident } from '#contracts/incident.ts';
import { liftFalse } from '#flows/mark-false.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import * as falseAlarms from '#store/false-alarms.ts';
import { toIncident } from '#store/incidents.ts';
import { route } from './route.ts';
import { idOf } from './support/ids.ts';
import { maskedWords } from './support/masked-words.ts';
import { toFalseAlarm } from './support/to-false-alarm.ts';

export const routes = [
  route({
    method: 'get',
    path: '/api/false-alarms',
    right: 'false-alarm.read',
    summary: '误报静默中的设备告警',
    answer: QuietList,
    handle: async ({ pool, scope, reference }) =>
      inSnapshot(pool, scope, async (tx) => {
        const now = await cityNow(tx);
        const items = (await falseAlarms.quieted(tx, now)).map(({ mark, incident }) => ({
          ...toFalseAlarm(mark, reference()),
          incident: { id: incident.id, no: incident.no, title: incident.title, status: incident.status },
        }));
        return { asOf: now.toISOString(), items };
      }),
  }),
  route({
    method: 'post',
    path: '/api/false-alarms/:id/lift',
    right: 'incident.accept',
    summary: '恢复误报静默的告警立案，或撤销误报认定',
    body: LiftBody,
    answer: Incident,
    handle: async (call) => {
      const id = idOf(call.params);
      const mark = await inSnapshot(call.pool, call.scope, (tx) => falseAlarms.byId(tx, id));
      const body = await maskedWords(call, { incidentId: mark?.incidentId ?? 0 }, call.body);
      const row = await liftFalse(call, call, id, body);
      return toIncident(row, call.reference(), await cityNow(call.pool));
    },
  }),
];
