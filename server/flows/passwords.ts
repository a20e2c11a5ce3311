import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { Refusal } from '#contracts/errors.ts';

/** argon2id (the library's default kind), 64 MiB, three passes. */
const cost = { memoryCost: 65_536, timeCost: 3, parallelism: 1 } as const;

// Each hash takes a thread of the pool that also unpacks requests and reads files: half of it stays free, and a
// crowd of sign-ins waits in a line of its own instead of slowing the city down.
const atOnce = 2;
const longestLine = 60;
let busy = 0;
const line: (() => void)[] = [];

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (busy >= atOnce) {
    if (line.length >= longestLine) throw new Refusal('unavailable', '登录的人太多，请稍候再试');
    await new Promise<void>((go) => line.push(go));
  } else busy += 1;
  try {
    return await work();
  } finally {
    const next = line.shift();
    if (next) next();
    else busy -= 1;
  }
}

/** The hash to store, with its own salt and costs in it. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, cost));
}

let decoy: Promise<string> | undefined;

/** Whether the password fits. Without a hash (no such account) it takes just as long and is false. */
export async function passwordFits(stored: string | null, password: string): Promise<boolean> {
  decoy ??= hashPassword(randomBytes(24).toString('hex'));
  const against = stored ?? (await decoy);
  const fits = await inTurn(() => verify(against, password, cost));
  return stored !== null && fits;
}
