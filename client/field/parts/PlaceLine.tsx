import { placeWords } from '../work/place.ts';
import type { Place } from '../work/place.ts';

const whys = ['桥下、地下无信号', '手机定位不准', '不便开启定位'] as const;

/** Where the report is made from; without a position a word of why is asked, and nothing is held up. */
export function PlaceLine({
  place,
  why,
  onWhy,
}: {
  place: Place;
  why: string;
  onWhy: (why: string) => void;
}) {
  if (place.state === 'known' || place.state === 'asking' || place.state === 'off')
    return <p className="place-line">{placeWords(place)}</p>;
  return (
    <div className="place-line">
      <p>{placeWords(place)}，照常提交，请点一下原因：</p>
      <div className="chips">
        {whys.map((words) => (
          <button
            key={words}
            type="button"
            aria-pressed={why === words}
            onClick={() => onWhy(why === words ? '' : words)}
          >
            {words}
          </button>
        ))}
      </div>
    </div>
  );
}
