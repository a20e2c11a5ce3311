import type { IncidentDetail } from '#contracts/desk.ts';

export type Returned = { unitCode: string; words: string };

/** Units that sent this matter back, each once with its last reason, newest first: 已退单：理由. */
export function returnedBy({ tasks }: Pick<IncidentDetail, 'tasks'>): Returned[] {
  const last = new Map(
    tasks
      .filter(({ status }) => status === 'returned')
      .map((task) => [task.unitCode, `${task.unitName}已退单：${task.returnReason ?? '未写明理由'}`]),
  );
  return [...last].toReversed().map(([unitCode, words]) => ({ unitCode, words }));
}
