import type { Names } from '../useNames.ts';
import { FieldInput } from './FieldInput.tsx';
import type { Field } from './fields.ts';
import { isSame, tell } from './tell.ts';
import type { Body } from './useReference.ts';

type Props = {
  fields: readonly Field[];
  body: Body;
  shipped: Body | null;
  names: Names;
  mayEdit: boolean;
  faults: ReadonlyMap<string, string>;
  onChange: (body: Body) => void;
};

/** The fields of one row, each with the shipped value beside it where the two differ. */
export function RowForm({ fields, body, shipped, names, mayEdit, faults, onChange }: Props) {
  return (
    <div className="row-form">
      {faults.has('') && (
        <p className="fault fault-whole" role="alert">
          {faults.get('')}
        </p>
      )}
      {fields.map((field) => {
        const edited = shipped !== null && !isSame(body[field.name], shipped[field.name]);
        const fault = faultOf(field, faults);
        return (
          <div key={field.name} className={field.type === 'list' ? 'form-row form-row-wide' : 'form-row'}>
            <label htmlFor={field.name}>{field.label}</label>
            <div className="form-input">
              {mayEdit ? (
                <FieldInput
                  field={field}
                  path={field.name}
                  value={body[field.name]}
                  names={names}
                  faults={faults}
                  onChange={(next) => onChange({ ...body, [field.name]: next })}
                />
              ) : (
                <Words field={field} value={body[field.name]} names={names} />
              )}
              {fault !== undefined && (
                <span className="fault" role="alert">
                  {fault}
                </span>
              )}
            </div>
            {shipped !== null && (
              <p className={edited ? 'form-shipped edited' : 'form-shipped'}>
                {edited ? (
                  <>
                    <b>已改</b>　出厂值：{tell(field, shipped[field.name], names)}
                  </>
                ) : (
                  '同出厂值'
                )}
              </p>
            )}
          </div>
        );
      })}
    </div>
  );
}

/** A value to be read only; a list has a line for each part. */
function Words({ field, value, names }: { field: Field; value: unknown; names: Names }) {
  if (field.type !== 'list' || !Array.isArray(value) || value.length === 0)
    return <p className="form-words">{tell(field, value, names)}</p>;
  return (
    <ul className="form-words">
      {value.map((one, at) => (
        <li key={at}>{tell(field.item, one, names)}</li>
      ))}
    </ul>
  );
}

/** What was left open is filled in or chosen. */
function faultOf(field: Field, faults: ReadonlyMap<string, string>): string | undefined {
  const fault = faults.get(field.name);
  const picked = field.type === 'link' || field.type === 'choice' || field.type === 'day';
  return fault === '请填写' && picked ? '请选择' : fault;
}
