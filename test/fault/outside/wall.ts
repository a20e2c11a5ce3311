import path from 'node:path';
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import { openLedger } from './ledger.ts';
import { wallFile } from './lines.ts';
import type { Setup, WallLine } from './lines.ts';

type WireRow = { id: number; version: number; status: string };
type Frame = { epoch: string; no: number; upserts: WireRow[]; removals: number[] };
type Page = { epoch: string; no: number; page: number; pages: number; rows: WireRow[] };
type Beat = { epoch: string; no: number };
type Wire = Socket<
  {
    resume: (answer: { epoch: string; fromNo: number }) => void;
    snapshot: (page: Page) => void;
    frame: (frame: Frame) => void;
    beat: (beat: Beat) => void;
  },
  { hello: (hello: { epoch: string | null; lastNo: number; view: 'wall' }) => void }
>;

const doneStatuses = /^(closed|follow-up|archived|rejected|handed-over|merged|self-handled|answered)$/;
const shorten = (rows: readonly WireRow[]): [number, number, 0 | 1][] =>
  rows.map(({ id, version, status }) => [id, version, doneStatuses.test(status) ? 1 : 0]);
const deadAfterMs = 12_000;

const dial = (setup: Setup, url: string): Wire =>
  io(`${url}/live`, {
    transports: ['websocket'],
    forceNew: true,
    auth: { token: setup.apiToken },
    reconnectionDelay: 200,
    reconnectionDelayMax: 1_000,
  });

/**
 * A wall at server number `n` that keeps only where it stands (epoch, number) and writes down all it is told. Whether
 * the numbers follow each other and the picture is right is the checker's business.
 */
export function startWall(setup: Setup, n: number): { look: () => Promise<void>; close: () => void } {
  const write = openLedger<WallLine>(path.join(setup.folder, wallFile(n)));
  let epoch: string | null = null;
  let no = 0;
  let loading = false;
  let heardAt = Date.now();
  let owed = 0;
  const url = setup.urls[n]!;
  const socket = dial(setup, url);
  const hello = (): void => void socket.emit('hello', { epoch, lastNo: no, view: 'wall' });

  socket.on('connect', () => {
    write({ what: 'joined' });
    [loading, heardAt, owed] = [false, Date.now(), 0];
    hello();
  });
  socket.on('resume', (answer) => write({ what: 'resume', ...answer }));
  socket.on('snapshot', (page) => {
    heardAt = Date.now();
    write({
      what: 'page',
      epoch: page.epoch,
      no: page.no,
      page: page.page,
      pages: page.pages,
      rows: shorten(page.rows),
    });
    loading = page.page + 1 < page.pages;
    [epoch, no] = loading ? [null, 0] : [page.epoch, page.no];
  });
  socket.on('frame', (frame) => {
    heardAt = Date.now();
    if (loading) return;
    const { upserts, removals } = frame;
    write({ what: 'frame', epoch: frame.epoch, no: frame.no, rows: shorten(upserts), removals });
    if (frame.epoch === epoch && frame.no <= no) return;
    if (frame.epoch !== epoch || frame.no > no + 1) return hello();
    no = frame.no;
  });
  socket.on('beat', (beat) => {
    heardAt = Date.now();
    if (loading || epoch === null) return;
    if (beat.epoch !== epoch || (owed > no && beat.no > no)) hello();
    owed = beat.no;
  });
  // A line that is open but silent is dead.
  const timer = setInterval(() => {
    if (!socket.connected || Date.now() - heardAt < deadAfterMs) return;
    heardAt = Date.now();
    socket.disconnect().connect();
  }, 1_000);

  return {
    look: () => lookFresh(setup, url, write),
    close: () => {
      clearInterval(timer);
      socket.disconnect();
    },
  };
}

/** Another wall joins, takes one whole picture and leaves. */
async function lookFresh(setup: Setup, url: string, write: (line: WallLine) => void): Promise<void> {
  const socket = dial(setup, url);
  const rows: [number, number, 0 | 1][] = [];
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('no picture within 15 s')), 15_000);
    socket.on('connect', () => void socket.emit('hello', { epoch: null, lastNo: 0, view: 'wall' }));
    socket.on('snapshot', (page) => {
      rows.push(...shorten(page.rows));
      if (page.page + 1 < page.pages) return;
      write({ what: 'fresh', epoch: page.epoch, no: page.no, rows });
      clearTimeout(timer);
      resolve();
    });
  }).finally(() => socket.disconnect());
}
