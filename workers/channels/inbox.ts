import { put } from '#store/inbox.ts';
import type { Channel } from '#workers/work.ts';

/** 收件箱: every unit has one; all other channels are only reminders of it. */
export const channel: Channel = { id: 'inbox', title: '收件箱', kind: 'inside', put };
