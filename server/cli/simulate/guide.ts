import type { DemoLife } from '#contracts/demo.ts';
import type { Played } from './stage.ts';

/** How often a new guide begins, seconds; it is over after about two minutes. */
export const guideEvery = 150;

/**
 * 导览: the whole path of one matter in two minutes: call, dispatched, signed, at the place, reported with photos,
 * reviewed, inspected, closed, answered, called back. It begins at `begin`, seconds of the day. The next one is at another
 * place, so that none joins the last.
 */
export function guideMatter(life: DemoLife, begin: number): Played {
  const round = Math.floor(begin / guideEvery);
  const { text, done, ...place } = life.guide[round % life.guide.length]!;
  const at = (seconds: number): number => begin + seconds;
  const of = 'call';
  return {
    id: `guide-${begin}`,
    steps: [
      { at: at(0), do: 'call', ref: of, text, title: `导览：${text.slice(0, 30)}`, kind: 'help', confidential: false, ...place }, // prettier-ignore
      { at: at(10), do: 'dispatch', of, note: '导览演示，请按流程办理', by: 'operator' },
      { at: at(22), do: 'sign', of },
      { at: at(40), do: 'arrive', of },
      { at: at(62), do: 'feedback', of, text: done },
      { at: at(78), do: 'review', of },
      { at: at(90), do: 'inspect', of },
      { at: at(102), do: 'close', of, text: '现场核查已恢复，予以结案' },
      { at: at(112), do: 'answer', of, text: `您反映的问题已处理：${done}。感谢您的来电。` },
      { at: at(122), do: 'follow-up', of, note: '导览回访' },
    ],
  };
}
