import { Image } from 'antd';
import { distanceWords } from '#contracts/arrival.ts';
import type { IncidentDetail } from '#contracts/desk.ts';
import { Picture, shotsOf } from '../incident/Photos.tsx';

/** What a review rests on: where the unit arrived, when that was elsewhere, and the newest pair of photos. */
export function Evidence({ detail }: { detail: IncidentDetail }) {
  const pair = pairOf(detail);
  const far = farArrival(detail);
  return (
    <>
      {far !== null && <p className="far">▲ 到场点距案件 {distanceWords(far)}</p>}
      {pair.length > 0 && (
        <Image.PreviewGroup>
          <div className="photos photos-pair">
            {pair.map(({ id, words, state }) => (
              <figure key={id}>
                <Picture id={id} words={words} state={state} width={300} height={210} />
                <figcaption>{words}，点击放大</figcaption>
              </figure>
            ))}
          </div>
        </Image.PreviewGroup>
      )}
    </>
  );
}

/** How far from the matter its unit last arrived in this round; null when it was there, or nobody knows. */
export function farArrival({ history, round }: Pick<IncidentDetail, 'history' | 'round'>): number | null {
  return history.findLast((row) => row.move === 'arrive' && row.round === round)?.farM ?? null;
}

/** The last photo before and the last one after; a rework brings new ones. */
function pairOf({ tasks }: IncidentDetail) {
  const shots = tasks.flatMap(shotsOf);
  return ['before', 'after'].flatMap((stage) => shots.findLast((shot) => shot.stage === stage) ?? []);
}
