import { expect, test } from 'vitest';
import fc from 'fast-check';
import { makeVault } from '#store/vault.ts';
import { hmacSm3, sm3, sm4Decrypt, sm4Encrypt } from '#store/sm.ts';

const key = (byte: number): string => Buffer.alloc(32, byte).toString('base64');
const keys = { fieldKey: key(1), macKey: key(2), indexKey: key(3) };
const vaults = [makeVault({ ...keys, cipher: 'sm4' }), makeVault({ ...keys, cipher: 'aes' })] as const;

test('SM3 of "abc" is the digest printed in the standard', () => {
  expect(sm3('abc').toString('hex')).toBe('66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0');
  expect(sm3('ab', 'c')).toEqual(sm3('abc'));
});

test('HMAC-SM3 is the keyed form over two SM3 passes', () => {
  const k = Buffer.alloc(64);
  Buffer.from('key').copy(k);
  const pad = (byte: number): Buffer => Buffer.from(k.map((b) => b ^ byte));
  expect(hmacSm3(Buffer.from('key'), 'text')).toEqual(sm3(pad(0x5c), sm3(pad(0x36), 'text')));
});

test('SM4 of the block in the standard is the block in the standard', () => {
  const block = Buffer.from('0123456789abcdeffedcba9876543210', 'hex');
  const sealed = sm4Encrypt(block, Buffer.alloc(16), block);
  expect(sealed.subarray(0, 16).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  expect(sm4Decrypt(block, Buffer.alloc(16), sealed)).toEqual(block);
});

test.each([
  ['SM4', vaults[0]],
  ['AES', vaults[1]],
])('%s: what was sealed for a row opens there, and the same text never looks the same twice', (_, vault) => {
  fc.assert(
    fc.property(fc.string(), fc.string({ unit: 'binary' }), (aad, plain) => {
      const sealed = vault.seal(aad, plain);
      expect(vault.open(aad, sealed).toString()).toBe(Buffer.from(plain).toString());
      expect(vault.seal(aad, plain).equals(sealed)).toBe(false);
    }),
  );
});

test.each([
  ['SM4', vaults[0]],
  ['AES', vaults[1]],
])('%s: any flipped bit, any cut and any other row is refused', (_, vault) => {
  const sealed = vault.seal('person/phone/zq12345/1', '13800138000');
  expect(() => vault.open('person/phone/zq12345/2', sealed)).toThrow();
  expect(() => vault.open('person/name/zq12345/1', sealed)).toThrow();
  for (let bit = 0; bit < sealed.length * 8; bit++) {
    const bent = Buffer.from(sealed);
    bent[bit >> 3]! ^= 1 << (bit & 7);
    expect(() => vault.open('person/phone/zq12345/1', bent), `bit ${bit}`).toThrow();
  }
  for (let cut = 0; cut < sealed.length; cut++) {
    expect(() => vault.open('person/phone/zq12345/1', sealed.subarray(0, cut))).toThrow();
  }
});

test('after a change of the cipher older values still open', () => {
  expect(vaults[1].open('a', vaults[0].seal('a', '旧')).toString()).toBe('旧');
  expect(vaults[0].open('a', vaults[1].seal('a', '新')).toString()).toBe('新');
});

test('the blind index finds one phone however it is written, and no other kind or key', () => {
  const [vault] = vaults;
  const index = vault.blindIndex('phone', '13800138000');
  expect(index).toHaveLength(8);
  for (const same of ['138 0013 8000', '+86 138-0013-8000', '008613800138000', '１３８００１３８０００']) {
    expect(vault.blindIndex('phone', same)).toEqual(index);
  }
  expect(vault.blindIndex('phone', '13800138001')).not.toEqual(index);
  expect(vault.blindIndex('name', '13800138000')).not.toEqual(index);
  expect(vault.blindIndex('name', '张 三')).toEqual(vault.blindIndex('name', '张三'));
  expect(
    makeVault({ ...keys, indexKey: key(4), cipher: 'sm4' }).blindIndex('phone', '13800138000'),
  ).not.toEqual(index);
});

test('a key of another length is refused at the start', () => {
  expect(() => makeVault({ ...keys, macKey: 'c2hvcnQ=', cipher: 'sm4' })).toThrow('CHENGYUN_MAC_KEY');
});
