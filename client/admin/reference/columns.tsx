import type { TableColumnsType } from 'antd';
import type { ReferenceKind, ReferenceRow } from '#contracts/reference.ts';
import { formatDateTime } from '../../shared/format.ts';
import { SeverityMark, SeverityWord } from '../../shared/symbols.tsx';
import type { Names } from '../useNames.ts';
import { formOf } from './fields.ts';
import type { Field } from './fields.ts';
import { isSame, standing, tell } from './tell.ts';

/** What a list shows of a row; the rest is seen when it is opened. */
const shown: Record<ReferenceKind, readonly (readonly [field: string, width?: number])[]> = {
  duty: [['name'], ['order', 90]],
  family: [
    ['name', 200],
    ['radiusM', 140],
    ['windowHours', 190],
    ['recurrenceHours', 190],
    ['attach', 120],
    ['ask', 130],
    ['placeless', 190],
  ],
  category: [
    ['name', 160],
    ['severity', 90],
    ['familyCode', 140],
    ['profile', 100],
    ['wall', 100],
    ['limits'],
  ],
  unit: [
    ['name', 240],
    ['type', 100],
    ['parentCode', 200],
    ['districtCode', 100],
    ['dispatchMode', 90],
    ['dutyPhone', 120],
    ['webhookUrl'],
  ],
  route: [['categoryCode', 150], ['districtCode', 120], ['unitCode', 220], ['basis'], ['effectiveOn', 110]],
  threshold: [
    ['name', 180],
    ['direction', 100],
    ['raise', 90],
    ['clear', 90],
    ['severeRaise', 90],
    ['unit', 90],
    ['forSeconds', 100],
    ['severity', 90],
    ['outcome', 140],
    ['categoryCode', 140],
    ['sites'],
  ],
  trend: [
    ['name', 150],
    ['metric', 150],
    ['measure', 170],
    ['windowMinutes', 110],
    ['raise', 90],
    ['clear', 90],
    ['severeRaise', 90],
    ['unit', 90],
    ['severity', 90],
    ['outcome'],
  ],
  cause: [
    ['name', 150],
    ['categoryCode', 140],
    ['reach', 200],
    ['signs'],
    ['effects'],
    ['radiusM', 100],
    ['windowMinutes', 110],
    ['least', 90],
  ],
  'camera-kind': [['name'], ['categoryCode'], ['minConfidence', 140]],
  'warning-scale': [['name', 240], ['hazard', 100], ['issuer', 180], ['levels']],
  'response-scale': [['name', 220], ['government', 110], ['hazard', 90], ['commandUnit', 200], ['levels']],
  calendar: [['name', 180], ['version', 100], ['hours', 240], ['suspensionDays'], ['years']],
  'reply-template': [['title', 180], ['categoryCode', 140], ['body']],
  'hotline-platform': [['name', 260], ['writeBackUrl', 260], ['columns']],
  'report-limit': [
    ['name', 160],
    ['severity', 90],
    ['oralMinutes', 140],
    ['writtenMinutes', 140],
    ['source'],
  ],
};

/** The columns of the list of a kind. */
export function columnsOf(kind: ReferenceKind, names: Names): TableColumnsType<ReferenceRow> {
  const fields = new Map(formOf(kind).map((field) => [field.name, field]));
  const columns = shown[kind].flatMap(([name, width]) => {
    const field = fields.get(name);
    return field
      ? [
          {
            title: field.label,
            key: name,
            ellipsis: true,
            ...(width ? { width } : {}),
            ...cellOf(field, names),
          },
        ]
      : [];
  });
  return [
    { title: '代码', dataIndex: 'code', width: 150, ellipsis: true },
    ...columns,
    { title: '来源', key: 'origin', width: 130, render: (_, row) => <OriginWord row={row} /> },
  ];
}

type CellOf = Pick<TableColumnsType<ReferenceRow>[number], 'render' | 'align'>;

function cellOf(field: Field, names: Names): CellOf {
  const valueOf = (row: ReferenceRow): unknown => row.body[field.name];
  if (field.name === 'severity' && !field.nullable)
    return {
      render: (_, row) => (
        <span className="level-cell">
          <SeverityMark level={Number(valueOf(row))} size={18} />
          <SeverityWord level={Number(valueOf(row))} />
        </span>
      ),
    };
  if (field.name === 'sites' || field.name === 'years')
    return { render: (_, row) => countWords(valueOf(row), field.name === 'sites' ? '处' : '年') };
  return {
    ...(field.type === 'number' ? { align: 'right' as const } : {}),
    render: (_, row) => brief(field, valueOf(row), names),
  };
}

/** The four clocks in one word each. */
const limitWords: Record<string, string> = { promise: '承诺', unit: '承办', sign: '签收', dispatch: '派遣' };

/** Of the limits a list shows those that hold where no condition does. */
function brief(field: Field, value: unknown, names: Names): string {
  if (field.name === 'limits' && field.type === 'list' && Array.isArray(value)) {
    const plain = (value as Record<string, unknown>[]).find(({ condition }) => condition === standing);
    const more = value.length > 1 ? `（另有 ${value.length - 1} 种情形）` : '';
    const parts =
      field.item.type === 'group' ? field.item.fields.filter(({ name }) => name in limitWords) : [];
    return (
      parts.map((one) => `${limitWords[one.name]} ${tell(one, plain?.[one.name], names)}`).join('，') + more
    );
  }
  if (field.name === 'levels' && Array.isArray(value))
    return (value as { name: string }[]).map(({ name }) => name).join('、');
  return tell(field, value, names);
}

function countWords(value: unknown, word: string): string {
  return Array.isArray(value) && value.length > 0 ? `${value.length} ${word}` : '—';
}

function OriginWord({ row }: { row: ReferenceRow }) {
  if (row.editedAt === null) return <span className="quiet">出厂</span>;
  const when = `${formatDateTime(row.editedAt)} ${row.editedBy ?? ''}`;
  if (row.shipped === null) return <b title={when}>本市新增</b>;
  const fields = Object.keys({ ...row.shipped, ...row.body });
  const changed = fields.filter((name) => !isSame(row.body[name], row.shipped?.[name])).length;
  return <b title={when}>{changed === 0 ? '本市确认' : `本市已改 ${changed} 项`}</b>;
}
