// SPDX-License-Identifier: MIT
// Every way to authenticate a client, judged by oidc-provider.
import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { errorOf, tokenOf } from '../support/expect.mjs';
import { makeCertificate, makeJwks } from '../support/keys.mjs';
import { startProvider } from '../support/provider.mjs';
import { User } from '../support/user.mjs';

// oidc-provider takes printable ASCII only, entra-auth-cli no space in an id.
const awkwardId = "client+&%=~:?#/'\\%41";
const awkwardSecret = 'p+ss &w%rd=~:"\\;<%20> end';

const folder = await mkdtemp(join(tmpdir(), 'entra-auth-interop-'));
const jwks = {
  PS256: await makeJwks('PS256', 'ps256-key'),
  RS256: await makeJwks('RS256', 'rs256-key'),
  ES256: await makeJwks('ES256', 'es256-key'),
};
const wrongJwk = await makeJwks('PS256', 'ps256-key');
const certificatePath = join(folder, 'client.pem');
const certificate = await makeCertificate(certificatePath, 'client');
const certificateJwk = certificate.x509.publicKey.export({ format: 'jwk' });

const keyClient = (id, algorithm, publicJwk) => ({
  client_id: id,
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: algorithm,
  jwks: { keys: [publicJwk] },
});

const secretClient = (id, method, secret) => ({
  client_id: id,
  client_secret: secret,
  token_endpoint_auth_method: method,
});

const clients = [
  secretClient('post', 'client_secret_post', 'plain-secret'),
  secretClient('basic', 'client_secret_basic', 'plain-secret'),
  secretClient(`${awkwardId}-post`, 'client_secret_post', awkwardSecret),
  secretClient(`${awkwardId}-basic`, 'client_secret_basic', awkwardSecret),
  keyClient('jwk-ps256', 'PS256', jwks.PS256.publicJwk),
  keyClient('jwk-rs256', 'RS256', jwks.RS256.publicJwk),
  keyClient('jwk-es256', 'ES256', jwks.ES256.publicJwk),
  keyClient('certificate-ps256', 'PS256', certificateJwk),
  keyClient('certificate-rs256', 'RS256', certificateJwk),
];

const secretProfile = async (user, id, method, secret) => ({
  client_id: id,
  client_secret: await user.secret('secret', secret),
  token_endpoint_auth_method: method,
});

const jwkProfile = async (user, id, privateJwk, algorithm) => ({
  client_id: id,
  jwk: await user.secret('jwk', JSON.stringify(privateJwk)),
  ...(algorithm && { token_endpoint_auth_signing_alg: algorithm }),
});

const certificateProfile = (id, more) => ({
  client_id: id,
  certificate_path: certificatePath,
  ...more,
});

// What is tested, and the profile keys for it.
const methods = {
  'client_secret_post': (user) =>
    secretProfile(user, 'post', 'client_secret_post', 'plain-secret'),
  'client_secret_basic': (user) =>
    secretProfile(user, 'basic', 'client_secret_basic', 'plain-secret'),
  'client_secret_post with awkward characters': (user) =>
    secretProfile(user, `${awkwardId}-post`, 'client_secret_post', awkwardSecret),
  'client_secret_basic with awkward characters': (user) =>
    secretProfile(user, `${awkwardId}-basic`, 'client_secret_basic', awkwardSecret),
  'private_key_jwt with PS256 and a JWK': (user) =>
    jwkProfile(user, 'jwk-ps256', jwks.PS256.privateJwk),
  'private_key_jwt with RS256 from the profile and a JWK': (user) =>
    jwkProfile(user, 'jwk-rs256', jwks.RS256.privateJwk, 'RS256'),
  'private_key_jwt with RS256 from the `alg` of the JWK': (user) =>
    jwkProfile(user, 'jwk-rs256', { ...jwks.RS256.privateJwk, alg: 'RS256' }),
  'private_key_jwt with ES256 and a JWK': (user) =>
    jwkProfile(user, 'jwk-es256', { ...jwks.ES256.privateJwk, alg: 'ES256' }),
  'private_key_jwt with PS256 and a certificate': () => certificateProfile('certificate-ps256'),
  'private_key_jwt with RS256 and a certificate': () =>
    certificateProfile('certificate-rs256', { token_endpoint_auth_signing_alg: 'RS256' }),
  'private_key_jwt with PS256 and a certificate that is sent along': () =>
    certificateProfile('certificate-ps256', { send_x5c: true }),
};

let provider;
before(async () => {
  provider = await startProvider(clients);
});
after(async () => {
  await provider.close();
  await rm(folder, { recursive: true });
});

const places = {
  'found by the issuer': () => ({ issuer: provider.issuer }),
  'given': () => ({ token_endpoint: provider.tokenEndpoint }),
  'given beside the issuer': () => ({
    issuer: provider.issuer,
    token_endpoint: provider.tokenEndpoint,
  }),
};

for (const [method, profileOf] of Object.entries(methods)) {
  describe(method, () => {
    for (const [place, placeKeys] of Object.entries(places)) {
      test(`token endpoint ${place}`, async (t) => {
        const user = await User.create(t);
        const keys = await profileOf(user);
        await user.writeProfile('x', { provider: 'oidc', ...placeKeys(), ...keys });

        tokenOf(await user.getToken('x'));

        const { status, authorization, params } = provider.tokenRequests().at(-1);
        assert.equal(status, 200);
        assert.equal(authorization !== undefined, method.startsWith('client_secret_basic'));
        assert.equal(params.client_assertion !== undefined, method.startsWith('private_key_jwt'));
      });
    }
  });
}

const refusals = {
  'a wrong secret in the form': (user) =>
    secretProfile(user, 'post', 'client_secret_post', 'wr0ng'),
  'a wrong secret in the header': (user) =>
    secretProfile(user, 'basic', 'client_secret_basic', 'wr0ng'),
  'an unknown client': (user) =>
    secretProfile(user, 'nobody', 'client_secret_post', 'plain-secret'),
  'a wrong key': (user) => jwkProfile(user, 'jwk-ps256', wrongJwk.privateJwk),
  'a wrong algorithm': (user) => jwkProfile(user, 'jwk-ps256', jwks.PS256.privateJwk, 'RS256'),
  'the key of another client': () => certificateProfile('jwk-ps256'),
};

for (const [reason, profileOf] of Object.entries(refusals)) {
  test(`client authentication: ${reason} is refused and exits with 3`, async (t) => {
    const user = await User.create(t);
    const keys = await profileOf(user);
    await user.writeProfile('x', { provider: 'oidc', issuer: provider.issuer, ...keys });

    const earlier = provider.tokenRequests().length;
    const result = await user.getToken('x', '-o', 'json');

    assert.equal(errorOf(result, 3).error, 'invalid_client');
    assert.equal(provider.tokenRequests().length - earlier, 1, 'a refusal is not tried again');
    assert.ok(!result.stderr.includes('wr0ng'), 'the secret is not shown');
  });
}

test('client assertion: never used twice, neither with --force nor by a retry', async (t) => {
  const user = await User.create(t);
  const keys = await jwkProfile(user, 'jwk-ps256', jwks.PS256.privateJwk);
  await user.writeProfile('x', { provider: 'oidc', issuer: provider.issuer, ...keys });
  const earlier = provider.tokenRequests().length;

  tokenOf(await user.getToken('x', '--force'));
  tokenOf(await user.getToken('x', '--force'));
  // oidc-provider has used up the first assertion when the answer is lost.
  provider.loseAnswers(1);
  tokenOf(await user.getToken('x', '--force'));

  const requests = provider.tokenRequests().slice(earlier);
  const assertions = requests.map(({ params }) => params.client_assertion);
  assert.equal(assertions.length, 4);
  const ids = new Set(assertions.map((assertion) => decodeJwt(assertion).jti));
  assert.equal(ids.size, 4);
  for (const assertion of assertions) {
    assert.deepEqual(decodeProtectedHeader(assertion), {
      alg: 'PS256',
      typ: 'JWT',
      kid: 'ps256-key',
    });
    assert.equal(decodeJwt(assertion).aud, provider.issuer);
  }

  // The server does watch: the last one again is refused.
  const { params } = requests.at(-1);
  const again = await fetch(provider.tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams(Object.entries(params).filter(([, value]) => value !== undefined)),
  });
  assert.equal((await again.json()).error, 'invalid_client');
});
