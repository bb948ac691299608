// SPDX-License-Identifier: MIT
// `inspect --verify` and signatures that break RFC 7518 section 3, most by a key that is right.
import { constants, createPrivateKey, createPublicKey, createHmac, sign as signBytes }
  from 'node:crypto';
import { describe, test } from 'node:test';
import { assemble, makeSigner, refused, verified, verify } from '../support/verification.mjs';

const claims = { iss: 'https://issuer.example' };
const rsa = await makeSigner('RS256');
const ec = await makeSigner('ES256');
const p384 = await makeSigner('ES384');

const privateKeyOf = ({ privateJwk }) => createPrivateKey({ key: privateJwk, format: 'jwk' });

describe('ES256', () => {
  const order = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
  const zeros = Buffer.alloc(32);

  const toBytes = (number) => Buffer.from(number.toString(16).padStart(64, '0'), 'hex');
  const toNumber = (bytes) => BigInt(`0x${bytes.toString('hex')}`);

  const signature = (input, dsaEncoding = 'ieee-p1363', signer = ec) =>
    signBytes('sha256', Buffer.from(input), { key: privateKeyOf(signer), dsaEncoding });

  const halves = (input) => {
    const raw = signature(input);
    return [raw.subarray(0, 32), raw.subarray(32)];
  };

  /** The same signature with its other s: each can be computed from the other. */
  function withOtherS(input) {
    const [r, s] = halves(input);
    return Buffer.concat([r, toBytes(order - toNumber(s))]);
  }

  const token = (signInput) => assemble({ alg: 'ES256', kid: ec.kid }, claims, signInput);

  test('the raw signature is verified', async (t) => {
    verified(await verify(t, ec.jwks, token((input) => signature(input))));
  });

  test('the same signature with its other s is verified', async (t) => {
    verified(await verify(t, ec.jwks, token(withOtherS)));
  });

  const wrong = {
    'in DER': (input) => signature(input, 'der'),
    'of r = s = 0': () => Buffer.alloc(64),
    'of r = s = 0, each in one byte': () => Buffer.alloc(2),
    'of r = 0': (input) => Buffer.concat([zeros, halves(input)[1]]),
    'of s = 0': (input) => Buffer.concat([halves(input)[0], zeros]),
    'of r = s = 1': () => Buffer.concat([toBytes(1n), toBytes(1n)]),
    'of r = s = the order of the curve': () => Buffer.concat([toBytes(order), toBytes(order)]),
    'with s as long as that of P-521': (input) => {
      const [r, s] = halves(input);
      return Buffer.concat([Buffer.alloc(34), r, Buffer.alloc(34), s]);
    },
    'with r and s exchanged': (input) => Buffer.concat(halves(input).reverse()),
    'of a key on P-384': (input) => signature(input, 'ieee-p1363', p384),
  };

  for (const [what, signInput] of Object.entries(wrong)) {
    test(`a signature ${what} is refused`, async (t) => {
      refused(await verify(t, ec.jwks, token(signInput)), 'signature');
    });
  }

  test('a valid signature with SHA-256 by a key on P-384 is refused', async (t) => {
    const withP384 = token((input) => signature(input, 'ieee-p1363', p384));

    refused(await verify(t, p384.jwks, withP384), 'signature');
  });
});

describe('RSA', () => {
  const token = (alg, options, digest = 'sha256') =>
    assemble({ alg, kid: rsa.kid }, claims, (input) =>
      signBytes(digest, Buffer.from(input), { key: privateKeyOf(rsa), ...options }));
  const pss = (saltLength) => ({ padding: constants.RSA_PKCS1_PSS_PADDING, saltLength });

  test('PS256 with a salt as long as the digest is verified', async (t) => {
    verified(await verify(t, rsa.jwks, token('PS256', pss(32))));
  });

  for (const length of [0, 20, 31, 33, 222]) {
    test(`PS256 with a salt of ${length} bytes is refused`, async (t) => {
      refused(await verify(t, rsa.jwks, token('PS256', pss(length))), 'signature');
    });
  }

  const wrong = {
    'PS256 over a signature of PKCS #1 v1.5': ['PS256', {}],
    'RS256 over a signature of PSS': ['RS256', pss(32)],
    'RS256 over a signature with SHA-512': ['RS256', {}, 'sha512'],
    'RS384 over a signature with SHA-256': ['RS384', {}, 'sha256'],
    'RS256 over a signature with SHA-1': ['RS256', {}, 'sha1'],
  };

  for (const [what, args] of Object.entries(wrong)) {
    test(`${what} is refused`, async (t) => {
      refused(await verify(t, rsa.jwks, token(...args)), 'signature');
    });
  }
});

describe('not signed by a key of the issuer', () => {
  const publicKey = createPublicKey({ key: rsa.publicJwk, format: 'jwk' });
  const { n } = rsa.publicJwk;
  const secrets = {
    'the public PEM': publicKey.export({ type: 'spki', format: 'pem' }),
    'the public PEM of PKCS #1': publicKey.export({ type: 'pkcs1', format: 'pem' }),
    'the public DER': publicKey.export({ type: 'spki', format: 'der' }),
    'the text of n': n,
    'the bytes of n': Buffer.from(n, 'base64url'),
    'the JWK': JSON.stringify(rsa.publicJwk),
    'an empty key': '',
  };
  const octetKey = { kty: 'oct', kid: rsa.kid, k: Buffer.from('shared').toString('base64url') };

  for (const size of [256, 384, 512]) {
    for (const [what, secret] of Object.entries(secrets)) {
      test(`HS${size} with ${what} is refused`, async (t) => {
        const token = assemble({ alg: `HS${size}`, kid: rsa.kid }, claims, (input) =>
          createHmac(`sha${size}`, secret).update(input).digest());

        refused(await verify(t, rsa.jwks, token), 'algorithm');
      });
    }
  }

  test('HS256 with a symmetric key in the JWK set is refused', async (t) => {
    const token = assemble({ alg: 'HS256', kid: rsa.kid }, claims, (input) =>
      createHmac('sha256', 'shared').update(input).digest());

    refused(await verify(t, { keys: [octetKey] }, token), 'algorithm');
    refused(await verify(t, { keys: [{ ...octetKey, alg: 'HS256' }, rsa.publicJwk] }, token),
      'algorithm');
  });

  for (const alg of ['none', 'None', 'NONE', 'nOnE', '', 'rs256', 'RS256 ', 'RS1', 'RSA', 'ES256K',
    'EdDSA', 'RSA-OAEP', 256, null, ['RS256'], { alg: 'RS256' }, undefined]) {
    test(`alg ${JSON.stringify(alg)} is refused, signed or not`, async (t) => {
      const header = { alg, kid: rsa.kid };
      const right = assemble(header, claims, (input) =>
        signBytes('sha256', Buffer.from(input), privateKeyOf(rsa)));

      refused(await verify(t, rsa.jwks, right), 'algorithm');
      refused(await verify(t, rsa.jwks, assemble(header, claims, () => '')), 'algorithm');
      refused(await verify(t, { keys: [] }, assemble(header, claims, () => '')), 'algorithm');
    });
  }

  test('the same header and key with alg RS256 are verified', async (t) => {
    verified(await verify(t, rsa.jwks, assemble({ alg: 'RS256', kid: rsa.kid }, claims, (input) =>
      signBytes('sha256', Buffer.from(input), privateKeyOf(rsa)))));
  });
});
