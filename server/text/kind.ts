import { cut } from './normalise.ts';

/** What a report is, beside a new matter: a further call about an old one, a test, thanks, a question. */
export type Told = {
  kind: 'follow-up' | 'urge' | 'test' | 'joke' | 'praise' | 'thanks' | 'consult';
  /** The words that say so. */
  said: string;
  /** 工单号: the ticket that it names, whole. */
  ticketNo: string | null;
  /** 尾号: its last digits. */
  tail: string | null;
};

const test = /^(?:测试|试一?下|试试|test)[测试试 ，。！!、0-9a-z]*$|测试测试|(?:^|[（(【[“"])(?:测试|演练)(?:$|[）)】\]：:，。、!！”"]|来件|来电|电话|信息|数据|工单|用|一下)|(?:这|本次?|此件)(?:条|个|次|件|单)?(?:只|仅)?(?:是|为|系)(?:一?[次个条件场]?)(?:系统|接口|线路|应急|消防|防汛|联动)?(?:测试|演练|试拨|演习)|(?:测试|演练|演习)(?:来件|来电|信息|工单|脚本)?[，,。！!]?(?:请|可)(?:忽略|勿|不要|不用|无需)|(?:线路|系统|接口|话务)测试[，。！!]?$|^演[练习](?:开始|结束|[，,。！!：:])/iu; // prettier-ignore
const joke =
  /(?:开个?玩笑|逗你(?:玩|们)|闹着玩|讲个笑话|愚人节|哈哈哈+[，。！!]?$|外星人|奥特曼|哥斯拉|(?:我|你)(?:是|爱)(?:孙悟空|玉皇大帝|秦始皇))/u;
const urge =
  /催(?:一?下|办|促|单|件)|加急|还要等(?:到|多久)|什么时候(?:才)?(?:能|可以)?(?:处理|解决|回复|答复|修好|有人来)|(?:几时|几耐)(?:先|至)?(?:有人|整|搞|得)|怎么还(?:没|不)|点解仲(?:未|冇)/u;
const again =
  /(?:上次|上回|上周|昨天|前天|前几天|之前|早前|前段时间|早上|刚才|刚刚|多次|曾经?)(?:已经?|我)?(?:打|来|致)?(?:过|电)?(?:电话|来电|热线|12345)?[^，。]{0,6}(?:反映|投诉|报|举报|打过|提交|说过|讲过|催过)|(?:反映|投诉|打)(?:过|咗)?(?:[好几两三多四五1-9]+)次|(?:仍然?|还是?|至今|依然|到现在|一直|仲)(?:都)?(?:没有?|未|冇|不)(?:人)?(?:解决|处理|答复|回复|回音|修|整|动静|来|搞掂|人来)|(?:冇|没)(?:搞掂|解决|处理好|修好)|又(?:来|打电话)催|(?:同一|那)(?:件|个)(?:事|单)/u;
const ticketNumber =
  /(?:工单|单号|编号|案件|诉求|受理|上次的?单?)(?:编?号|号码|单号)?[：:是为\s]{0,3}([A-Za-z]{0,4}-?\d[\dA-Za-z-]{5,29})/u;
const tailNumber =
  /(?:工?单号?|编号)?(?:尾号|最后(?:几|[三四])位)(?:是|为|：|:)?\s?(\d{3,6})\s?(?:的)?(?:那|这|嗰)?(?:一)?(?:件|单|个|张|宗|事|工单|案)/u;
const praise =
  /^[^。]{0,40}(?:表扬|点赞|锦旗|好评|夸(?:一下|奖))|(?:态度(?:很|非常|特别)?好|拾金不昧|热心助人|服务周到)/u;
const thanks =
  /(?:感谢|谢谢|多谢|唔该晒)[^，。]{0,24}(?:处理|解决|修好|帮助|帮忙|工作人员|同志|及时|辛苦|民警|消防|政府|中心)|(?:已经?|问题)(?:解决|处理好|修好)了[，,]?(?:谢谢|感谢|多谢)/u;
const consult =
  /咨询|请问|想问|想了解|想知道|查询一?下|怎么(?:办理|申请|预约|报名|缴|补办|查)|如何(?:办理|申请|预约|报名|缴|补办|查)|(?:需要|要)(?:什么|哪些)(?:材料|资料|手续|条件)|(?:电话|地址|上班时间|办公时间)是(?:什么|多少)|点样(?:办|申请|报名)/u;
/** A complaint that thanks, praises or asks in passing is a complaint. */
const complaint =
  /投诉|举报|反映|不满|没人管|无人处理|扰民|拖欠|漏水|积水|堵|坏了|不亮|臭|噪音|缺失|占道|违|乱|不给|不退|不发|但是?|不过|可是|然而|希望.{0,6}处理|请.{0,6}(?:处理|派人|解决)/u;

/** The kind of a report, with the words that say so; null for a new matter as most are. Pure. */
export function kindOf(text: string): Told | null {
  const ticketNo = ticketNumber.exec(text)?.[1] ?? null;
  const tail = tailNumber.exec(text)?.[1] ?? null;
  const told = (kind: Told['kind'], said: string): Told => ({
    kind,
    said: cut(said, 20),
    ticketNo,
    tail,
  });
  const trial = test.exec(text);
  if (trial) return told('test', trial[0]);
  const fun = joke.exec(text);
  if (fun) return told('joke', fun[0]);
  const asked = urge.exec(text);
  const more = again.exec(text);
  if (more || ticketNo || tail)
    return told(asked && !more ? 'urge' : 'follow-up', more?.[0] ?? ticketNo ?? tail ?? '');
  if (asked && text.length <= 60) return told('urge', asked[0]);
  const wrong = complaint.test(text);
  const good = praise.exec(text);
  if (good && !wrong) return told('praise', good[0]);
  const thanked = thanks.exec(text);
  if (thanked && !wrong) return told('thanks', thanked[0]);
  const question = consult.exec(text);
  return question && !wrong ? told('consult', question[0]) : null;
}

const earlier = /上次|上回|早前|之前|前段时间|刚才|刚刚/u;
const furtherWords = [again, urge, ticketNumber, tailNumber, earlier].map(
  ({ source, flags }) => new RegExp(source, `${flags}g`),
);

/** The text without the words that say that one calls once more: they name no matter. */
export const withoutFurther = (text: string): string =>
  furtherWords.reduce((rest, words) => rest.replaceAll(words, ' '), text);

/** Nobody's matter by itself: a person looks at it first. */
export const isTrial = (told: Told | null): boolean => told?.kind === 'test' || told?.kind === 'joke';

/** Nothing that a unit is sent out for by the machine. */
export const isTalk = (told: Told | null): boolean =>
  told !== null && ['praise', 'thanks', 'consult'].includes(told.kind);
