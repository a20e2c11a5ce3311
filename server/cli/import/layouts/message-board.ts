import type { Layout } from '../kind.ts';
import { text, time } from '../cells.ts';

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
      const title = text(cells['留言主题']);
      const item = {
        platform: 'wangluo-wenzheng',
        ticketNo: text(cells['留言编号']),
        calledAt: time('留言时间', cells['留言时间'], 'Asia/Shanghai'),
        title,
        text: `${title}\n${text(cells['留言详情'])}`.trim(),
      };
      return { items: [item], left: cells['答复意见'] ? ['答复意见（热线接入口只收诉求，答复由经办人在办理中写入）'] : [] }; // prettier-ignore
    },
  },
}; // prettier-ignore
