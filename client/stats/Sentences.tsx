import type { Brief } from '#contracts/stats.ts';
import { readAddress } from './address.ts';
import { CasesLink } from './NumberLink.tsx';

type Part = Brief['sentences'][number][number];

/** 三句话. Its links are numbers of this page, or a matter at the desk. */
export function Sentences({ sentences }: { sentences: Brief['sentences'] }) {
  return (
    <section className="sentences" aria-label="三句话">
      {sentences.map((parts, at) => (
        // By place, not by words: a link keeps the keyboard's focus when its number changes.
        <p key={at}>{parts.map((part, place) => phrase(part, place))}</p>
      ))}
    </section>
  );
}

function phrase(part: Part, key: number) {
  const words = part.strong ? <b>{part.text}</b> : part.text;
  if (part.href === undefined) return <span key={key}>{words}</span>;
  const { opened } = part.href.startsWith('?') ? readAddress(part.href, 'district') : { opened: null };
  if (opened)
    return (
      <CasesLink key={key} opened={opened} className="sentence-number">
        {words}
      </CasesLink>
    );
  return (
    <a key={key} href={part.href}>
      {words}
    </a>
  );
}
