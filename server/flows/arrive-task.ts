import type { z } from 'zod';
import { distanceM, distanceWords, isFar } from '#contracts/arrival.ts';
import type { ArriveBody } from '#contracts/task.ts';
import { unitNameOf } from '#contracts/reference.ts';
import * as tasks from '#store/tasks.ts';
import * as incidents from '#store/incidents.ts';
import { note } from './flow.ts';
import type { By, FlowParts } from './flow.ts';
import { takeStep } from './task-step.ts';
import type { StepAnswer } from './task-step.ts';

/** 到场: when, and how far from the place when the phone could tell; a bad position never refuses the step. */
export async function arriveTask(
  parts: FlowParts,
  by: By,
  id: number,
  body: z.output<typeof ArriveBody>,
): Promise<StepAnswer> {
  return takeStep(parts, by, id, body, ['handling'], async ({ tx, now, incident, task, reference }) => {
    const saved = await tasks.save(tx, id, { arrived_at: task.arrivedAt ?? now }, now);
    const row = await incidents.save(tx, incident.id, {}, now);
    const unit = unitNameOf(reference, task.unitCode);
    const known =
      body.lng !== undefined && body.lat !== undefined && incident.lng !== null && incident.lat !== null;
    const metres = known
      ? distanceM({ lng: body.lng!, lat: body.lat! }, { lng: incident.lng!, lat: incident.lat! })
      : null;
    const errors = { phoneM: body.accuracyM ?? null, caseM: incident.locationAccuracyM };
    const far = metres !== null && isFar(metres, errors);
    await note(
      tx,
      by.actor,
      { row, from: incident.status, move: 'arrive', now },
      { words: `${unit}到场${whereWords(metres, far)}`, detail: metres === null ? {} : { metres, far } },
    );
    return saved;
  });
}

function whereWords(metres: number | null, far: boolean): string {
  if (metres === null) return '（未取得定位）';
  return far ? `，到场点距案件 ${distanceWords(metres)}` : `，距点位 ${Math.round(metres)} 米`;
}
