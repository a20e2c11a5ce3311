import { createCipheriv, createDecipheriv, randomFillSync, timingSafeEqual } from 'node:crypto';
import { hmacSm3, sm4Decrypt, sm4Encrypt } from './sm.ts';

/** Seals personal data for the database, opens it again, and makes the index by which it is found. */
export type Vault = {
  /** Encrypts and authenticates. `aad` names the row and column: the value opens nowhere else. */
  seal: (aad: string, plain: string | Buffer) => Buffer;
  /** Throws when a bit was changed, the value stands in another row or column, or the key differs. */
  open: (aad: string, sealed: Buffer) => Buffer;
  /** 8 bytes by which equal values are found without being read; the value is normalised first. */
  blindIndex: (kind: 'phone' | 'name', value: string) => Buffer;
};

export type VaultKeys = {
  /** Base64 of 32 bytes each. */
  fieldKey: string;
  macKey: string;
  indexKey: string;
  /** For new values; a value sealed with the other one still opens. */
  cipher: 'sm4' | 'aes';
};

const ids = { sm4: 1, aes: 2 } as const;

function key32(name: string, base64: string): Buffer {
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Error(`${name}: 须为 32 字节的 base64`);
  return key;
}

/** The length goes in front, so that no other pair of aad and data gives the same bytes. */
function framed(keyId: number, aad: string): Buffer {
  const text = Buffer.from(aad);
  const head = Buffer.alloc(5);
  head.writeUInt8(keyId, 0);
  head.writeUInt32BE(text.length, 1);
  return Buffer.concat([head, text]);
}

const drawn = Buffer.alloc(4096);
let given = drawn.length;

/** Random bytes, each given out once. Drawn many at a time: a call's own three draws cost a thirtieth of its acceptance. */
function freshBytes(size: number): Buffer {
  if (given + size > drawn.length) {
    randomFillSync(drawn);
    given = 0;
  }
  given += size;
  return Buffer.from(drawn.subarray(given - size, given));
}

/** Layout: key id (1) | IV (16) | ciphertext | HMAC-SM3 (32) over key id, aad, IV and ciphertext. */
function sm4Box(
  key: Buffer,
  macKey: Buffer,
): Pick<Vault, 'open'> & { seal: (aad: string, plain: Buffer) => Buffer } {
  const mac = (aad: string, body: Buffer): Buffer => hmacSm3(macKey, framed(ids.sm4, aad), body);
  return {
    seal: (aad, plain) => {
      const iv = freshBytes(16);
      const body = Buffer.concat([iv, sm4Encrypt(key, iv, plain)]);
      return Buffer.concat([Buffer.of(ids.sm4), body, mac(aad, body)]);
    },
    open: (aad, sealed) => {
      if (sealed.length < 1 + 16 + 16 + 32) throw new Error('sealed value is cut short');
      const body = sealed.subarray(1, -32);
      if (!timingSafeEqual(mac(aad, body), sealed.subarray(-32)))
        throw new Error('sealed value was altered or moved');
      return sm4Decrypt(key, body.subarray(0, 16), body.subarray(16));
    },
  };
}

/** Layout: key id (1) | IV (12) | ciphertext | tag (16). */
function aesBox(key: Buffer): ReturnType<typeof sm4Box> {
  return {
    seal: (aad, plain) => {
      const iv = freshBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(framed(ids.aes, aad));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.of(ids.aes), iv, body, cipher.getAuthTag()]);
    },
    open: (aad, sealed) => {
      if (sealed.length < 1 + 12 + 16) throw new Error('sealed value is cut short');
      const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(1, 13), { authTagLength: 16 });
      decipher.setAAD(framed(ids.aes, aad)).setAuthTag(sealed.subarray(-16));
      return Buffer.concat([decipher.update(sealed.subarray(13, -16)), decipher.final()]);
    },
  };
}

/** One spelling for equal values: digits without +86, names without spaces. */
function normalised(kind: 'phone' | 'name', value: string): string {
  const flat = value.normalize('NFKC');
  if (kind === 'name') return flat.replaceAll(/\s/gu, '');
  const digits = flat.replaceAll(/\D/gu, '');
  return digits.replace(/^(?:00)?86(?=1\d{10}$)/u, '');
}

/** Makes the vault. Throws when a key has not 32 bytes. */
export function makeVault(keys: VaultKeys): Vault {
  const field = key32('CHENGYUN_FIELD_KEY', keys.fieldKey);
  const index = key32('CHENGYUN_INDEX_KEY', keys.indexKey);
  // SM4 takes 16 bytes and each cipher a key of its own: both are derived from the one field key.
  const boxes = {
    sm4: sm4Box(hmacSm3(field, 'sm4-cbc').subarray(0, 16), key32('CHENGYUN_MAC_KEY', keys.macKey)),
    aes: aesBox(hmacSm3(field, 'aes-256-gcm')),
  };
  return {
    seal: (aad, plain) =>
      boxes[keys.cipher].seal(aad, typeof plain === 'string' ? Buffer.from(plain) : plain),
    open: (aad, sealed) => {
      if (sealed[0] === ids.sm4) return boxes.sm4.open(aad, sealed);
      if (sealed[0] === ids.aes) return boxes.aes.open(aad, sealed);
      throw new Error('sealed value has an unknown key');
    },
    blindIndex: (kind, value) => hmacSm3(index, kind, '\0', normalised(kind, value)).subarray(0, 8),
  };
}
