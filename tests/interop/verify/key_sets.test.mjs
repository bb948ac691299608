// SPDX-License-Identifier: MIT
// `inspect --verify --jwks FILE`: which keys of a set are used, and what is no set at all.
import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign as signBytes } from 'node:crypto';
import { describe, test } from 'node:test';
import { User } from '../support/user.mjs';
import {
  assemble, makeSigner, refused, sign, verified, verify, verifyAs,
} from '../support/verification.mjs';

const claims = { iss: 'https://issuer.example' };
const signer = await makeSigner('RS256');
const other = await makeSigner('RS256');
const ec = await makeSigner('ES256', signer.kid);
const token = await sign(signer, claims);
const { publicJwk, kid } = signer;

/** A token and its key, which only node:crypto makes: jose has rules about the size of keys. */
function signedByRsa(options) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', options);
  return {
    key: { ...publicKey.export({ format: 'jwk' }), kid },
    token: assemble({ alg: 'RS256', kid }, claims, (input) =>
      signBytes('sha256', Buffer.from(input), privateKey)),
  };
}

describe('a weak key is not used', () => {
  for (const modulusLength of [512, 1024, 2040]) {
    test(`RSA with ${modulusLength} bits`, async (t) => {
      const weak = signedByRsa({ modulusLength });

      refused(await verify(t, { keys: [weak.key] }, weak.token), 'key');
    });
  }

  test('RSA with 2048 bits is used, also with an exponent of 3', async (t) => {
    for (const publicExponent of [3, 65537]) {
      const sound = signedByRsa({ modulusLength: 2048, publicExponent });
      verified(await verify(t, { keys: [sound.key] }, sound.token));
    }
  });

  test('RSA with an exponent of 1, for which anyone can sign', async (t) => {
    const keys = [{ ...publicJwk, e: 'AQ' }];
    // A signature to the power of 1 is itself: the padded digest.
    const forged = assemble({ alg: 'RS256', kid }, claims, (input) => {
      const digest = createHash('sha256').update(input).digest();
      const info = Buffer.from('3031300d060960864801650304020105000420', 'hex');
      const padding = Buffer.alloc(256 - 3 - info.length - digest.length, 0xff);
      return Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), info, digest]);
    });

    refused(await verify(t, { keys }, forged), 'key');
  });

  const bytesOfN = Buffer.from(publicJwk.n, 'base64url');
  const evenN = Buffer.concat([bytesOfN.subarray(0, -1), Buffer.from([bytesOfN.at(-1) & 0xfe])]);
  const offCurve = Buffer.from(ec.publicJwk.y, 'base64url');
  offCurve[5] ^= 1;

  const unsound = {
    'RSA with an exponent of 0': { ...publicJwk, e: 'AA' },
    'RSA with an even exponent': { ...publicJwk, e: 'AQAA' },
    'RSA with an exponent as large as the modulus': { ...publicJwk, e: publicJwk.n },
    'RSA without exponent': { ...publicJwk, e: undefined },
    'RSA without modulus': { ...publicJwk, n: undefined },
    'RSA with an even modulus': { ...publicJwk, n: evenN.toString('base64url') },
    'RSA with 16,384 bits': { ...publicJwk, n: Buffer.alloc(2048, 0xff).toString('base64url') },
    'RSA with a modulus of a megabit': {
      ...publicJwk, n: Buffer.alloc(131_072, 0xff).toString('base64url'),
    },
    'RSA in base64 with padding': { ...publicJwk, e: 'AQAB====' },
    'RSA with numbers': { ...publicJwk, e: 65537 },
    'RSA with the private key': signer.privateJwk,
    'EC beside its curve': { ...ec.publicJwk, y: offCurve.toString('base64url') },
    'EC at infinity': { ...ec.publicJwk, x: '', y: '' },
    'EC at 0, 0': {
      ...ec.publicJwk, x: Buffer.alloc(32).toString('base64url'),
      y: Buffer.alloc(32).toString('base64url'),
    },
    'EC with half a point': { ...ec.publicJwk, y: undefined },
    'EC on another curve than it says': { ...ec.publicJwk, crv: 'P-384' },
    'EC on a curve that is not allowed': { ...ec.publicJwk, crv: 'secp256k1' },
    'an unknown type': { ...publicJwk, kty: 'rsa' },
    'no type': { ...publicJwk, kty: undefined },
    'a key for encryption': { ...publicJwk, use: 'enc' },
    'a key for other operations': { ...publicJwk, key_ops: ['encrypt', 'wrapKey'] },
    'a key for signing only': { ...publicJwk, key_ops: ['sign'] },
    'a key for no operation': { ...publicJwk, key_ops: [] },
    'a key for encryption by its algorithm': { ...publicJwk, alg: 'RSA-OAEP' },
    'a symmetric key': { kty: 'oct', kid, k: 'AAAA' },
    'a kid that is a number': { ...publicJwk, kid: 7 },
  };

  for (const [what, key] of Object.entries(unsound)) {
    test(what, async (t) => {
      const ofItsType = key.kty === 'EC' ? await sign(ec, claims) : token;

      refused(await verify(t, { keys: [key] }, ofItsType), 'key');
      if (key.kid === kid) {
        verified(await verify(t, { keys: [key, key.kty === 'EC' ? ec.publicJwk : publicJwk] },
          ofItsType));
      }
    });
  }
});

describe('the right key is found', () => {
  const garbage = [null, 7, 'key', [], {}, { kid }, { kty: 'RSA', kid }, { kty: 'EC', kid },
    { kty: 'OKP', crv: 'Ed25519', x: 'AAAA', kid }, { ...publicJwk, n: '!' },
    { ...publicJwk, use: 'enc' }, { ...other.publicJwk, kid: 'other' }];
  const thousand = Array.from({ length: 999 }, (_, index) => garbage[index % garbage.length]);

  test('after 999 keys that are garbage', async (t) => {
    verified(await verify(t, { keys: [...thousand, publicJwk] }, token));
  });

  test('before and among keys that are garbage', async (t) => {
    verified(await verify(t, { keys: [publicJwk, ...thousand] }, token));
    verified(await verify(t, { keys: [...thousand.slice(500), publicJwk, ...thousand] }, token));
  });

  test('among 900 keys of other names', async (t) => {
    const keys = Array.from({ length: 900 }, (_, index) => ({ ...ec.publicJwk, kid: `k${index}` }));

    verified(await verify(t, { keys: [...keys, publicJwk] }, token));
  });

  test('before more keys than are read', async (t) => {
    const keys = Array.from({ length: 10_000 }, () => ({}));

    verified(await verify(t, { keys: [publicJwk, ...keys] }, token));
    refused(await verify(t, { keys: [...keys, publicJwk] }, token), 'key');
  });

  test('with a leading zero, x5c and unknown members', async (t) => {
    const n = Buffer.concat([Buffer.alloc(1), Buffer.from(publicJwk.n, 'base64url')]);

    verified(await verify(t, { keys: [{ ...publicJwk, n: n.toString('base64url'), x5c: ['?'],
      x5t: 7, ext: true, more: { a: [1] } }], more: 1 }, token));
  });

  test('after another key of its name and another type',
    async (t) => {
      verified(await verify(t, { keys: [ec.publicJwk, publicJwk] }, token));
      verified(await verify(t, { keys: [publicJwk, ec.publicJwk] }, await sign(ec, claims)));
    });

  test('after another key of its name for another algorithm',
    async (t) => {
      verified(await verify(t,
        { keys: [{ ...other.publicJwk, alg: 'RS512' }, { ...publicJwk, alg: 'RS256' }] }, token));
    });

  test('after another key of its name', async (t) => {
    verified(await verify(t, { keys: [other.publicJwk, publicJwk] }, token));
  });

  test('before another key of its name', async (t) => {
    verified(await verify(t, { keys: [publicJwk, other.publicJwk] }, token));
    verified(await verify(t, { keys: [publicJwk, ec.publicJwk] }, token));
  });

  test('but not after two others of its name', async (t) => {
    refused(await verify(t, { keys: [other.publicJwk, ec.publicJwk] }, token), 'signature');
  });
});

describe('a key bound to an issuer', () => {
  const tid = '00000000-0000-0000-0000-0000000000a1';
  const template = 'https://login.example/{tenantid}/v2.0';
  const iss = `https://login.example/${tid}/v2.0`;
  const set = (issuer) => ({ keys: [{ ...publicJwk, issuer }] });

  test('verifies tokens of that issuer only', async (t) => {
    verified(await verify(t, set(claims.iss), token));
    refused(await verify(t, set(`${claims.iss}/`), token), 'key');
    refused(await verify(t, set(claims.iss), await sign(signer, {})), 'key');
  });

  test('verifies tokens of each tenant if its issuer has {tenantid}', async (t) => {
    verified(await verify(t, set(template), await sign(signer, { iss, tid })));
    refused(await verify(t, set(template), await sign(signer, { iss })), 'key');
    refused(await verify(t, set(template), await sign(signer, { iss, tid: tid.replace('1', '2') })),
      'key');
    refused(await verify(t, set(template), await sign(signer, {
      iss: 'https://login.example/../v2.0', tid: '..',
    })), 'key');
  });
});

describe('not a JWK set', () => {
  const texts = {
    'nothing': '',
    'white space': ' \n',
    'no JSON': 'keys',
    'JSON that is cut off': JSON.stringify(signer.jwks).slice(0, -1),
    'JSON with something behind it': `${JSON.stringify(signer.jwks)}]`,
    'an array': JSON.stringify([publicJwk]),
    'a text': '"keys"',
    'null': 'null',
    'a key alone': JSON.stringify(publicJwk),
    'keys that are an object': JSON.stringify({ keys: publicJwk }),
    'keys that are null': '{"keys":null}',
    'keys twice': `{"keys":[],"keys":[${JSON.stringify(publicJwk)}]}`,
    'a kid twice': `{"keys":[{"kid":"x",${JSON.stringify(publicJwk).slice(1)}]}`,
    'keys in keys': '['.repeat(100_000),
    'a deep set': `{"keys":${'['.repeat(50_000)}${']'.repeat(50_000)}}`,
    'a PEM': '-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n',
    'bytes that are no UTF-8': Buffer.from('{"keys":[],"a":"\xff"}', 'latin1'),
  };

  for (const [what, text] of Object.entries(texts)) {
    test(`${what}: an error and nothing on stdout`, async (t) => {
      const result = await verify(t, text, token);

      failed(result, 64);
    });
  }

  test('an empty set has no key', async (t) => {
    refused(await verify(t, { keys: [] }, token), 'key');
  });

  test('2 MiB are an error, even if the right key is the first', async (t) => {
    const text = JSON.stringify({ keys: [publicJwk], x: 'x'.repeat(2 * 1024 * 1024) });

    assert.match(failed(await verify(t, text, token), 1), /too large/);
    assert.match(failed(await verify(t, ' '.repeat(2 * 1024 * 1024), token), 1), /too large/);
  });

  test('a missing file and a folder are errors', async (t) => {
    const user = await User.create(t);

    for (const name of ['missing', '.', 'token/jwks']) {
      failed(await verifyAs(user, token, '--jwks', user.path(name)), 1);
    }
  });

  /** The message of a run that ended on its own with this code, an error and nothing on stdout. */
  function failed(result, code) {
    assert.deepEqual(
      { code: result.code, signal: result.signal, stdout: result.stdout },
      { code, signal: null, stdout: '' }, result.stderr);
    const { message, exit_code: exitCode } = JSON.parse(result.stderr);
    assert.equal(exitCode, code);
    assert.ok(message.length < 500, 'what was read is not shown');
    assert.ok(!message.includes(token.split('.')[2]), 'nor is the token');
    return message;
  }
});
