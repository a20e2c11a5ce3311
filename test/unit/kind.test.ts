import { expect, test } from 'vitest';
import { kindOf, withoutFurther } from '#text/kind.ts';

test.each([
  ['测试测试', 'test'],
  ['这是一次防汛演练，请勿处理', 'test'],
  ['【演练】桥头积水两米', 'test'],
  ['线路测试', 'test'],
  ['昨晚消防演练的喇叭太吵', null],
  ['学校做核酸测试排队太长', null],
  ['我看见奥特曼和哥斯拉打架，逗你们玩的', 'joke'],
  ['上次反映的路灯还是没人修', 'follow-up'],
  ['上次冇搞掂，水又浸咗', 'follow-up'],
  ['尾号123那件怎么样了', 'follow-up'],
  ['工单号ZQ2026061200012什么时候处理', 'urge'],
  ['催一下，修路灯的还要等多久', 'urge'],
  ['表扬公交司机拾金不昧', 'praise'],
  ['感谢社区同志及时处理', 'thanks'],
  ['请问社保卡怎么补办', 'consult'],
  ['请问路灯坏了归谁管，一直不亮', null],
  ['感谢你们，但是垃圾还没清', null],
  ['西江路蕉园村口积水', null],
  ['尾号2233的手机打不通', null],
])('“%s” is %s', (text, kind) => {
  expect(kindOf(text)?.kind ?? null).toBe(kind);
});

test('a further call names its matter by the number of its ticket, whole or its end', () => {
  expect(kindOf('工单号：ZQ-2026-000123，请问处理了吗')?.ticketNo).toBe('ZQ-2026-000123');
  expect(kindOf('尾号 123 那件还没处理')?.tail).toBe('123');
  expect(kindOf('编号尾号0031那单')?.tail).toBe('0031');
});

test.each([
  ['上次反映的还没处理，催一下', ''],
  ['我是他家属，尾号0123那件还没处理', '我是他家属，那件'],
  ['上次反映的路灯还没修', '路灯'],
])('“%s” without what says that one calls once more: “%s”', (text, rest) => {
  expect(withoutFurther(text)).toContain(rest.split('，')[0]);
  expect(withoutFurther(text)).not.toMatch(/上次|反映|催一下|还没处理|尾号/u);
});
