// SPDX-License-Identifier: MIT
// Every kind of key and every algorithm that signs for Maskinporten, checked by jose.
import assert from 'node:assert/strict';
import { createPrivateKey, X509Certificate } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { decodeProtectedHeader, importJWK, importX509 } from 'jose';
import { errorOf, tokenOf } from '../support/expect.mjs';
import { makeCertificateChain, makeJwks, makePfx } from '../support/keys.mjs';
import { startMaskinporten } from '../support/maskinporten.mjs';
import { assertionOf, checkAssertion } from '../support/maskinporten_assertion.mjs';
import { User } from '../support/user.mjs';

const clientId = '5b5f4d3c-0c1d-4e2f-8a3b-0000000000c1';
const scope = 'skatt:some.scope';
const kid = 'registered key';
const password = 'key & password';

const folder = await mkdtemp(join(tmpdir(), 'entra-auth-interop-'));
const certificatePath = join(folder, 'enterprise.pem');
const pfxPath = join(folder, 'enterprise.pfx');
const { chain } = await makeCertificateChain(certificatePath, 'enterprise');
await makePfx(certificatePath, pfxPath, password);
const { publicJwk, privateJwk } = await makeJwks('RS256', kid);
const registeredKey = createPrivateKey({ key: privateJwk, format: 'jwk' });

let maskinporten;
before(async () => {
  maskinporten = await startMaskinporten();
});
after(async () => {
  await maskinporten.close();
  await rm(folder, { recursive: true });
});

/** The key that jose imports for this algorithm, and the header that leads to it. */
const registered = async (alg) => ({
  key: await importJWK(publicJwk, alg),
  header: { alg, typ: 'JWT', kid },
});

const registeredCertificate = (alg) => ({
  key: chain[0].publicKey,
  header: { alg, typ: 'JWT', kid },
});

/** The key is that of the certificate in the assertion, as at Maskinporten. */
async function enterprise(alg, assertion) {
  const x5c = chain.map((certificate) => certificate.raw.toString('base64'));
  const [own, authority] = decodeProtectedHeader(assertion).x5c.map(
    (der) => new X509Certificate(Buffer.from(der, 'base64')),
  );
  assert.ok(own.verify(authority.publicKey), 'the chain is in order');
  return { key: await importX509(own.toString(), alg), header: { alg, typ: 'JWT', x5c } };
}

const pemOf = (options) => registeredKey.export({ type: 'pkcs8', format: 'pem', ...options });

// What signs: the profile keys for it, and what is expected then.
const kinds = {
  'a JWK from a variable': {
    keys(user) {
      user.setVariables({ CLIENT_JWK: JSON.stringify(privateJwk) });
      return { jwk: { env: 'CLIENT_JWK' } };
    },
    expected: registered,
  },
  'a JWK from a file': {
    keys: async (user) => ({ jwk: await user.secret('jwk', JSON.stringify(privateJwk)) }),
    expected: registered,
  },
  'a JWK whose kid is given beside it': {
    keys: async (user) => ({
      jwk: await user.secret('jwk', JSON.stringify({ ...privateJwk, kid: 'of the JWK' })),
      key_id: kid,
    }),
    expected: registered,
  },
  'private_key as PEM': {
    keys: async (user) => ({ private_key: await user.secret('key', pemOf()), key_id: kid }),
    expected: registered,
  },
  'private_key as encrypted PEM': {
    keys: async (user) => ({
      private_key: await user.secret('key', pemOf({ cipher: 'aes-256-cbc', passphrase: password })),
      certificate_password: await user.secret('password', password),
      key_id: kid,
    }),
    expected: registered,
  },
  'a certificate with key_id': {
    keys: () => ({ certificate_path: certificatePath, key_id: kid }),
    expected: registeredCertificate,
  },
  'an enterprise certificate as PEM': {
    keys: () => ({ certificate_path: certificatePath }),
    expected: enterprise,
  },
  'an enterprise certificate as PFX': {
    keys: async (user) => ({
      certificate_path: pfxPath,
      certificate_password: await user.secret('password', password),
    }),
    expected: enterprise,
  },
};

async function userWith(t, keysOf, more) {
  const user = await User.create(t);
  await user.writeProfile('x', {
    provider: 'maskinporten',
    issuer: maskinporten.issuer,
    client_id: clientId,
    scopes: [scope],
    ...(await keysOf(user)),
    ...more,
  });
  maskinporten.takeTokenRequests();
  return user;
}

/** Gets a token with one assertion, which is what `expected` says for this algorithm. */
async function checkKey(user, expected, alg) {
  tokenOf(await user.getToken('x'));
  const [request, ...others] = maskinporten.takeTokenRequests();
  assert.equal(others.length, 0);
  const assertion = assertionOf(request);
  await checkAssertion(assertion, {
    ...(await expected(alg, assertion)),
    issuer: maskinporten.issuer,
    clientId,
    scope,
  });
}

for (const [kind, { keys, expected }] of Object.entries(kinds)) {
  describe(kind, () => {
    test('signs with RS256 by default', async (t) => {
      await checkKey(await userWith(t, keys), expected, 'RS256');
    });

    for (const alg of ['RS256', 'RS384', 'RS512']) {
      test(`signs with ${alg} if the profile says so`, async (t) => {
        const user = await userWith(t, keys, { token_endpoint_auth_signing_alg: alg });

        await checkKey(user, expected, alg);
      });
    }
  });
}

for (const alg of ['RS384', 'RS512']) {
  test(`JWK: one with alg ${alg} signs with it`, async (t) => {
    const user = await userWith(t, async (user) => ({
      jwk: await user.secret('jwk', JSON.stringify({ ...privateJwk, alg })),
    }));

    await checkKey(user, registered, alg);
  });
}

const unusable = {
  'an EC key': async () => (await makeJwks('ES256', kid)).privateJwk,
  'a JWK that says PS256': () => ({ ...privateJwk, alg: 'PS256' }),
};

for (const [reason, makeJwk] of Object.entries(unusable)) {
  test(`keys: ${reason} exits with 7, and nothing is sent`, async (t) => {
    const user = await userWith(t, async (user) => ({
      jwk: await user.secret('jwk', JSON.stringify(await makeJwk())),
    }));

    errorOf(await user.getToken('x', '-o', 'json'), 7);

    assert.equal(maskinporten.takeTokenRequests().length, 0);
  });
}
