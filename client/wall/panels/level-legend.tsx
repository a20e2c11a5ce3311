import { severityNames } from '#contracts/incident.ts';
import type { Scene } from '../scene.ts';
import { Sign } from './Sign.tsx';

/** What the symbols of matters mean, in every scene. */
export const levelLegend: Scene['legend'] = ([1, 2, 3, 4] as const).map((level) => ({
  sign: <Sign level={level} />,
  words: severityNames[level],
  of: 'matters',
}));

export const pastLine = (words: string): Scene['legend'][number] => ({
  sign: <i className="sign-sensor" />,
  words,
  of: 'sensors',
});
/** A place of the scene's own figures, which are not kept. */
export const siteLine = (words: string): Scene['legend'][number] => ({
  sign: <i className="sign-sensor sign-site" />,
  words,
  kept: null,
});
export const restOfMatters: Scene['legend'][number] = {
  sign: <i className="sign-sensor sign-rest" />,
  words: '其他事件',
  of: 'matters',
};
