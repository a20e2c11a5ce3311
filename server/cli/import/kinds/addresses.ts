import { placeFields, placeKind } from '../own-places.ts';

/** 标准地址: places of the kind address, as fine as a house. */
export const kind = placeKind({ id: 'addresses', title: '标准地址', fields: placeFields }, 20, {
  kind: 'address',
});
