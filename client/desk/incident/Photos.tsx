import { Image } from 'antd';
import { useEffect, useState } from 'react';
import type { IncidentDetail } from '#contracts/desk.ts';
import type { Task } from '#contracts/task.ts';

/** Of a picture whose state is unknown, whether it may be seen already can only be tried. */
export type Shot = { id: string; words: string; state: 'clean' | 'raw' | 'bad' | 'unknown' };

const againMs = 3_000;
const mostTries = 10;

const stageNames: Record<string, string> = {
  before: '处置前',
  after: '处置后',
  report: '上报',
  scene: '现场',
};

const stateWords: Record<string, string> = { raw: '正在检查', bad: '未通过检查' };

/** So many pictures are fetched at once; the others when somebody asks for them. */
const mostPhotos = 12;

/** A row of pictures; a click shows one large. */
export function PhotoStrip({ photos }: { photos: readonly Shot[] }) {
  const [isWhole, setWhole] = useState(false);
  if (photos.length === 0) return null;
  const shown = isWhole ? photos : photos.slice(0, mostPhotos);
  return (
    <Image.PreviewGroup>
      <div className="photos">
        {shown.map(({ id, words, state }) => (
          <figure key={id}>
            <Picture id={id} words={words} state={state} width={132} height={92} />
            <figcaption>{words}</figcaption>
          </figure>
        ))}
        {shown.length < photos.length && (
          <button type="button" className="plain" onClick={() => setWhole(true)}>
            还有 {photos.length - shown.length} 张
          </button>
        )}
      </div>
    </Image.PreviewGroup>
  );
}

/** One picture. A new one is checked before it may be seen: it is asked for again for half a minute. */
export function Picture({ id, words, state, ...size }: Shot & { width: number; height: number }) {
  const [tries, setTries] = useState(0);
  useEffect(() => setTries(0), [id]);
  if (state === 'raw' || state === 'bad')
    return <Image src={missing} alt={words} {...size} preview={false} />;
  return (
    <Image
      key={tries}
      src={`/api/photos/${id}${tries === 0 ? '' : `?again=${tries}`}`}
      alt={words}
      {...size}
      fallback={missing}
      onError={() => {
        if (tries < mostTries) setTimeout(() => setTries(tries + 1), againMs);
      }}
    />
  );
}

/** Before and after, as the units sent them, then what came with the events. */
export function IncidentPhotos({ detail }: { detail: IncidentDetail }) {
  const shots = detail.tasks.flatMap(shotsOf);
  const fromEvents = detail.events.flatMap(({ photos }) =>
    photos.map((id) => ({ id, words: '来件', state: 'unknown' as const })),
  );
  const own = detail.attachments.map(({ id, state }): Shot => ({
    id,
    words: `中心 ${stateWords[state] ?? '核查、附件'}`,
    state: state === 'raw' || state === 'bad' ? state : 'clean',
  }));
  return <PhotoStrip photos={[...shots, ...own, ...fromEvents]} />;
}

/** The photos of a task: before, at the scene, after. */
export function shotsOf(task: Task): (Shot & { stage: string })[] {
  const rank = ['before', 'scene', 'after', 'report'];
  return [...task.photos]
    .sort((a, b) => rank.indexOf(a.stage) - rank.indexOf(b.stage))
    .map(({ id, stage, state }) => ({
      id,
      stage,
      words: `${stageNames[stage] ?? stage} ${stateWords[state] ?? task.unitName}`,
      state: state === 'raw' || state === 'bad' ? state : 'clean',
    }));
}

const missing =
  'data:image/svg+xml,' +
  encodeURIComponent(
    '<svg xmlns="http://www.w3.org/2000/svg" width="96" height="72"><rect width="96" height="72" fill="#e1e6eb"/><text x="48" y="40" font-size="12" text-anchor="middle" fill="#5b6977">尚未就绪</text></svg>',
  );
