import { afterAll, beforeAll, expect, test } from 'vitest';
import { correctIncident } from '#flows/correct-incident.ts';
import { keepModel, taughtTexts } from '#store/matter.ts';
import { referenceVersion } from '#store/reference.ts';
import { modelOf } from '#text/matter/shipped.ts';
import { train } from '#text/matter/train.ts';
import { cookieOf, startApp } from '#test/support/app.ts';
import { makeCore, ticket } from '#test/support/core.ts';
import type { Core } from '#test/support/core.ts';
import { desk } from '#test/support/desk-work.ts';

let core: Core;
beforeAll(async () => {
  core = await makeCore();
});
afterAll(() => core.close());

type Opened = { id: number; version: number; code: string; reasons: string[] };

/** A call, where it went, and what the machine made of it. */
async function called(text: string, lng: number): Promise<Opened> {
  await core.send('hotline', [ticket({ text, lng, lat: 23.05 })]);
  await core.merge();
  const [row] = await core.rows<Opened>(
    `select i.id, i.version, i.category_code as code, l.reasons
       from link l join incident i on i.id = l.incident_id order by l.event_id desc limit 1`,
  );
  return row!;
}

test('how sure the machine was stands with the call; what it cannot tell it leaves to a person', async () => {
  const sure = await called('路灯不亮，整条街黑', 112.5);
  expect(sure).toMatchObject({ code: 'street-light' });
  expect(sure.reasons.at(-1)).toMatch(/^机器判断为路灯故障，把握 \d+ %$/u);
  const unsure = await called('那个那个，唉', 112.51);
  expect(unsure).toMatchObject({ code: 'other' });
});

test('what a person corrected is taught threefold; what nobody touched teaches nothing', async () => {
  const { id, version } = await called('路灯不亮，旁边的灯箱也黑了', 112.53);
  expect(await taughtTexts(core.pool)).toEqual([]);
  const reason = '实为广告牌破损';
  await correctIncident(core, desk, id, { version, categoryCode: 'outdoor-ad', reason });
  // Corrected, and then taken on: a matter that still waits is not yet anybody's word.
  await core.asOwner(`update incident set status = 'to-dispatch' where id = ${id}`);
  expect(await taughtTexts(core.pool)).toEqual([
    { code: 'outdoor-ad', text: '路灯不亮，旁边的灯箱也黑了', weight: 3 },
  ]);
});

test('a model that the city trained is taken up with the next look at the reference data', async () => {
  const before = await referenceVersion(core.pool);
  expect(core.reference().matterModel).toBeNull();
  const samples = [...'甲乙丙丁'].map((sign) => ({ code: 'praise', text: `天上的飞船${sign}` }));
  const others = [...'甲乙丙丁'].map((sign) => ({ code: 'noise', text: `吵闹${sign}` }));
  const small = { samples: [...samples, ...others], around: (text: string) => text, digest: 'small' };
  const made = train(small, []);
  await keepModel(core.pool, { ...made, texts: 8, now: new Date() });
  expect(await referenceVersion(core.pool)).toBe(before + 1);
  await core.reread();
  expect(modelOf(core.reference().matterModel).version).toBe(made.version);
  expect(await called('天上的飞船', 112.55)).toMatchObject({ code: 'praise' });
  await keepModel(core.pool, { ...made, texts: 9, now: new Date() });
  expect(await referenceVersion(core.pool)).toBe(before + 2);
});

test('while a call is typed the machine says how sure it is, and what the operator chose holds', async () => {
  await core.asOwner('delete from matter_model; update reference_version set no = no + 1');
  await core.reread();
  const app = await startApp(core.pool);
  const cookie = await cookieOf(core.pool, 'operator');
  const ask = async (body: object): Promise<Record<string, unknown>> => {
    const answer = await fetch(`${app.url}/api/triage`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  try {
    const sure = await ask({ text: '路灯不亮，整条街黑' });
    expect(sure).toMatchObject({ categoryCode: 'street-light', confidence: expect.any(Number) });
    expect(sure['likely']).toHaveLength(3);
    expect(sure['matters']).toEqual([]);
    expect(await ask({ text: '村口路燈壞咗。另外垃圾桶满了没人清理' })).toMatchObject({
      matters: [{ categoryName: '路灯故障' }, { categoryCode: 'garbage' }],
    });
    expect(await ask({ text: '那个那个，唉' })).toMatchObject({ categoryCode: 'other' });
    expect(await ask({ text: '路灯不亮', categoryCode: 'electric-leak' })).toMatchObject({
      categoryCode: 'electric-leak',
      categoryName: '漏电隐患',
    });
  } finally {
    await app.close();
  }
});
