import { nameOf, phoneOf, plant } from './personal.ts';
import type { Chance } from './random.ts';
import { door } from './sightings.ts';
import type { Making } from './sightings.ts';
import { say, speak } from './speak.ts';
import { tellPlace } from './tell-place.ts';
import type { Problem, Report } from './types.ts';

const minute = 60_000;

/** What comes over a hotline and is no problem in the city; each is a group of its own. */
const talk: Record<string, { matters: readonly string[]; says: readonly string[] }> = {
  praise: {
    matters: ['praise'],
    says: [
      '{感谢|谢谢|要表扬}{环卫工人|城管同志|供电的师傅|那位交警}，{昨天|上次}反映的事{很快就解决了|当天就搞好了}',
      '{点赞|好评|送锦旗}，{你们效率真高|态度很好|热心帮我找回钱包}',
      '上次投诉{处理得很满意|已经修好}，{特地打来说声谢谢|辛苦了}',
    ],
  },
  test: { matters: [], says: ['{测试|test|试一下}', '{听得到吗|喂喂喂|一二三}', '系统{测试|联调}，请忽略', '按错了，{不好意思|打错电话了}'] }, // prettier-ignore
  joke: {
    matters: [],
    says: ['{我家猫会说话|外星人来了|月亮掉下来了}，{你们管不管|快派人来}', '{陪我聊聊天|唱首歌给你听|哈哈哈哈}', '能不能帮我{写作业|订外卖|找个女朋友}'], // prettier-ignore
  },
  consult: {
    matters: ['consult', 'household', 'social-insurance', 'provident-fund', 'school-admission', 'medical-insurance', 'e-service', 'traffic-violation'], // prettier-ignore
    says: [
      '{请问|想咨询|问一下}{办身份证要带什么|公积金怎么提取|社保断了怎么补|小孩入学要什么材料|居住证在哪里办}',
      '{医保|养老金}{怎么转过来|每年什么时候交}',
      '{想问|请问}{驾照到期|行驶证丢了}怎么办',
    ],
  },
};

/** A call that tells of no problem. */
export function chat(making: Making, at: number): Report {
  const { chance, next } = making;
  const nature = chance.pick(['praise', 'praise', 'test', 'joke', 'consult', 'consult', 'consult']);
  const { matters, says } = talk[nature]!;
  const no = (next.no += 1);
  const caller = { name: nameOf(chance), phone: phoneOf(chance) };
  const own = nature !== 'test' && chance.is(0.2) ? plant(chance, caller) : null;
  const text = say(chance, chance.pick(says)) + (own ? `，${own.words}` : '');
  return lonely(chance, no, nature, matters, text, at, caller, own?.pieces ?? []);
}

function lonely(
  chance: Chance,
  no: number,
  nature: string,
  matters: readonly string[],
  text: string,
  at: number,
  caller: { name: string; phone: string },
  pieces: Report['pieces'],
): Report {
  return {
    id: `r${no}`,
    truth: `alone-${no}`,
    also: [],
    kindId: nature,
    nature,
    source: 'hotline',
    observedAt: at,
    arrivesAt: at + Math.round(chance.wait(3) * minute),
    at: null,
    matters,
    district: null,
    exact: false,
    way: 'none',
    untold: false,
    hard: null,
    text,
    pinned: false,
    pieces,
    ...door(chance, 'hotline', text, null, at, no, caller),
  };
}

/** Two matters in one call: a live problem, and another that the caller thinks of. */
export function twofold(making: Making, problem: Problem, other: Problem, at: number): Report {
  const { chance, world, next } = making;
  const no = (next.no += 1);
  const caller = { name: nameOf(chance), phone: phoneOf(chance) };
  const [first, second] = [problem, other].map((one) => {
    const place = tellPlace(chance, world, one, false);
    return { place, words: speak(chance, one.kind, 'hotline', place.words, '') };
  });
  const text = `${first!.words}，${chance.pick(['另外', '还有一件事', '顺便说一下', '仲有', '第二个问题是'])}${second!.words}`;
  const matters = [...problem.kind.matters, ...other.kind.matters];
  const made = lonely(chance, no, 'two matters', matters, text, at, caller, []);
  const district = first!.place.district && problem.district === other.district ? problem.district : null;
  return { ...made, truth: problem.id, also: [other.id], kindId: problem.kind.id, way: 'two', untold: first!.place.untold === true, district, at: null }; // prettier-ignore
}

/** A follow-up under a new number: the same problem, in other words. */
export function followUp(making: Making, problem: Problem, at: number): Report {
  const { chance, world, next } = making;
  const no = (next.no += 1);
  const caller = { name: nameOf(chance), phone: phoneOf(chance) };
  const place = tellPlace(chance, world, problem, false);
  const again = chance.pick([
    '我之前打过电话，',
    '上午反映过，',
    '这是第二次打了，',
    '报咗一次喇，',
    '跟进一下，',
  ]);
  const text = again + speak(chance, problem.kind, 'hotline', place.words, '');
  const made = lonely(chance, no, 'follow-up', problem.kind.matters, text, at, caller, []);
  const district = place.district ? problem.district : null;
  return { ...made, truth: problem.id, kindId: problem.kind.id, way: place.way, untold: place.untold === true, exact: place.exact, district, at: problem.at }; // prettier-ignore
}
