import { Input } from 'antd';
import type { InputRef } from 'antd';
import { useId, useState } from 'react';
import type { KeyboardEvent, Ref } from 'react';
import type { Found } from '#contracts/search.ts';
import { Key } from '../../shared/marks.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/states.tsx';
import { FoundList } from './FoundList.tsx';
import { useSearch } from './useSearch.ts';

type Props = {
  field: Ref<InputRef>;
  /** The words that the list beneath is narrowed to; '' for none. */
  applied: string;
  now: number;
  onApply: (text: string) => void;
  onOpen: (key: string) => void;
};

/**
 * 搜索: what is typed finds matters, tickets, reports and callers at once, beneath the field; the arrows choose and Enter
 * opens. Enter on none of them narrows the list of matters to these words.
 */
export function SearchBox({ field, applied, now, onApply, onOpen }: Props) {
  const id = useId();
  const [text, setText] = useState(applied);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(-1);
  const search = useSearch(open ? text : '');
  const shown = open && search.asked;
  const groups = search.behind ? [] : (search.data?.groups ?? []);
  const items = groups.flatMap((group) => group.items);

  function take(found: Found) {
    setOpen(false);
    onOpen(`i${found.incidentId}`);
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>) {
    if (event.nativeEvent.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && shown) {
      event.preventDefault();
      setAt(Math.min(Math.max(at + step, -1), items.length - 1));
    } else if (event.key === 'Escape' && shown) {
      event.preventDefault();
      setOpen(false);
    } else if (event.key === 'Enter') {
      const found = shown ? items[at] : undefined;
      if (found) take(found);
      else onApply(event.currentTarget.value.trim());
      setOpen(false);
      event.currentTarget.blur();
    }
  }
  return (
    <div className="search-box">
      <Input
        ref={field}
        size="small"
        allowClear
        placeholder="搜索编号、地点、内容"
        suffix={applied === '' ? <Key>/</Key> : null}
        role="combobox"
        aria-expanded={shown}
        aria-controls={id}
        aria-activedescendant={shown && at >= 0 ? `${id}-${at}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value);
          setAt(-1);
          setOpen(event.target.value !== '');
          if (event.target.value === '') onApply('');
        }}
        onKeyDown={onKeyDown}
        onBlur={() => setOpen(false)}
      />
      {shown && (
        <div className="search-found">
          {search.isError && !search.behind ? (
            <ErrorState error={search.error} onRetry={() => void search.refetch()} />
          ) : search.isPending || search.behind ? (
            <LoadingState words="正在查找…" />
          ) : items.length === 0 ? (
            <EmptyState title={`没有找到“${text.trim()}”`}>
              可试编号、路名、单号或来件中连在一起的两个字；诉求人须用完整号码或姓名
            </EmptyState>
          ) : (
            <FoundList id={id} groups={groups} at={at} now={now} onOpen={take} />
          )}
          {items.length > 0 && (
            <p className="search-keys">
              <Key>↓</Key> 选择 <Key>Enter</Key> 打开；不选时按这些字筛选列表
            </p>
          )}
        </div>
      )}
    </div>
  );
}
