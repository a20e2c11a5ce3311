import type { Layout } from '../kind.ts';
import { readTime, tidy } from '../values.ts';

const zone = 'Asia/Shanghai';

/**
 * 网络问政留言 (留言编号, 留言用户, 留言主题, 留言时间, 留言详情): two date formats in one column, texts wrapped in tabs and
 * line breaks. The user's number is no name and no phone: it goes nowhere. Answers have no place at the hotline door.
 */
export const layout: Layout = {
  id: 'message-board',
  title: '网络问政留言',
  fits: (cells) => ['留言编号', '留言主题', '留言时间', '留言详情'].every((name) => name in cells),
  reads: {
    hotline: (cells) => {
      const title = tidy(cells['留言主题']);
      const calledAt = readTime(cells['留言时间'], zone);
      if (calledAt === null) throw new Error(`留言时间“${tidy(cells['留言时间']).slice(0, 40)}”不是能识别的时间`);
      const text = `${title}\n${tidy(cells['留言详情'])}`.trim();
      const item = { platform: 'wangluo-wenzheng', ticketNo: tidy(cells['留言编号']), calledAt, title, text };
      return { items: [item], left: cells['答复意见'] ? ['答复意见（热线接入口只收诉求，答复由经办人在办理中写入）'] : [] }; // prettier-ignore
    },
  },
}; // prettier-ignore
