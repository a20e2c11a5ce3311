import { areaKind } from '../own-areas.ts';

/** 单元网格. */
export const kind = areaKind('grids', '单元网格', 'grid');
