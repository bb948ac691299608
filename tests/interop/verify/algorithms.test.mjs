// SPDX-License-Identifier: MIT
// `inspect --verify` for each algorithm that is allowed, with tokens and keys of jose.
import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { makeSigner, malformed, refused, sign, verified, verify } from '../support/verification.mjs';

const algorithms = ['RS', 'PS', 'ES'].flatMap((family) =>
  [256, 384, 512].map((size) => `${family}${size}`));
const claims = { iss: 'https://issuer.example', sub: 'someone' };

/** The token with another character at `index` of part `part`. */
function changeAt(token, part, index) {
  const parts = token.split('.');
  const text = parts[part];
  const other = text[index] === 'A' ? 'B' : 'A';
  parts[part] = text.slice(0, index) + other + text.slice(index + 1);
  return parts.join('.');
}

/** The token whose header or claims have `from` replaced with as long a `to`. */
function replaceIn(token, part, from, to) {
  const parts = token.split('.');
  const text = Buffer.from(parts[part], 'base64url').toString();
  assert.ok(text.includes(from) && from.length === to.length);
  parts[part] = Buffer.from(text.replace(from, to)).toString('base64url');
  return parts.join('.');
}

for (const algorithm of algorithms) {
  describe(algorithm, () => {
    let signer;
    let token;
    before(async () => {
      signer = await makeSigner(algorithm);
      token = await sign(signer, claims, { typ: 'JWT' });
    });

    test('a token of jose is verified', async (t) => {
      const answer = verified(await verify(t, signer.jwks, token));

      assert.equal(answer.header.alg, algorithm);
      assert.equal(answer.claims.sub, 'someone');
      assert.deepEqual(answer.rules.map(({ rule }) => rule), ['algorithm', 'signature', 'time']);
    });

    test('a token is verified if the key names the algorithm and its use', async (t) => {
      const key = { ...signer.publicJwk, alg: algorithm, use: 'sig', key_ops: ['verify'] };

      verified(await verify(t, { keys: [key] }, token));
    });

    test('a changed header is refused', async (t) => {
      refused(await verify(t, signer.jwks, replaceIn(token, 0, 'JWT', 'JWS')), 'signature');
    });

    test('changed claims are refused', async (t) => {
      refused(await verify(t, signer.jwks, replaceIn(token, 1, 'someone', 'someine')),
        'signature');
    });

    test('one changed character at the start or in the middle of the signature is refused',
      async (t) => {
        const { length } = token.split('.')[2];
        for (const index of [0, 1, length >> 1, length - 2]) {
          refused(await verify(t, signer.jwks, changeAt(token, 2, index)), 'signature');
        }
      });

    test('one changed character anywhere is never verified', async (t) => {
      for (const part of [0, 1]) {
        const { length } = token.split('.')[part];
        for (let index = 0; index < length; index += 17) {
          const result = await verify(t, signer.jwks, changeAt(token, part, index));
          assert.equal(result.code, 9, `${part} ${index} ${result.stdout}`);
        }
      }
    });

    test('a missing signature is refused', async (t) => {
      refused(await verify(t, signer.jwks, `${token.split('.', 2).join('.')}.`), 'signature');
    });

    test('a shorter or longer signature is refused', async (t) => {
      const [header, payload, signature] = token.split('.');
      const bytes = Buffer.from(signature, 'base64url');
      for (const other of [bytes.subarray(1), bytes.subarray(0, -1),
        Buffer.concat([Buffer.alloc(1), bytes]), Buffer.concat([bytes, Buffer.alloc(1)])]) {
        refused(await verify(t, signer.jwks, `${header}.${payload}.${other.toString('base64url')}`),
          'signature');
      }
    });

    test('another key under the same kid is refused', async (t) => {
      const other = await makeSigner(algorithm, signer.kid);

      refused(await verify(t, other.jwks, token), 'signature');
    });

    test('the right key under another kid is refused', async (t) => {
      const keys = [{ ...signer.publicJwk, kid: 'another' }];

      refused(await verify(t, { keys }, token), 'key');
    });

    test('a key of the other type under the same kid is refused', async (t) => {
      const other = await makeSigner(algorithm.startsWith('ES') ? 'RS256' : 'ES256', signer.kid);

      refused(await verify(t, other.jwks, token), 'signature');
    });

    test('a key that is for another algorithm is refused', async (t) => {
      for (const alg of algorithms.filter((each) => each !== algorithm)) {
        const result = await verify(t, { keys: [{ ...signer.publicJwk, alg }] }, token);
        // Where the algorithm does not fit the type of the key, nobody has such a key.
        refused(result, alg.startsWith('ES') === algorithm.startsWith('ES') ? 'signature' : 'key');
      }
    });

    test('a token that is cut off is malformed', async (t) => {
      malformed(await verify(t, signer.jwks, token.split('.', 2).join('.')));
      malformed(await verify(t, signer.jwks, `${token}.${token}`));
      malformed(await verify(t, signer.jwks, '.'.repeat(1_000_000)));
    });
  });
}

test('EdDSA: a token is refused, even if the key is in the set', async (t) => {
  const signer = await makeSigner('EdDSA');

  refused(await verify(t, signer.jwks, await sign(signer, claims)), 'algorithm');
});
