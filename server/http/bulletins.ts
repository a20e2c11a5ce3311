import { Bulletin, Bulletins, DraftBody, EditBody, OralBody, SignBody } from '#contracts/bulletin.ts';
import { Refusal } from '#contracts/errors.ts';
import { nextKinds, reportLimitOf } from '#domain/bulletin.ts';
import { bulletinPaper } from '#domain/paper.ts';
import type { Paper } from '#domain/paper.ts';
import { beginBulletin, dropBulletin, editBulletin } from '#flows/draft-bulletin.ts';
import { judgeReportable, reportOrally } from '#flows/judge-reportable.ts';
import { signBulletin } from '#flows/sign-bulletin.ts';
import * as bulletins from '#store/bulletins.ts';
import type { BulletinRow } from '#store/bulletins.ts';
import { readMark } from '#store/city-mark.ts';
import { cityNow, inSnapshot } from '#store/db.ts';
import type { Db } from '#store/db.ts';
import * as incidents from '#store/incidents.ts';
import type { IncidentRow } from '#store/incidents.ts';
import { route } from './route.ts';
import type { Call } from './route.ts';
import { idOf } from './support/ids.ts';
import { maskedWords } from './support/masked-words.ts';
import { sendDocx, sendPrint } from './support/send-file.ts';

type Seen = Omit<Call<unknown, unknown>, 'body' | 'query'>;
/** The same words for a report that is not there and for one of a matter out of sight. */
const notThere = '没有找到该案件，或不在您的管辖范围内';

const toBulletin = (row: BulletinRow): Bulletin => ({
  ...row,
  draftedAt: row.draftedAt.toISOString(),
  signedAt: row.signedAt?.toISOString() ?? null,
});

async function seen(tx: Db, id: number): Promise<IncidentRow> {
  const row = await incidents.byId(tx, id);
  if (!row) throw new Refusal('not-found', notThere);
  return row;
}

async function allOf({ pool, scope, reference }: Seen, incidentId: number): Promise<Bulletins> {
  return inSnapshot(pool, scope, async (tx) => {
    const incident = await seen(tx, incidentId);
    const rows = await bulletins.ofIncident(tx, incidentId);
    const judged = await bulletins.reportable(tx, incidentId);
    const limit = reportLimitOf(reference().reportLimit.values(), incident.severity);
    const signed = rows.filter(({ state }) => state === 'signed');
    const drafted = rows.some(({ state }) => state === 'draft');
    return {
      limit: {
        oralMinutes: limit?.oralMinutes ?? 0,
        writtenMinutes: limit?.writtenMinutes ?? 0,
        source: limit?.source ?? '',
      },
      reportable: judged && {
        ...judged,
        judgedAt: judged.judgedAt.toISOString(),
        oralDueAt: judged.oralDueAt.toISOString(),
        writtenDueAt: judged.writtenDueAt.toISOString(),
        oralAt: judged.oralAt?.toISOString() ?? null,
      },
      items: rows.map(toBulletin),
      next: drafted ? [] : nextKinds(signed, incident.round),
    };
  });
}

async function paperOf(call: Seen): Promise<{ paper: Paper; now: Date }> {
  return inSnapshot(call.pool, call.scope, async (tx) => {
    const row = await bulletins.byId(tx, idOf(call.params));
    if (!row) throw new Refusal('not-found', notThere);
    const incident = await seen(tx, row.incidentId);
    const head = { centreName: call.city.centreName, mark: await readMark(tx) };
    return { paper: bulletinPaper(toBulletin(row), incident.no, head), now: await cityNow(tx) };
  });
}

/** The words are masked as all that is typed about a matter: a report names no caller. */
async function edited(
  call: Call<{ version: number; fields: Bulletin['fields'] }, unknown>,
): Promise<Bulletin> {
  const id = idOf(call.params);
  const row = await inSnapshot(call.pool, call.scope, (tx) => bulletins.byId(tx, id));
  if (!row) throw new Refusal('not-found', notThere);
  const fields = await maskedWords(call, { incidentId: row.incidentId }, call.body.fields);
  return toBulletin(await editBulletin(call, call, id, { version: call.body.version, fields }));
}

const ofIncident = [
  route({
    method: 'get',
    path: '/api/incidents/:id/bulletins',
    right: 'bulletin.read',
    summary: '信息报送：首报、续报、终报与时限',
    answer: Bulletins,
    handle: async (call) => allOf(call, idOf(call.params)),
  }),
  route({
    method: 'post',
    path: '/api/incidents/:id/bulletins',
    right: 'bulletin.write',
    summary: '一键生成首报、续报或终报草稿',
    body: DraftBody,
    answer: Bulletin,
    handle: async (call) => toBulletin(await beginBulletin(call, call, idOf(call.params), call.body.kind)),
  }),
  route({
    method: 'post',
    path: '/api/incidents/:id/reportable',
    right: 'bulletin.write',
    summary: '列为应报事项，口头与书面时限起算',
    answer: Bulletins,
    handle: async (call) => {
      await judgeReportable(call, call, idOf(call.params));
      return allOf(call, idOf(call.params));
    },
  }),
  route({
    method: 'post',
    path: '/api/incidents/:id/oral-report',
    right: 'bulletin.write',
    summary: '登记口头报告',
    body: OralBody,
    answer: Bulletins,
    handle: async (call) => {
      const id = idOf(call.params);
      const { told } = await maskedWords(call, { incidentId: id }, call.body);
      await reportOrally(call, call, id, told);
      return allOf(call, id);
    },
  }),
];

export const routes = [
  ...ofIncident,
  route({
    method: 'put',
    path: '/api/bulletins/:id',
    right: 'bulletin.write',
    summary: '修改报送草稿',
    body: EditBody,
    answer: Bulletin,
    handle: edited,
  }),
  route({
    method: 'delete',
    path: '/api/bulletins/:id',
    right: 'bulletin.write',
    summary: '作废报送草稿',
    handle: async (call) => dropBulletin(call, call, idOf(call.params)),
  }),
  route({
    method: 'post',
    path: '/api/bulletins/:id/sign',
    right: 'bulletin.sign',
    summary: '签发报送，此后不可更改',
    body: SignBody,
    answer: Bulletin,
    handle: async (call) => toBulletin(await signBulletin(call, call, idOf(call.params), call.body)),
  }),
  route({
    method: 'get',
    path: '/api/bulletins/:id/docx',
    right: 'bulletin.read',
    summary: '导出报送（docx）',
    handle: async (call) => {
      const { paper, now } = await paperOf(call);
      await sendDocx(call.res, paper, now);
    },
  }),
  route({
    method: 'get',
    path: '/api/bulletins/:id/print',
    right: 'bulletin.read',
    summary: '打印报送',
    handle: async (call) => sendPrint(call.res, (await paperOf(call)).paper),
  }),
];
