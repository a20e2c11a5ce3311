import { Button, Checkbox, Input, Table } from 'antd';
import { useState } from 'react';
import type { Session } from '#contracts/people.ts';
import { referenceKinds } from '#contracts/reference.ts';
import type { ReferenceKind, ReferenceRow } from '#contracts/reference.ts';
import { formatNumber } from '../../shared/format.ts';
import { hasRight } from '../../shared/session.tsx';
import { EmptyState, ErrorState } from '../../shared/states.tsx';
import { SectionFrame } from '../SectionFrame.tsx';
import { useNames } from '../useNames.ts';
import type { Names } from '../useNames.ts';
import { about } from './about.ts';
import { columnsOf } from './columns.tsx';
import { blankOf, formOf } from './fields.ts';
import { RowEditor } from './RowEditor.tsx';
import type { Editing } from './RowEditor.tsx';
import { tell } from './tell.ts';
import { useRows } from './useReference.ts';
import type { Body } from './useReference.ts';

type Props = { session: Session; kind: ReferenceKind; title: string };

/** A kind of reference data: its rows, and the editor of one. */
export function ReferenceSection({ session, kind, title }: Props) {
  const rows = useRows(kind);
  const names = useNames();
  const [query, setQuery] = useState('');
  const [onlyOwn, setOnlyOwn] = useState(false);
  const [editing, setEditing] = useState<Editing | null>(null);
  const mayEdit = hasRight(session, 'reference.edit');
  const all = rows.data ?? [];
  const own = all.filter(({ editedAt }) => editedAt !== null).length;
  const found = all.filter(
    (row) => (!onlyOwn || row.editedAt !== null) && fits(kind, row, query.trim(), names),
  );
  const kindName = referenceKinds[kind].name;
  const startNew = (body: Body): void => setEditing({ row: null, body });
  return (
    <SectionFrame
      title={title}
      about={
        about[kind] +
        (rows.data ? `共 ${formatNumber(all.length)} 项，本市改动 ${formatNumber(own)} 项。` : '')
      }
      tools={
        <>
          <Checkbox
            checked={onlyOwn}
            disabled={own === 0}
            onChange={(event) => setOnlyOwn(event.target.checked)}
          >
            只看本市改动
          </Checkbox>
          <Input.Search
            allowClear
            placeholder="按代码、名称或任一栏查找"
            aria-label="查找"
            value={query}
            onChange={(event) => setQuery(event.target.value)}
          />
          {mayEdit && kind !== 'calendar' && (
            <Button type="primary" onClick={() => startNew(blankBody(kind))}>
              新增一项
            </Button>
          )}
        </>
      }
    >
      {rows.isError && all.length === 0 ? (
        <ErrorState error={rows.error} onRetry={() => void rows.refetch()} />
      ) : (
        <Table<ReferenceRow>
          size="small"
          rowKey="code"
          loading={rows.isPending}
          dataSource={found}
          columns={columnsOf(kind, names)}
          pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
          locale={{ emptyText: <Nothing query={query} kindName={kindName} /> }}
          onRow={(row) => ({
            tabIndex: 0,
            className: 'row-link',
            onClick: () => setEditing({ row, body: row.body }),
            onKeyDown: (event) => {
              if (event.key === 'Enter') setEditing({ row, body: row.body });
            },
          })}
        />
      )}
      {editing && (
        <RowEditor
          key={editing.row?.code ?? 'new'}
          kind={kind}
          editing={editing}
          names={names}
          mayEdit={mayEdit}
          onClose={() => setEditing(null)}
          onCopy={startNew}
        />
      )}
    </SectionFrame>
  );
}

function Nothing({ query, kindName }: { query: string; kindName: string }) {
  return query === '' ? (
    <EmptyState title={`还没有${kindName}`} />
  ) : (
    <EmptyState title={`没有含“${query}”的${kindName}`}>换一个说法，或清空查找。</EmptyState>
  );
}

function blankBody(kind: ReferenceKind): Body {
  return Object.fromEntries(formOf(kind).map((field) => [field.name, blankOf(field)]));
}

/** A row is found by anything that it says, codes and names alike. */
function fits(kind: ReferenceKind, row: ReferenceRow, query: string, names: Names): boolean {
  if (query === '') return true;
  const words = formOf(kind).map((field) => tell(field, row.body[field.name], names));
  return [row.code, ...words].some((one) => one.toLowerCase().includes(query.toLowerCase()));
}
