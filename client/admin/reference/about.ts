import type { ReferenceKind } from '#contracts/reference.ts';

/** What each kind decides, in one sentence. */
export const about: Record<ReferenceKind, string> = {
  duty: '省统一框架的职能，小类与专题都归入其一。',
  family: '同一归并族的来件，在半径与时窗之内可能是同一件事；分值定自动归并还是转人工。',
  category: '小类定等级、时限、照片与上屏规则；时限改动只对此后立案的案件起算，已作的承诺不变。',
  unit: '可承办、协办或接收移交的单位；垂直管理单位与企业用商请、通知或移交，不用派遣。',
  route: '某小类在某县（市、区）由谁承办、依据哪一条；派遣建议由此而来。',
  threshold: '读数越过触发值并持续一段时间即生成监测告警；解除值另设，免得反复。',
  trend: '按一段时间的走势研判：涨率、外推、时段累计；外推只供值班员参考，不是水文预报。',
  'camera-kind': '摄像平台的识别类型归到哪个小类；低于最低置信度的只累计，不立案。',
  'warning-scale': '气象、水文等部门发布的预警颜色；各灾种、各发布单位的级数不同。',
  'response-scale': '各级应急响应及启动人；与预警颜色是两套。',
  calendar: '工作时与工作日按此推算；国务院放假通知自动采用，手工录入的优先。',
  'reply-template':
    '答复来电人的草稿，签发前由值班员修改。自动填入 {places} 地点、{unit} 承办单位、{result} 审核通过的处置反馈、{time} 对群众承诺的答复时限；还不知道的留作“（请填…）”，填好才能签发。其余文字须在任何阶段都属实。',
};
