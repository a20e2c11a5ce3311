import type { Names } from '../useNames.ts';
import type { Field } from './fields.ts';

/** What an input of any field is given. */
export type InputProps<F extends Field = Field> = {
  field: F;
  value: unknown;
  onChange: (value: unknown) => void;
  names: Names;
  /** Where in the body this is; faults are found by it. */
  path: string;
  faults: ReadonlyMap<string, string>;
};
