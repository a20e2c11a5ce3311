import { Alert, App, Button, Drawer } from 'antd';
import { useState } from 'react';
import { referenceKinds } from '#contracts/reference.ts';
import type { ReferenceKind, ReferenceRow } from '#contracts/reference.ts';
import { ApiError, errorWords } from '../../shared/api.ts';
import { formatDateTime } from '../../shared/format.ts';
import { Key } from '../../shared/marks.tsx';
import { useUndo } from '../../shared/undo.tsx';
import type { Names } from '../useNames.ts';
import { formOf } from './fields.ts';
import { RowForm } from './RowForm.tsx';
import { isSame } from './tell.ts';
import { useWriteRow } from './useReference.ts';
import type { Body } from './useReference.ts';

/** A row being looked at or written; `row` null: a new one, which begins with `body`. */
export type Editing = { row: ReferenceRow | null; body: Body };
type Props = {
  kind: ReferenceKind;
  editing: Editing;
  names: Names;
  mayEdit: boolean;
  onClose: () => void;
  onCopy: (body: Body) => void;
};

type Faults = ReadonlyMap<string, string>;
const noFaults: Faults = new Map();

/** What is wrong, by the path of the field; the empty path is the whole row. */
function faultsIn(kind: ReferenceKind, body: Body): Faults {
  const parsed = referenceKinds[kind].schema.safeParse(body);
  if (parsed.success) return noFaults;
  return new Map(parsed.error.issues.map((issue) => [issue.path.map(String).join('.'), issue.message]));
}

export function RowEditor({ kind, editing, names, mayEdit, onClose, onCopy }: Props) {
  const { row, body: first } = editing;
  const [body, setBody] = useState<Body>(first);
  const [faults, setFaults] = useState<Faults>(noFaults);
  const [refusal, setRefusal] = useState<string | null>(null);
  const { modal } = App.useApp();
  const offer = useUndo();
  const write = useWriteRow(kind);
  const dirty = !isSame(body, first);
  const title = String(body['name'] ?? body['title'] ?? body['code'] ?? '');
  const kindName = referenceKinds[kind].name;
  const fields = formOf(kind).filter(({ name }) => row === null || name !== 'code');

  const send = async (next: Body | null, words: string): Promise<void> => {
    const code = String((row?.body ?? body)['code']);
    try {
      await write.mutateAsync({ code, body: next });
      if (row) {
        const before = row.editedAt === null ? null : row.body;
        offer({ words, undo: () => write.mutateAsync({ code, body: before }) });
      }
      onClose();
    } catch (error) {
      const issues = error instanceof ApiError ? error.issues : [];
      setFaults(new Map(issues.map(({ path, message }) => [path, message])));
      setRefusal(errorWords(error));
    }
  };
  const save = (): void => {
    const found = faultsIn(kind, body);
    setFaults(found);
    setRefusal(found.size > 0 ? `有 ${found.size} 处需要更正，已在栏目下标明` : null);
    if (found.size === 0) void send(body, `已修改${kindName}“${title}”`);
  };
  const close = (): void => {
    if (!dirty) onClose();
    else
      void modal.confirm({
        title: '放弃没有保存的修改？',
        okText: '放弃修改',
        cancelText: '继续编辑',
        onOk: onClose,
      });
  };
  const revert = (): void =>
    void modal.confirm({
      title: `把“${title}”恢复为出厂值？`,
      content: '本市所作的修改不再生效；修改前后的值都留在审计里。',
      okText: '恢复出厂值',
      cancelText: '不恢复',
      onOk: () => send(null, `已把${kindName}“${title}”恢复为出厂值`),
    });
  return (
    <Drawer
      open
      size={1040}
      onClose={close}
      title={row ? `${kindName}　${title}` : `${kindName}　新增一项`}
      extra={row && <code>{row.code}</code>}
      footer={
        mayEdit ? (
          <div className="editor-foot">
            {row?.shipped && row.editedAt !== null && <Button onClick={revert}>恢复出厂值</Button>}
            {row && <Button onClick={() => onCopy({ ...body, code: '' })}>照此新增一项</Button>}
            <span className="editor-space" />
            <Button onClick={close}>取消</Button>
            <Button type="primary" disabled={!dirty} loading={write.isPending} onClick={save}>
              保存 <Key>Ctrl Enter</Key>
            </Button>
          </div>
        ) : (
          <p className="editor-foot">您的岗位可以查看；修改由系统管理员办理。</p>
        )
      }
    >
      <div
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey) && mayEdit && dirty) save();
        }}
      >
        {row && <Origin row={row} />}
        {refusal !== null && <Alert type="error" showIcon title={refusal} className="editor-refusal" />}
        <RowForm
          fields={fields}
          body={body}
          shipped={row?.shipped ?? null}
          names={names}
          mayEdit={mayEdit}
          faults={faults}
          onChange={setBody}
        />
      </div>
    </Drawer>
  );
}

/** Where the value comes from. */
function Origin({ row }: { row: ReferenceRow }) {
  const { shipped, shippedVersion, editedAt, editedBy } = row;
  const edit = editedAt === null ? '' : `${formatDateTime(editedAt)} 由 ${editedBy ?? ''} 修改`;
  return (
    <p className="editor-origin">
      {shipped === null ? `本市新增，${edit}；没有出厂值可恢复。` : `出厂版本 ${shippedVersion ?? ''}`}
      {shipped !== null && (edit === '' ? '，未改动。' : `，${edit}；新版本不会覆盖本市的值。`)}
    </p>
  );
}
