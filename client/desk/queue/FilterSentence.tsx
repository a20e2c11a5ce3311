import { Dropdown } from 'antd';
import { useDesk } from '../desk-context.ts';
import { spans, stages } from './filter.ts';
import type { Filter, Span, Stage } from './filter.ts';

type Props = { filter: Filter; districts: ReadonlyMap<string, string>; onChange: (filter: Filter) => void };

/** The filter as a sentence whose words can be changed: 显示 端州区 · 未派遣 · 今日. */
export function FilterSentence({ filter, districts, onChange }: Props) {
  const { session } = useDesk();
  const own = session.actor.districtCode;
  // Whoever sits in a district has no other to choose, and the whole of the list is not the whole city.
  const districtNames =
    own === null ? { '': '全市', ...Object.fromEntries(districts) } : { '': districts.get(own) ?? '本区县' };
  const stageNames = Object.fromEntries(Object.entries(stages).map(([stage, { words }]) => [stage, words]));
  return (
    <p className="filter-sentence">
      显示{' '}
      <Word
        label="区县"
        value={filter.district ?? ''}
        choices={districtNames}
        onChoose={(code) => onChange({ ...filter, district: code === '' ? null : code })}
      />
      {' · '}
      {filter.text !== '' ? (
        <b>搜索结果，不限阶段</b>
      ) : (
        <>
          <Word
            label="阶段"
            value={filter.stage}
            choices={stageNames}
            onChoose={(stage) => onChange({ ...filter, stage: stage as Stage })}
          />
          {' · '}
          <Word
            label="时间"
            value={filter.span}
            choices={spans}
            onChoose={(span) => onChange({ ...filter, span: span as Span })}
          />
        </>
      )}
    </p>
  );
}

function Word({
  label,
  value,
  choices,
  onChoose,
}: {
  label: string;
  value: string;
  choices: Readonly<Record<string, string>>;
  onChoose: (value: string) => void;
}) {
  const items = Object.entries(choices).map(([key, words]) => ({ key: `${key}.`, label: words }));
  return (
    <Dropdown
      trigger={['click']}
      menu={{
        items,
        selectable: true,
        selectedKeys: [`${value}.`],
        onClick: ({ key }) => onChoose(key.slice(0, -1)),
      }}
    >
      <button type="button" className="filter-word" aria-label={`${label}：${choices[value] ?? value}`}>
        {choices[value] ?? value}
      </button>
    </Dropdown>
  );
}
