import { isHan, isNamelike, isNotInNames, isWord } from './common-words.ts';
import { compoundSurnames, surnames } from './surnames.ts';

/** Where a person's full name stands in a text; `kept` letters of it are the surname. */
export type NameAt = { at: number; length: number; kept: number };

/** Surnames that begin everyday words: they need more than a word before them. */
const doubtful = new Set('和于向应时常任何方成全明单党车项连边师商关路华江包万古卫席房管简从冷干宫费阳谷盛游石毛白安段孔高金马牛平水文元易习辛危尤云仁区巩布巫苑茶宗曲幸经计查麻明景戴容官利招源由凤花班原敬丰满祖燕秋伊'); // prettier-ignore
/** Surnames that far more often begin or join other words: a name only where it ends with the sentence. */
const joining = new Set('向时明车由高');
const never = new Set('和于与');
/** They stand in a given name, and as often before the next word: 李有 没来, 陈全 有. */
const loose = new Set('有来会多得一同全合任行多进发得年业代前里能可名其然之过如');
const placeLetters =
  '湾路街道村镇乡区县市社园岗圩墟江河湖山桥站楼厂店坊塘围坪寨屋庙祠寺塔墩咀冲坑洞岭场馆院城苑府';
const placeAhead = new RegExp(
  `^(?:[东南西北中新大小一二三][${placeLetters}]|[${placeLetters}]|大道|公园|花园|广场|小学|中学|学校|幼儿园|酒店|饭店|超市|公司|集团|银行|医院|药房|纪念|牌坊|物业|快递|网站|影院|油站|门口|路口|方向|居民(?!区)|烧腊|酱油|牛肉)`,
  'u',
);
/** What follows a whole name. */
const after =
  /^(?:$|[^\p{Script=Han}]|电话|手机|联系|身份|住|家|屋|在|是|系|反映|投诉|举报|来电|称|说|讲|话|要|想|的|嘅|及|和|与|跟|同|今|昨|前天|女|男|先生|师傅|老师|医生|主任|警官|表示|将|把|被|给|俾|对|向|打|骂|欠|骗|呃|占|拿|收|贪|偷|不|没|冇|唔|就|也|都|还|又|再|经常|常常|长期|天天|成日|每|多次|几次|三次|老是|老婆|总|一直|一起|整|故意|私|乱|非法|违|擅|拒|能|会|去|来|到|带|发生|借|道歉|昏|晕|从|让|叫|找|做|做|开|卖|喺|啲|个|两|三|等|夫|答|承诺|负责|跌|摔|因|已|于|要求|申请|咨询|卷|绕|闯|逃|走|喂|救|拾|太|很|好|态|医|动|住|仗|租|乱|无|未|失|受|报|信|接|知道|可以|唔该|谢谢|多谢)/u;
/** What follows the name of somebody who was not introduced: what only people have and do. */
const deed =
  /^(?:家(?!具|电|长|装|庭|乡|园)|屋企|的(?:家|老婆|老公|儿子|女儿|鱼塘|狗|房|车|妹|姐|弟|哥|父|母|爸|妈|孩子|代理|账)|天天|成日|经常|每天|每晚|每日|长期|多次|老是|总是|一直|故意|在(?:楼|村|家|小区|门|路|我|外|公)|把|将|被|说|称|来电|反映|投诉|举报|打我|打伤|骂|欠|骗|老师|医生|师傅|主任|同志|书记|先生|女士|夫妇|夫妻|一家|两人|二人|三人|打架|等人|[（(，,] ?[男女]|[（(，, ]*(?:身份证|电话|手机)|和\p{Script=Han}{3,4}(?:打|两|吵|都|发)|不让|占用|霸占|偷|[：:，, ]?\d{3,}|\d+元)/u;
const titled =
  /^(?:阿[婆伯姨公叔]|大[爷妈伯叔姐哥]|老师|医生|师傅|主任|同志|书记|经理|校长|局长|队长|警官|民警|护士|教练|先生|女士|小姐)/u;

const people = '村委|居委|报警人|卖家|买家|村医|失踪人|家属|住客|用户|客户|施工人|保姆|护工|阿妹|店员|服务员|收银员|会计|出纳|记者|律师|法官|检察官|委员|师奶|肇事者|社区|邻居|隔壁|隔篱|隔离|对面|楼上|楼下|主任|书记|支书|村长|组长|队长|社长|镇长|局长|所长|科长|站长|院长|校长|园长|经理|主管|老板娘?|老细|店主|店长|房东|包租公|包租婆|租客|租户|住户|户主|业主|司机|师傅|车主|乘客|保安|保洁|前台|工人|工友|同事|老乡|同学|朋友|学生|学员|徒弟|老师|班主任|医生|护士|患者|病人|伤者|死者|产妇|孕妇|老人|儿童|婴儿|阿婆|阿伯|老公|老婆|丈夫|妻子|爱人|先生|前夫|前妻|儿子|女儿|个仔|个女|细佬|阿妈|阿爸|妈妈?|爸爸?|母亲|父亲|家父|家母|老豆|老母|爷爷|奶奶|外公|外婆|公公|婆婆|岳父|岳母|孙子|孙女|哥哥?|姐姐?|弟弟?|妹妹?|表[兄弟姐妹哥]|堂[兄弟姐妹哥]|大伯|伯父|舅舅|舅父|舅母|舅妈|姑妈|姑丈|姑父|姨妈|姨丈|姨父|嫂子?|大嫂|弟媳|姐夫|妹夫|亲家|叔公|太公|太婆|阿嫲|阿爷|阿公|阿哥|阿嫂|室友|舍友|街坊|叔叔|婶婶|姑姑|阿姨|侄子|侄女|外甥女?|儿媳|女婿|亲戚|男友|女友|男朋友|女朋友|对象|孩子|小孩|小朋友|村民|居民(?!区)|市民(?!广场)|群众|网民|网格员|采集员|工作人员|民警|交警|辅警|警官|城管|队员|社工|志愿者|干部|领导|法人|负责人|股东|合伙人|包工头|工头|中介|业务员|销售员?|客服|快递员|外卖员|骑手|教练|介绍人|经办人|证人|原告|被告|嫌疑人|代理人|本人|真名|被[举投][报诉]人|反映人|申请人|监护人|村入面'.split('|').sort((a, b) => b.length - a.length).join('|'); // prettier-ignore
const acts =
  '反映|(?:上次|当时|那天|嗰日)[是系]|[村队组厂店]里的|打到|给了|借给|转给|主要是|都是|举报|投诉|控告|告发|感谢|表扬|要求|请|核实|查询|找|跟|与|和|被|让|向|给|帮|转告|转交|联系|转给|问|带头的是|入面';
const selves = '我是|我系|本人是|本人系';
const origin = /(?:我是|我系|本人是|本人系)[^，。,.的]{2,14}的/gu;
const told =
  '我叫做?|[他她佢]叫|名叫|名字[叫是]|叫做|真名叫?|姓名|联系人|联系方式|收件人|收款人|户名|投诉人|举报人|报料人|诉求人|来电人|来访人|申请人|当事人|受害人|自称|法定代表人|法人代表|法人|证人|户主|叫';

const strong = new RegExp(`(?:${told})(?:[：:是为叫，,\\s（(“"【]{0,3})`, 'gu');
const weak = new RegExp(`(?:${people})(?:屋企?|家的?|嗰个|呢个)?(?:[是叫为系：:（(、，的\\s]{0,2})`, 'gu');
const claim = new RegExp(`(?:${acts})`, 'gu');
const self = new RegExp(`(?:${selves})`, 'gu');
/** 怀集冷坑镇钱学兵，反映: a place, and who comes from there. */
const from = /[县镇乡村](?=\p{Script=Han}{3}(?:，|,|反映|来电|投诉|咨询|$))/gu;
const start = new RegExp(`(?:^|是|和|被|[，。；！？、,;!?：:\\n\\s（(“"])`, 'gu');
/** Names of other peoples, whole: 阿依古丽, 扎西多吉. */
const foreign = /(?<=^|叫|族|人|客|众|我|姓名|[，：: ])(?:阿依|古丽|买买提|麦麦提|艾力|阿卜杜|吐尔逊|木合塔|努尔|迪丽|热巴|帕提|扎西|多吉|卓玛|次仁|旺堆|尼玛|央金|格桑|巴桑|平措|巴图|其其格|乌兰)\p{Script=Han}{0,3}?(?=$|[^\p{Script=Han}]|的|来自|在|是|反映|，|说)/gu; // prettier-ignore
const formal = /(?:姓名|联系人|收件人|户主|户名|证人|法人|当事人|申请人)[：:]\s?(\p{Script=Han}{2,6}?(?:·\p{Script=Han}{1,8})*)(?=$|[^\p{Script=Han}·]|联系|电话|手机|地址|身份)/gu; // prettier-ignore
const dotted = /\p{Script=Han}{1,6}(?:·\p{Script=Han}{2,6})+/gu;
const syllables =
  /阿依|古丽|买买提|麦麦提|艾力|阿卜杜|吐尔|木合|努尔|迪丽|热巴|帕提|艾合|热合|买合|图尔|萨|娜|吾|尔/u;
const nobody =
  /^(?:同上|[^，。]{1,2}(?:先生|女士|小姐|阿姨|师傅)|不详|保密|匿名|未知|本人|无名氏|没有|略)|先生|女士|小姐|阿姨|师傅|某/u;

type Letters = { kept: number; first: string; second: string; behind: string };

function lettersAt(text: string, at: number): Letters | null {
  const compound = compoundSurnames.has(text.slice(at, at + 2));
  if (!compound && !surnames.has(text[at] ?? '')) return null;
  const kept = compound ? 2 : 1;
  const first = text[at + kept] ?? '';
  return {
    kept,
    first,
    second: text[at + kept + 1] ?? '',
    behind: text.slice(at + kept + 2, at + kept + 10),
  };
}

const mayBeGiven = (letter: string): boolean => isHan(letter) && !isNotInNames(letter);

/** Whether a second given letter belongs to the name rather than to the word behind it: 杨过 经常, but 王建国 家里. */
function second(kept: Letters, end: string): boolean {
  const { first, second: last, behind } = kept;
  if (!mayBeGiven(last)) return false;
  const next = behind[0] ?? '';
  if (loose.has(last) && !after.test(behind)) return false;
  if (!isWord(last + next) || /^[家的在]/u.test(next)) return true;
  return isWord(behind.slice(0, 2)) && after.test(behind) && !after.test(end + behind) && first !== last;
}

/** Whether a name of this length may end here: what follows is said of people, or begins with what no name holds. */
function ends(text: string, end: number): boolean {
  const rest = text.slice(end, end + 8);
  if (after.test(rest)) return true;
  if (placeAhead.test(rest)) return false;
  return (isWord(rest.slice(0, 2)) || isNotInNames(rest[0]!)) && !isWord(text[end - 1]! + rest[0]!);
}

const roles = '人户员工民主家者友客长师的了吗呢';

/** A name that a word has led to. `sure`: the word says so (我叫), else it only may (邻居). */
function led(text: string, at: number, sure: boolean): NameAt | null {
  const letters = lettersAt(text, at);
  const rest = text.slice(at + (letters?.kept ?? 1), at + (letters?.kept ?? 1) + 4);
  if (!letters || titled.test(rest) || nobody.test(rest.slice(0, 2))) return null;
  const surname = text.slice(at, at + letters.kept);
  const closed = /^(?:$|[^\p{Script=Han}])/u;
  if (!mayBeGiven(letters.first))
    return sure && isHan(letters.first) && closed.test(rest.slice(1)) && !doubtful.has(surname)
      ? { at, length: letters.kept + 1, kept: letters.kept }
      : null;
  const last = letters.second;
  // Where a comma ends it, any letter may be the last of a name, but that of 温州人 or 低保户.
  const ended =
    (sure || letters.kept === 2) && isHan(last) && closed.test(letters.behind) && !roles.includes(last);
  const three = second(letters, last) || (ended && !placeLetters.includes(last));
  const name = { at, length: letters.kept + (three ? 2 : 1), kept: letters.kept };
  return fits(text, name, surname, sure, three) ? name : null;
}

function fits(text: string, { at, length }: NameAt, surname: string, sure: boolean, three: boolean): boolean {
  const end = at + length;
  const rest = text.slice(end, end + 8);
  const bounded = ends(text, end);
  const isDoubtful =
    doubtful.has(surname) && !(three && isNamelike(text[end - 2]!) && isNamelike(text[end - 1]!));
  const closed = /^(?:$|[^\p{Script=Han}])/u.test(rest);
  if (surname.length === 1 && isWord(text.slice(at, at + 2)) && !(closed && (sure || (three && !isDoubtful))))
    return false;
  if (never.has(surname) && !sure) return false;
  if (joining.has(surname) && !sure && !(three && closed)) return false;
  if (!bounded && placeAhead.test(rest)) return false;
  if (three && !sure && placeLetters.includes(text[end - 1]!)) return false;
  if (three) return bounded || !isDoubtful || !isWord(text.slice(end - 2, end));
  return sure ? bounded || !isNotInNames(rest[0]!) : bounded && !isDoubtful;
}

/** A name of three letters behind a word that leads to many things: 举报罗文斌在, but 举报黄色 and 被包围. */
function claimed(text: string, at: number): NameAt | null {
  const name = led(text, at, false);
  if (!name) return null;
  const end = at + name.length;
  if (name.length - name.kept < 2) return titled.test(text.slice(end, end + 3)) ? name : null;
  return ends(text, end) ? name : null;
}

/** Surnames that begin hardly any other word: with two letters of names behind them they are a person wherever they stand. */
const safe = new Set('李王张刘陈杨赵吴周徐孙朱胡郭何罗郑梁谢宋唐许韩冯邓曹彭曾肖董袁潘蔡蒋余杜程苏魏吕丁沈姚卢姜崔钟谭陆范廖贾韦邹孟熊秦邱薛闫侯陶黎贺郝龚邵覃莫岑冼禤聂倪邝黄林叶欧伍甘简翁麦蓝卓庞梁植霍凌尹骆'); // prettier-ignore
const beforeSafe = /[枫森园树造护竹雪绿红荷茶落每姓]$/u;

/** 实名举报人大主席林志强: told by its letters alone. */
function plain(text: string, at: number): NameAt | null {
  const [surname, first, last, next] = [
    text[at]!,
    text[at + 1] ?? '',
    text[at + 2] ?? '',
    text[at + 3] ?? '',
  ];
  if (!safe.has(surname) || !isNamelike(first) || !isNamelike(last) || placeLetters.includes(last))
    return null;
  if (isWord(surname + first) || isWord(last + next) || titled.test(text.slice(at + 1, at + 5))) return null;
  const before = text[at - 1] ?? '';
  if (isWord(before + surname) || beforeSafe.test(before)) return null;
  const rest = text.slice(at + 3, at + 10);
  return placeAhead.test(rest) || sold.test(rest) ? null : { at, length: 3, kept: 1 };
}
/** What shops, estates and schools are called by: 李嘉诚 楼盘, 周大福 金店. */
const sold =
  /^(?:[金银珠酱食药茶饼凉烧面粉米酒]|楼盘|国际|世家|嘉园|雅苑|名[都苑城]|置业|地产|幼儿|教育|口腔|凉茶|牌|纪念|故居|中心|连锁|商行|工业|实业|科技|电器|家具|[东西南北]路|[一二三]路)/u;

/** A full name of three letters that stands by itself before what only people do: 李秀兰家门口, 王建华医生. */
function free(text: string, at: number): NameAt | null {
  const letters = lettersAt(text, at);
  if (!letters || !mayBeGiven(letters.first)) return null;
  if (titled.test(text.slice(at + letters.kept, at + letters.kept + 4))) return null;
  const { kept, first } = letters;
  if (kept === 1 && isWord(text[at]! + first)) return null;
  const three = second(letters, letters.second) && !placeLetters.includes(letters.second);
  if (kept === 1 && !three) return null;
  const length = kept + (three ? 2 : 1);
  const rest = text.slice(at + length, at + length + 10);
  const follows =
    doubtful.has(text[at]!) && !(isNamelike(first) && isNamelike(letters.second))
      ? titled.test(rest) || /^[（(，,] ?[男女]/u.test(rest)
      : deed.test(rest);
  return follows ? { at, length, kept } : null;
}

/** 张伟、王芳两人: names in a row. */
const row =
  /(?<=^|[，。；：:！？\n\s])\p{Script=Han}{2,4}(?:[、和与及]\p{Script=Han}{2,4}?)+?(?=等人|两人|二人|三人|三户|两户|[一二三四五六七八九十0-9]+[户人名]|夫妇|两兄弟|两姐妹|打架|吵架|都|没)/gu;

function inRows(text: string): NameAt[] {
  return [...text.matchAll(row), ...text.matchAll(list)].flatMap(({ 0: found, index }) => {
    const names: NameAt[] = [];
    let at = index;
    for (const piece of found.split(/[、和与及]/u)) {
      const letters = lettersAt(text, at);
      if (!letters || !mayBeGiven(letters.first) || piece.length - letters.kept > 2) return [];
      if (piece.length - letters.kept === 2 && !mayBeGiven(letters.second)) return [];
      if (isWord(piece.slice(0, 2)) || placeLetters.includes(piece.at(-1)!)) return [];
      names.push({ at, length: piece.length, kept: letters.kept });
      at += piece.length + 1;
    }
    return names;
  });
}

/** 林保全、苏志雄: at least two names of three letters each. */
const list = /(?<=^|[，。；：:！？\n\s])\p{Script=Han}{3}(?:、\p{Script=Han}{3})+(?!\p{Script=Han}|、)/gu;

/** A further name after the first: 黎国栋、黎国梁. */
const further = /^(?:、|和|与|及)(?=\p{Script=Han}{2,4}(?:、|和|与|，|。|；|三|两|二|等|都|没|也|$))/u;

/**
 * The full names of persons that a text holds, in order, none within another. Titles with a surname (张先生) are none.
 * `onlyTold`: those alone that a word names as such (我叫, 联系人).
 */
export function namesIn(text: string, onlyTold = false): NameAt[] {
  const found: NameAt[] = [];
  const add = (name: NameAt | null): void => {
    if (!name) return;
    found.push(name);
    const end = name.at + name.length;
    const step = further.exec(text.slice(end, end + 6));
    if (step) add(led(text, end + step[0].length, false));
  };
  const behind = (pattern: RegExp): number[] =>
    [...text.matchAll(pattern)].map(({ 0: lead, index }) => index + lead.length);
  for (const at of behind(strong)) add(led(text, at, true));
  if (onlyTold) return settled(found);
  for (const at of behind(weak)) add(led(text, at, false));
  for (const at of behind(from)) if (!doubtful.has(text[at] ?? '')) add(claimed(text, at));
  for (const at of [...behind(self), ...behind(origin)]) {
    const name = led(text, at, true);
    if (name && /^(?:$|[^\p{Script=Han}]|的|来自)/u.test(text.slice(at + name.length))) add(name);
  }
  for (const at of behind(claim)) add(claimed(text, at) ?? free(text, at));
  for (const at of behind(start)) add(free(text, at));
  for (let at = 0; at + 3 <= text.length; at += 1) add(plain(text, at));
  for (const { 0: name, index } of text.matchAll(foreign)) add({ at: index, length: name.length, kept: 1 });
  for (const { 0: name, index } of text.matchAll(dotted))
    if (syllables.test(name)) add({ at: index, length: name.length, kept: 1 });
  for (const { 0: whole, 1: name, index } of text.matchAll(formal))
    if (name && !nobody.test(name))
      add({
        at: index + whole.length - name.length,
        length: name.length,
        kept: lettersAt(text, index + whole.length - name.length)?.kept ?? 1,
      });
  for (const name of inRows(text)) add(name);
  return settled(found);
}

/** The longer name where two lie over each other. */
function settled(found: NameAt[]): NameAt[] {
  const order = found.sort((a, b) => a.at - b.at || b.length - a.length);
  const clear: NameAt[] = [];
  for (const name of order) {
    const last = clear.at(-1);
    if (!last || name.at >= last.at + last.length) clear.push(name);
  }
  return clear;
}
