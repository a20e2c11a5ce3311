const alone = { before: '(?<![0-9０-９])', after: '(?![0-9０-９])' };
const count =
  '(?:[A-Za-zＡ-Ｚ甲乙丙丁]?[0-9０-９]{1,4}[A-Za-z]?|[一二三四五六七八九十百]{1,4}|[A-Za-zＡ-Ｚ甲乙丙丁东西南北])';
const building = `${count}(?:栋|幢|座|号楼|#楼|梯)`;
const inside = `(?:${count}(?:单元|门|梯|层|楼))`;
const roomNumber = '[A-Za-z]?[0-9０-９]{1,4}[A-Za-z]?|[一二三四五六七八九十]{1,5}';
// A house within a building; a room number of three or four digits; 3-2-502. The building alone is a place to go to.
const door = new RegExp(
  `${building}[ ,，]?${inside}*(?:${roomNumber})?(?:号?房|室|户|号)` +
    `|${building}[ ,，]?${inside}*[- ]?[0-9０-９]{3,4}${alone.after}` +
    `|${building}[ ,，]?${inside}+[A-Ha-h](?![A-Za-z])` +
    `|${inside}+(?:${roomNumber})(?:号?房|室|户)` +
    `|${inside}+[0-9０-９]{3,4}${alone.after}(?![元米户人年]|办公|会议|窗口|政府)` +
    `|(?<=[0-9]号)(?!\\d*00)[0-9]{3,4}${alone.after}(?![元米户人年月天台辆线])` +
    `|${alone.before}(?!\\d*00)[0-9]{3,4}(?=住户|业主|租客|房东|屋主)` +
    `|${alone.before}[A-Za-z]?[0-9０-９]{3,4}[A-Za-z]?(?:号?房(?!间)|室)` +
    `|${alone.before}[0-9０-９]{1,2}[-－][0-9０-９]{1,2}[-－][0-9０-９]{3,4}${alone.after}`,
  'gu',
);
const house = new RegExp(
  `([村巷里弄队组坊寨]|[0-9０-９]+[街座区])[0-9０-９]{1,4}(号(?!线|门岗|井|点))`,
  'gu',
);
const home =
  /((?:我家|我住|家住|租住|现住|家里是|家在|住在|住喺|住系|住址|地址|居住地址?|户籍地?)[：:是在于]?)([^，。；！？\n]{1,40})/gu;

/** Where somebody says where people live, and not what lies near it. */
const dwelling =
  /((?:(?<=^|[，。；,;：:（(\s]|[我他她佢你人妈爸婆伯叔姨公奶爷弟妹哥姐仔女们哋主])住(?![宅院户房改建处持所])|家住|租住|现住|家里[是在]|[我们哋佢她他]家[在是]|屋企[喺在系]?|住在|住喺|住系|住址|(?:居住|户籍|户口所在)地址?|家庭地?址)[：:是在于喺\s]?)([^，。；！？\n]{1,40})/gu;
const street =
  /((?:[路街道巷里弄村队组坊寨围屋社坑岗墟园苑城])(?:[东南西北中])?)[0-9０-９]{1,4}(?:[-之][0-9]{1,3})?(号(?:之[一二三四五六七八九])?)(?!线|门岗|井|点|[^，。；]{0,3}(?:对面|旁|附近|隔壁|档|铺))/gu;
/** A flat's number alone, and no amount, year, road or house number. */
const number =
  '(?:[0-9]{1,2}[-－][0-9]{3,4}|[A-Z]?(?![0-9]*00)[0-9]{3,4})(?![0-9A-Za-z.,:：%％/]|[元块米人户天年月日路线栋座号楼期层吨次个公厘毫平度分万千名台辆盏棵株条家间只岁点时国省县乡沿段高多余几位医部队厂街弄])';
const flat = new RegExp(`^((?:在|喺)?)${number}`, 'gu');
/** 楼上602漏水: a neighbour's door without the word for it. */
const neighbour = new RegExp(`((?:我们?家|屋企|房号[：:是为]?|楼[上下]|隔[壁离篱])[的嘅]?)${number}`, 'gu');

const maskDigits = (found: string): string =>
  found
    .replaceAll(/[A-Za-z]?[0-9０-９]+[A-Za-z]?|[A-ZＡ-Ｚ甲乙丙丁]/gu, '*')
    .replaceAll(/[一二三四五六七八九十百]+/gu, '*');

/** Doors and houses out of an address; its digits that are no door's stay. */
export const maskDoors = (address: string): string =>
  address.replaceAll(door, maskDigits).replaceAll(house, '$1*$2');

/** Homes out of a text: doors wherever they stand, numbers of houses where somebody says that people live there. */
export const maskHomes = (text: string): string =>
  text
    .replaceAll(
      dwelling,
      (_, before: string, place: string) =>
        before + place.replaceAll(street, '$1*$2').replaceAll(flat, '$1***'),
    )
    .replaceAll(home, (_, before: string, place: string) => before + maskDoors(place))
    .replaceAll(neighbour, '$1***')
    .replaceAll(door, maskDigits);
