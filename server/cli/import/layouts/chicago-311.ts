import type { Layout } from '../kind.ts';
import { number, text, time } from '../cells.ts';

const categories: Record<string, string> = { 'Pothole in Street': 'road-damage' };

/** 芝加哥 311: the status names a duplicate without saying of what, so that it can only be counted, not linked. */
export const layout: Layout = {
  id: 'chicago-311',
  title: '芝加哥 311 诉求',
  fits: (cells) => ['service_request_number', 'creation_date', 'type_of_service_request'].every((name) => name in cells),
  reads: {
    incidents: (cells) => {
      const type = text(cells['type_of_service_request']);
      const address = text(cells['street_address']);
      const status = text(cells['status']);
      const item = {
        reporterKind: 'citizen',
        reportNo: `chicago-${text(cells['service_request_number'])}`,
        observedAt: time('creation_date', cells['creation_date'], 'America/Chicago'),
        text: `${type}：${address}`,
        address,
        lng: number('longitude', cells['longitude']),
        lat: number('latitude', cells['latitude']),
        categoryCode: categories[type],
      };
      return { items: [item], left: /dup/i.test(status) ? [`状态“${status}”（标为重复，未说明与哪一件重复）`] : [] };
    },
  },
}; // prettier-ignore
