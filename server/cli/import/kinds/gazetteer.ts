import { placeFields, placeKind } from '../own-places.ts';

/** 地名: the same name, kind and district replaces. */
export const kind = placeKind(
  {
    id: 'gazetteer',
    title: '地名',
    fields: [
      ...placeFields,
      { name: 'kind', title: '类型', required: true, headings: ['类别'] },
      { name: 'alias', title: '别名', type: 'list', headings: ['别称'] },
    ],
  },
  100,
);
