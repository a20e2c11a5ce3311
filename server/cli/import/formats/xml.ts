import { createReadStream } from 'node:fs';
import sax from 'sax';
import type { Format, Row } from '../kind.ts';

type Open = { name: string; cells: Record<string, string>; text: string; children: number };
const local = (name: string): string => name.replace(/^.*:/, '');

/**
 * Streams the records of a document: elements whose children are all plain texts, or nothing but one level below them.
 * A record is an element that closed with at least three fields; names lose their namespace prefix. HTML entities are
 * known (feeds write `&mdash;` without declaring it); what is still unknown stays as it was written.
 */
async function* rows(file: string): AsyncGenerator<Row> {
  const done: Row[] = [];
  const path: Open[] = [];
  let no = 0;
  let broken: Error | null = null;
  const parser = sax.parser(true, { xmlns: false, position: true });
  parser.onopentag = ({ name }) => {
    path.push({ name: local(name), cells: {}, text: '', children: 0 });
  };
  parser.ontext = parser.oncdata = (text) => {
    const top = path.at(-1);
    if (top) top.text += text;
  };
  parser.onclosetag = () => {
    const closed = path.pop();
    const parent = path.at(-1);
    if (!closed) return;
    if (closed.children === 0 && parent) parent.cells[closed.name] = closed.text.trim();
    if (Object.keys(closed.cells).length >= 3) done.push({ no: (no += 1), cells: closed.cells });
    if (parent) parent.children += 1;
  };
  parser.onerror = (error) => {
    if (/entity/i.test(error.message)) {
      (parser as { error: Error | null }).error = null;
      parser.resume();
    } else broken = error;
  };
  for await (const chunk of createReadStream(file, 'utf8')) {
    parser.write(chunk as string);
    yield* done.splice(0);
    if (broken) throw new Error(`不是有效的 XML 文件：${(broken as Error).message.split('\n')[0]}`);
  }
  parser.close();
  yield* done.splice(0);
}

/** XML 记录. */
export const format: Format = { id: 'xml', title: 'XML', rows };
