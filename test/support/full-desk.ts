import { inTransaction } from '#store/db.ts';
import type { Core } from './core.ts';
import { addDeadline, addIncident } from './rows.ts';

/** What a district says in one stormy night, the longest sentences among it. */
const said = [
  '路面积水',
  '黄岗街道西江北路与建设三路交叉口东北侧蕉园村口牌坊旁路面积水深及膝盖小车无法通行请尽快派人',
  '井盖缺失',
  '路灯不亮',
  '工地夜间施工扰民',
  '垃圾清运不及时异味大',
  '行道树倒伏压住两辆小车并挡住消防通道',
  '污水外溢',
  '占道经营',
  '供水管爆裂',
];
const stages = ['received', 'to-dispatch', 'handling'] as const;

/** So many open matters of a district, of every level; the clock of the n-th ends in `secondsLeft(n)`. */
export function fillDesk(
  core: Core,
  district: string,
  count: number,
  secondsLeft: (n: number) => number,
): Promise<void> {
  return inTransaction(core.pool, '*', async (tx) => {
    for (let n = 0; n < count; n += 1) {
      const status = stages[n % stages.length]!;
      const id = await addIncident(tx, {
        district,
        status,
        // Few are 特急, most are 一般.
        severity: n % 41 === 0 ? 1 : n % 11 === 0 ? 2 : n % 5 === 0 ? 4 : 3,
        title: `${said[n % said.length]}（${n + 1}）`,
        unit: status === 'handling' ? 'zq-zhujian' : null,
      });
      await addDeadline(tx, id, secondsLeft(n));
    }
    await tx.query(
      `update incident i set due_at = (select min(d.due_at) from deadline d where d.incident_id = i.id),
              opened_at = city_now() - make_interval(mins => (i.id % 700)::int),
              anchor = st_setsrid(st_makepoint(112.4 + (i.id % 25) * 0.006, 23.02 + (i.id / 25 % 20) * 0.006), 4326)
        where i.district_code = $1`,
      [district],
    );
  });
}

/** The titles of a district's open matters as a duty officer must see them: by level, then by the clock that ends first. */
export async function byUrgency(core: Core, district: string): Promise<string[]> {
  const rows = await core.rows<{ title: string }>(
    `select i.title from incident i join deadline d on d.incident_id = i.id
      where i.district_code = $1 and i.open order by i.severity, d.due_at, i.id`,
    [district],
  );
  return rows.map(({ title }) => title);
}
