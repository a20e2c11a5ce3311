import type { Layout } from '../kind.ts';
import { number, text, time } from '../cells.ts';

const categories: Record<string, string> = {
  'Parking Enforcement': 'illegal-parking',
  'Improper Storage of Trash (Barrels)': 'garbage',
  'CE Collection': 'garbage',
  'Requests for Street Cleaning': 'dirty-road',
  'Pick up Dead Animal': 'animal-carcass',
  'Request for Pothole Repair': 'road-damage',
  'Sidewalk Repair (Make Safe)': 'road-damage',
  'Street Light Outages': 'street-light',
  'Traffic Signal Inspection': 'signal-fault',
  'Tree Maintenance Requests': 'greening',
  'Abandoned Vehicles': 'zombie-car',
};

/** 波士顿 311: one's own targets, on-time flags and closing reasons are of another city's clock and go nowhere. */
export const layout: Layout = {
  id: 'boston-311',
  title: '波士顿 311 诉求',
  fits: (cells) => ['case_enquiry_id', 'open_dt', 'case_title', 'ontime'].every((name) => name in cells),
  reads: {
    incidents: (cells) => {
      const [title, type, reason, address] = ['case_title', 'type', 'reason', 'location'].map((name) => text(cells[name]));
      const item = {
        reporterKind: /city worker/i.test(text(cells['source'])) ? 'collector' : 'citizen',
        reportNo: `boston-${text(cells['case_enquiry_id'])}`,
        observedAt: time('open_dt', cells['open_dt'], 'America/New_York'),
        text: [...new Set([title, type, reason])].filter(Boolean).join('；'),
        ...(address ? { address } : {}),
        lng: number('longitude', cells['longitude']),
        lat: number('latitude', cells['latitude']),
        categoryCode: categories[type!],
      };
      return { items: [item], left: ['办理时限与是否按时（target_dt、ontime）'] };
    },
  },
}; // prettier-ignore
