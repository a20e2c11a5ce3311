import { useState } from 'react';
import { z } from 'zod';
import { apiSend, errorWords } from '../../shared/api.ts';
import { uuid } from '../../shared/uuid.ts';

/** Of a unit's work before and after; of the centre itself what it saw or has to show. */
const workStages = { before: '处置前照片', after: '处置后照片' } as const;
const ownStages = { scene: '照片、扫描件' } as const;
type Stage = keyof typeof workStages | keyof typeof ownStages;

/** Pictures for a unit's report, sent as soon as they are chosen; `onSent` hears the id of each. */
export function PhotoAttach({
  taskId,
  onSent,
}: {
  /** Null: no unit's work. */
  taskId: number | null;
  onSent: (photoId: string) => void;
}) {
  const stages: Partial<Record<Stage, string>> = taskId === null ? ownStages : workStages;
  const [states, setStates] = useState<Partial<Record<Stage, string>>>({});

  async function send(stage: Stage, files: FileList | null) {
    const say = (words: string) => setStates((before) => ({ ...before, [stage]: words }));
    for (const file of files ?? []) {
      const id = uuid();
      const form = new FormData();
      form.set('id', id);
      if (taskId !== null) form.set('taskId', String(taskId));
      form.set('stage', stage);
      form.set('file', file);
      say(`正在上传 ${file.name}…`);
      try {
        await apiSend('POST', '/api/photos', form, z.unknown());
        onSent(id);
        say(`已上传 ${file.name}`);
      } catch (error) {
        say(`${file.name} 未能上传：${errorWords(error)}`);
      }
    }
  }

  return (
    <div className="panel-line">
      {(Object.keys(stages) as Stage[]).map((stage) => (
        <label key={stage} className="photo-attach">
          <span>选{stages[stage]}</span>
          <input
            type="file"
            accept="image/*"
            multiple
            onChange={(event) => void send(stage, event.target.files)}
          />
          <small role="status">{states[stage] ?? ''}</small>
        </label>
      ))}
    </div>
  );
}
