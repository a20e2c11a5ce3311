import type { RequestHandler } from 'express';
import { Refusal } from '#contracts/errors.ts';
import { homeOf, pagesFor } from '#contracts/pages.ts';
import type { Actor } from '#contracts/people.ts';
import { rightsOf } from '#domain/rights.ts';
import type { Pool } from '#store/db.ts';
import { actorOfRequest } from './identify.ts';
import type { Settings } from './settings.ts';

const style = `body{margin:0;min-height:100vh;display:grid;place-content:center;gap:8px;padding:24px;
font:16px/1.6 "Noto Sans SC","PingFang SC","Microsoft YaHei",sans-serif;color:#16202b;background:#f6f7f9}
h1{margin:0;font-size:22px}p{margin:0;color:#5b6977}nav{display:flex;flex-wrap:wrap;gap:8px;margin-top:16px}
a{padding:10px 18px;border:1px solid #1668dc;border-radius:6px;color:#1668dc;background:#fff;text-decoration:none}
a:first-child{color:#fff;background:#1668dc}a:focus-visible{outline:3px solid #16202b;outline-offset:2px}
@media(prefers-color-scheme:dark){body{color:#e6edf5;background:#0c131d}p{color:#8ca0b5}a{background:#0c131d;color:#4cc2ff;border-color:#4cc2ff}
a:first-child{color:#0c131d;background:#4cc2ff}a:focus-visible{outline-color:#e6edf5}}`;

/** The pages that this person may open, the one where the work begins first; nobody yet: the sign-in page. */
function waysOn(actor: Actor | null): { href: string; name: string }[] {
  if (actor === null) return [{ href: '/login', name: '登录' }];
  const home = homeOf(actor.roles);
  return pagesFor(rightsOf(actor)).toSorted((a, b) => Number(b.href === home) - Number(a.href === home));
}

/** Nothing that came with the request stands on it. */
function pageOf(actor: Actor | null): string {
  const links = waysOn(actor).map(({ href, name }) => `<a href="${href}">${name}</a>`);
  return `<!doctype html>
<html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>没有这个页面 · 城运</title><style>${style}</style></head><body><main><h1>没有这个页面</h1>
<p>网址可能有误，或页面已经移走。请从这里继续：</p><nav>${links.join('')}</nav></main></body></html>`;
}

/** Whatever nothing else has answered: a page with ways on for a person's browser, the usual refusal for a program. */
export function unknownPage(parts: { pool: Pool }, settings: Settings): RequestHandler {
  return async (req, res) => {
    const shown = req.method === 'GET' || req.method === 'HEAD';
    if (!shown || req.accepts(['json', 'html']) !== 'html') throw new Refusal('not-found', '没有这个页面');
    // A database that is away must not turn a wrong address into an outage.
    const actor = await actorOfRequest(parts, settings, req).catch(() => null);
    res.status(404).setHeader('Cache-Control', 'no-store');
    res.type('html').send(pageOf(actor));
  };
}
