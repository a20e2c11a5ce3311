import { areaKind } from '../own-areas.ts';

/** 区县界线: of the districts that city.json lists. */
export const kind = areaKind('districts', '区县界线', 'district');
