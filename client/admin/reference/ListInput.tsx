import { Button } from 'antd';
import type { ComponentType } from 'react';
import { blankOf } from './fields.ts';
import type { Field } from './fields.ts';
import type { InputProps } from './input-props.ts';
import { standing } from './tell.ts';

type Props = InputProps<Field & { type: 'list' }> & { Input: ComponentType<InputProps> };

/** A list of parts as a small table: one line each, to be added and taken out. `Input` draws a part. */
export function ListInput({ field, value, onChange, path, ...rest }: Props) {
  const items: readonly unknown[] = Array.isArray(value) ? value : [];
  const { item } = field;
  const columns = item.type === 'group' ? item.fields : [item];
  const put = (at: number, next: unknown): void => onChange(items.map((one, i) => (i === at ? next : one)));
  return (
    <div className="list-input">
      {items.length > 0 && (
        <table>
          {item.type === 'group' && (
            <thead>
              <tr>
                {columns.map((one) => (
                  <th key={one.name} scope="col">
                    {one.label}
                  </th>
                ))}
                <th aria-label="操作" />
              </tr>
            </thead>
          )}
          <tbody>
            {items.map((one, at) => (
              <tr key={at}>
                {columns.map((column) => (
                  <td key={column.name} className={`cell-${column.type}`}>
                    <Cell
                      {...rest}
                      field={column}
                      path={item.type === 'group' ? `${path}.${at}.${column.name}` : `${path}.${at}`}
                      value={item.type === 'group' ? (one as Record<string, unknown>)[column.name] : one}
                      onChange={(next) =>
                        put(at, item.type === 'group' ? { ...(one as object), [column.name]: next } : next)
                      }
                    />
                  </td>
                ))}
                <td className="cell-remove">
                  {!isStanding(one) && (
                    <button
                      type="button"
                      className="plain"
                      aria-label={`移除${field.label}第 ${at + 1} 项`}
                      onClick={() => onChange(items.filter((_, i) => i !== at))}
                    >
                      移除
                    </button>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Button size="small" onClick={() => onChange([...items, blankOf(item)])}>
        添加一项
      </Button>
    </div>
  );
}

/** The limit that must be there is not offered for removal. */
const isStanding = (item: unknown): boolean =>
  (item as { condition?: unknown } | null)?.condition === standing;

/** A field with the words of what is wrong in it, or in a part of it. */
function Cell({ Input, ...props }: InputProps & Pick<Props, 'Input'>) {
  const words = [...props.faults]
    .filter(([path]) => path === props.path || path.startsWith(`${props.path}.`))
    .map(([, fault]) => fault);
  return (
    <>
      <Input {...props} />
      {words.length > 0 && (
        <span className="fault" role="alert">
          {[...new Set(words)].join('；')}
        </span>
      )}
    </>
  );
}
