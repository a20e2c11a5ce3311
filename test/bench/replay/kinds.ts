import { danger } from './kinds/danger.ts';
import { life } from './kinds/life.ts';
import { street } from './kinds/street.ts';
import { water } from './kinds/water.ts';
import type { Kind } from './kind.ts';

export const kinds: readonly Kind[] = [...water, ...street, ...danger, ...life];
export const kindOf = (id: string): Kind => kinds.find((kind) => kind.id === id)!;
