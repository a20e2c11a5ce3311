// The surnames that nearly everybody has (公安部户政统计 top 300, and common compound ones), and no word of everyday
// reports among them that would swallow a sentence.
export const compoundSurnames: ReadonlySet<string> = new Set(
  '欧阳 司徒 司马 上官 诸葛 皇甫 令狐 东方 尉迟 公孙 慕容 长孙 宇文 夏侯 钟离 端木 南宫 轩辕'.split(' '),
);

export const surnames: ReadonlySet<string> = new Set(
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾' +
    '夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰' +
    '焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦' +
    '洪招布麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝区冼植禤莘赖' +
    '容练闻萧宣揭官劳利丘庾巢源湛屠呼隆宾贝芮储邰蔺阎戎茹匡阙郦扈濮晁阚鞠荆竺桓蒯裘胥厉燕秋伊祖苍雍冀满丰岳',
);
