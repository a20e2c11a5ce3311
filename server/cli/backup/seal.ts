import { randomBytes, randomUUID, scryptSync } from 'node:crypto';
import { makeVault } from '#store/vault.ts';
import type { Vault } from '#store/vault.ts';

/** Pieces of a copy: manifest, small files, the dump in order, and the end with its checksum. */
export type Kind = 'manifest' | 'file' | 'dump' | 'end';
export type Piece = { kind: Kind; data: Buffer };

/** The copy cannot be opened: wrong key, cut short, or altered. */
export class Unreadable extends Error {}

const magic = 'CHENGYUN-BACKUP 1\n';
const kinds: readonly Kind[] = ['manifest', 'file', 'dump', 'end'];
/** Far above what one piece holds, far below what would fill the memory. */
const largestPiece = 64 * 2 ** 20;

type Head = { id: string; salt: string };

/** Three keys of 32 bytes from the recovery key. N = 2^15: a tenth of a second, 32 MB. */
function vaultFrom(recoveryKey: string, salt: Buffer, cipher: 'sm4' | 'aes'): Vault {
  const spelled = recoveryKey.normalize('NFKC').replaceAll(/\s/gu, '');
  const keys = scryptSync(spelled, salt, 96, { N: 2 ** 15, maxmem: 64 * 2 ** 20 });
  const [fieldKey, macKey, indexKey] = [0, 32, 64].map((from) =>
    keys.subarray(from, from + 32).toString('base64'),
  );
  return makeVault({ fieldKey: fieldKey!, macKey: macKey!, indexKey: indexKey!, cipher });
}

/** Number and kind are bound into every seal: no piece can be left out, moved, or taken from another copy. */
const aad = (id: string, no: number, kind: Kind): string => `backup:${id}/${no}/${kind}`;

/**
 * Seals pieces as they come: a line that says what this is, then each piece as length (4), kind (1), sealed bytes.
 * SM4-CBC with HMAC-SM3, or AES-256-GCM, as the city's field encryption.
 */
export function makeSealer(
  recoveryKey: string,
  cipher: 'sm4' | 'aes',
): { id: string; head: Buffer; seal: (piece: Piece) => Buffer } {
  const salt = randomBytes(16);
  const vault = vaultFrom(recoveryKey, salt, cipher);
  const head: Head = { id: randomUUID(), salt: salt.toString('base64') };
  let no = 0;
  return {
    id: head.id,
    head: Buffer.from(`${magic}${JSON.stringify(head)}\n`),
    seal: ({ kind, data }) => {
      const body = vault.seal(aad(head.id, no, kind), data);
      no += 1;
      const front = Buffer.alloc(5);
      front.writeUInt32BE(body.length, 0);
      front.writeUInt8(kinds.indexOf(kind), 4);
      return Buffer.concat([front, body]);
    },
  };
}

function readHead(bytes: Buffer): { head: Head; rest: Buffer } | null {
  const end = bytes.indexOf('\n', magic.length);
  if (bytes.length >= magic.length && !bytes.subarray(0, magic.length).equals(Buffer.from(magic)))
    throw new Unreadable('这不是城运的备份文件');
  if (end < 0) return null;
  return {
    head: JSON.parse(bytes.subarray(magic.length, end).toString()) as Head,
    rest: bytes.subarray(end + 1),
  };
}

/** The pieces of a copy, each proved before it is given out. Throws Unreadable on the first that does not open. */
export async function* openPieces(
  recoveryKey: string,
  source: AsyncIterable<Buffer>,
): AsyncGenerator<Piece & { id: string }> {
  let bytes: Buffer = Buffer.alloc(0);
  let opened: { vault: Vault; id: string } | null = null;
  let no = 0;
  let ended = false;
  for await (const chunk of source) {
    bytes = bytes.length === 0 ? chunk : Buffer.concat([bytes, chunk]);
    if (!opened) {
      const found = readHead(bytes);
      if (!found) continue;
      // Which cipher sealed it stands in each piece; the keys of both come from one.
      opened = {
        id: found.head.id,
        vault: vaultFrom(recoveryKey, Buffer.from(found.head.salt, 'base64'), 'sm4'),
      };
      bytes = found.rest;
    }
    while (bytes.length >= 5) {
      const length = bytes.readUInt32BE(0);
      const kind = kinds[bytes.readUInt8(4)];
      if (ended || length > largestPiece || !kind) throw new Unreadable('备份文件已损坏');
      if (bytes.length < 5 + length) break;
      yield { id: opened.id, kind, data: openPiece(opened, { no, kind }, bytes.subarray(5, 5 + length)) };
      ended = kind === 'end';
      no += 1;
      bytes = bytes.subarray(5 + length);
    }
  }
  if (!ended || bytes.length > 0) throw new Unreadable('备份文件不完整');
}

function openPiece(
  opened: { vault: Vault; id: string },
  { no, kind }: { no: number; kind: Kind },
  body: Buffer,
): Buffer {
  try {
    return opened.vault.open(aad(opened.id, no, kind), body);
  } catch {
    throw new Unreadable(no === 0 ? '恢复口令不对，或备份文件已损坏' : '备份文件已损坏或被改动');
  }
}
