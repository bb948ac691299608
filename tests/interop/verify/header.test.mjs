// SPDX-License-Identifier: MIT
// `inspect --verify` believes nothing that a header says about keys, and no extension.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { importPKCS8 } from 'jose';
import { makeCertificate } from '../support/keys.mjs';
import { setTrap } from '../support/trap.mjs';
import { User } from '../support/user.mjs';
import {
  assemble, encode, makeSigner, malformed, refused, sign, verified, verify, verifyAs,
} from '../support/verification.mjs';

const claims = { iss: 'https://issuer.example' };
const trusted = await makeSigner('ES256');
const attacker = await makeSigner('ES256', trusted.kid);

/** The token with another header; the signature stays and is wrong. */
const withHeader = (token, header) => [encode(header), ...token.split('.').slice(1)].join('.');

describe('a key in the header', () => {
  const offers = {
    'jwk': () => ({ jwk: attacker.publicJwk }),
    'jwk without kid': () => ({ jwk: attacker.publicJwk, kid: undefined }),
    'jwk, and it names its own kid': () => ({ jwk: attacker.publicJwk, kid: 'mine' }),
    'jku over http': (host) => ({ jku: `http://${host}/jwks` }),
    'jku over https': (host) => ({ jku: `https://${host}/jwks` }),
    'jku as a kid': (host) => ({ kid: `http://${host}/jwks` }),
    'x5u over http': (host) => ({ x5u: `http://${host}/certificate` }),
    'x5u over https': (host) => ({ x5u: `https://${host}/certificate` }),
  };

  for (const [what, offer] of Object.entries(offers)) {
    test(`${what}: it is not used, and no request is made`, async (t) => {
      const trap = await setTrap(t);
      const header = offer(trap.address);
      const token = await sign(attacker, { ...claims, iss: `http://${trap.address}` }, header);

      refused(await verify(t, trusted.jwks, token),
        (header.kid ?? attacker.kid) === attacker.kid ? 'signature' : 'key');
      assert.equal(trap.connections, 0);
    });
  }

  test('x5c: a foreign certificate is not used', async (t) => {
    const user = await User.create(t);
    const { keyPem, x509 } = await makeCertificate(user.path('attacker.pem'), 'attacker');
    const key = await importPKCS8(keyPem, 'RS256');
    const signer = { algorithm: 'RS256', kid: trusted.kid, key };
    const x5c = [x509.raw.toString('base64')];

    refused(await verify(t, trusted.jwks, await sign(signer, claims, { x5c })), 'signature');
    refused(await verify(t, { keys: [] }, await sign(signer, claims, { x5c })), 'key');
  });

  test('with a valid signature it is ignored, and no request is made', async (t) => {
    const trap = await setTrap(t);
    const header = { jwk: attacker.publicJwk, jku: `http://${trap.address}/`,
      x5u: `http://${trap.address}/`, x5c: ['AAAA'] };

    verified(await verify(t, trusted.jwks, await sign(trusted, claims, header)));
    assert.equal(trap.connections, 0);
  });

  test('an issuer that was not named gets no request', async (t) => {
    const trap = await setTrap(t);
    const user = await User.create(t);
    const token = await sign(attacker, { iss: `http://${trap.address}`, ver: '2.0' });

    const result = await verifyAs(user, token);

    assert.deepEqual({ code: result.code, stdout: result.stdout }, { code: 64, stdout: '' });
    assert.equal(trap.connections, 0);
  });
});

describe('crit', () => {
  const values = {
    'of an unknown extension': { crit: ['x'], x: 1 },
    'of an extension that is missing': { crit: ['x'] },
    'that is empty': { crit: [] },
    'of b64': { crit: ['b64'], b64: false },
    'of b64 that is true': { crit: ['b64'], b64: true },
    'that is a text': { crit: 'b64' },
    'that is null': { crit: null },
    'that is an object': { crit: {} },
    'of alg': { crit: ['alg'] },
  };

  for (const [what, header] of Object.entries(values)) {
    test(`${what} is refused although the signature is valid`, async (t) => {
      refused(await verify(t, trusted.jwks, await signAnyHeader(header)), 'algorithm');
    });
  }

  test('the same without crit is verified', async (t) => {
    verified(await verify(t, trusted.jwks, await signAnyHeader({ x: 1 })));
  });

  /** jose refuses to write most of these, so Web Crypto signs them. */
  async function signAnyHeader(more) {
    const input = `${encode({ alg: 'ES256', kid: trusted.kid, ...more })}.${encode({
      ...claims, exp: Math.floor(Date.now() / 1000) + 3600,
    })}`;
    const signature = await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, trusted.key,
      Buffer.from(input));
    return `${input}.${Buffer.from(signature).toString('base64url')}`;
  }
});

describe('kid', () => {
  const kids = {
    'a path': '../../etc/passwd',
    'an absolute path': '/dev/null',
    'a URL of a file': 'file:///dev/null',
    'SQL': "' or 1 --",
    'quotes': `"'\``,
    'a command': '$(touch hacked); touch hacked | touch hacked',
    'a NUL': 'the-key\0',
    'controls and escapes': '\u001b]52;c;AAAA\u0007\u009b2J\u202e\u2028',
    'a line of its own': 'the-key\nsignature ok',
    'a longer one': 'the-key ',
    'other letters': 'THE-KEY',
    'a lot of text': 'k'.repeat(500_000),
  };

  for (const [what, kid] of Object.entries(kids)) {
    test(`that is ${what}: no such key, and the message is escaped`, async (t) => {
      const result = await verify(t, trusted.jwks, await sign(trusted, claims, { kid }));

      refused(result, 'key');
      assert.match(result.stdout, /^[\n\x20-\x7e]*$/);
      assert.match(result.stderr, /^[\x20-\x7e]*\n$/);
    });

    test(`that is ${what}: the key of that name verifies`, async (t) => {
      const keys = [attacker.publicJwk, { ...trusted.publicJwk, kid }];

      const result = await verify(t, { keys }, await sign(trusted, claims, { kid }));

      verified(result);
      assert.match(result.stdout, /^[\n\x20-\x7e]*$/);
    });
  }

  test('of 1 MiB makes the token too large: an error and an empty stdout', async (t) => {
    const result = await verify(t, trusted.jwks,
      await sign(trusted, claims, { kid: 'k'.repeat(1024 * 1024) }));

    assert.equal(result.signal, null);
    assert.equal(result.stdout, '');
    assert.ok([1, 9, 64].includes(result.code), String(result.code));
    assert.ok(result.stderr.length < 1000, 'what is large is not shown');
    assert.match(JSON.parse(result.stderr).message, /too large/);
  });

  test('that is missing selects the only key, and none of several', async (t) => {
    const token = await sign(trusted, claims, { kid: undefined });

    verified(await verify(t, trusted.jwks, token));
    refused(await verify(t, attacker.jwks, token), 'signature');
    refused(await verify(t, { keys: [trusted.publicJwk, attacker.publicJwk] }, token), 'key');
    refused(await verify(t, { keys: [] }, token), 'key');
  });
});

describe('a header', () => {
  test('with alg or kid twice is malformed', async (t) => {
    const token = await sign(trusted, claims);
    const twice = {
      alg: `{"alg":"none","alg":"ES256","kid":"${trusted.kid}"}`,
      kid: `{"alg":"ES256","kid":"x","kid":"${trusted.kid}"}`,
    };

    for (const header of Object.values(twice)) {
      malformed(await verify(t, trusted.jwks, withHeader(token, header)));
    }
  });

  for (const header of ['[]', '"ES256"', 'null', '', '{', '{"alg":"ES256"}x', '\ufeff{}']) {
    test(`${JSON.stringify(header)} is malformed`, async (t) => {
      const token = await sign(trusted, claims);

      malformed(await verify(t, trusted.jwks, withHeader(token, header)));
    });
  }

  test('with a nonce is refused, and the message says why', async (t) => {
    const message = refused(
      await verify(t, trusted.jwks, await sign(trusted, claims, { nonce: 'n' })));

    assert.match(message, /nonce/);
  });
});
