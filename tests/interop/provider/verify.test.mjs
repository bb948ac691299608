// SPDX-License-Identifier: MIT
// Tokens of oidc-provider, verified by its live metadata and keys, which are fetched once.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt } from 'jose';
import { errorOf, tokenOf } from '../support/expect.mjs';
import { openIdPath } from '../support/issuer.mjs';
import { makeCertificate } from '../support/keys.mjs';
import { api, startProvider, userOf } from '../support/provider.mjs';
import { User } from '../support/user.mjs';
import { makeSigner, refused, sign, verified, verifyAs } from '../support/verification.mjs';

const client = {
  client_id: 'verification',
  client_secret: 'secret-of-verification',
  token_endpoint_auth_method: 'client_secret_post',
};

let provider;
let token;
before(async () => {
  provider = await startProvider([client]);
  token = await issueToken(provider);
});
after(() => provider.close());

/** A JWT access token for the API, as any client gets it. */
async function issueToken({ tokenEndpoint }) {
  const response = await fetch(tokenEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: client.client_id,
      client_secret: client.client_secret,
      resource: api,
      scope: 'api:read',
    }),
  });
  return (await response.json()).access_token;
}

const userWith = (t, keys) =>
  userOf(t, client, { issuer: provider.issuer, resource: api, scopes: ['api:read'], ...keys });

/** The paths that were asked for since `earlier` requests. */
const pathsSince = (earlier) => provider.requests.slice(earlier).map(({ path }) => path);

/** A token that says all that the provider's do, by a key that is not the provider's. */
async function forge(kid) {
  return sign(await makeSigner('RS256'), decodeJwt(token), { typ: 'at+jwt', kid });
}

test('inspect --verify --issuer: verifies a token and every required claim', async (t) => {
  const answer = verified(await verifyAs(await User.create(t), token, '--issuer', provider.issuer,
    '--audience', api, '--require-scope', 'api:read'));

  assert.deepEqual(answer.rules.map(({ rule }) => rule),
    ['algorithm', 'signature', 'issuer', 'time', 'audience', 'scope']);
  assert.equal(answer.claims.client_id, client.client_id);
});

test('inspect --verify --issuer: refuses another audience and another scope', async (t) => {
  const user = await User.create(t);

  refused(await verifyAs(user, token, '--issuer', provider.issuer, '--audience', `${api}/`),
    'audience');
  refused(await verifyAs(user, token, '--issuer', provider.issuer, '--require-scope', 'api:write'),
    'scope');
});

test('inspect --verify -p: the issuer of an oidc profile provides the keys', async (t) => {
  const user = await userWith(t, {});

  const { rules } = verified(await verifyAs(user, token, '-p', 'x', '--audience', api));

  assert.equal(rules.find(({ rule }) => rule === 'issuer').detail, provider.issuer);
  refused(await verifyAs(user, await forge('provider-key'), '-p', 'x'), 'signature');
});

test('inspect --verify -p: verifies the cached token, and metadata is fetched once for both',
  async (t) => {
    const user = await userWith(t, {});
    tokenOf(await user.getToken('x'));
    const earlier = provider.requests.length;

    verified(await user.run('inspect', '--verify', '-p', 'x', '-o', 'json'));

    const paths = pathsSince(earlier);
    assert.equal(paths.filter((path) => path === '/jwks').length, 1);
    assert.equal(paths.filter((path) => path === '/token').length, 0);
    assert.ok(paths.length <= 2);
  });

test('inspect --verify -p: a profile with its own keys fetches no metadata', async (t) => {
  const user = await userWith(t, { jwks_uri: `${provider.issuer}/jwks` });
  const earlier = provider.requests.length;

  verified(await verifyAs(user, token, '-p', 'x'));

  assert.deepEqual(pathsSince(earlier), ['/jwks']);
});

test('inspect --verify: metadata and keys are fetched once for many calls', async (t) => {
  const user = await userWith(t, {});
  const earlier = provider.requests.length;

  for (let call = 0; call < 5; call += 1) {
    verified(await verifyAs(user, token, '--issuer', provider.issuer));
    verified(await verifyAs(user, token, '-p', 'x'));
    verified(await verifyAs(user, token, '--jwks', `${provider.issuer}/jwks`));
  }

  assert.deepEqual(pathsSince(earlier), [openIdPath, '/jwks']);
});

test('inspect --verify: another user fetches metadata and keys again', async (t) => {
  verified(await verifyAs(await User.create(t), token, '--issuer', provider.issuer));
  const earlier = provider.requests.length;

  verified(await verifyAs(await User.create(t), token, '--issuer', provider.issuer));

  assert.deepEqual(pathsSince(earlier), [openIdPath, '/jwks']);
});

test('inspect --verify: many concurrent calls all verify', async (t) => {
  const user = await User.create(t);

  const results = await Promise.all(
    Array.from({ length: 8 }, () => verifyAs(user, token, '--issuer', provider.issuer)));

  results.forEach(verified);
});

test('inspect --verify: an unknown key is fetched once in five minutes', async (t) => {
  const user = await User.create(t);
  const unknown = await forge('unknown');
  const earlier = provider.requests.length;

  refused(await verifyAs(user, unknown, '--issuer', provider.issuer), 'key');
  assert.deepEqual(pathsSince(earlier), [openIdPath, '/jwks']);

  refused(await verifyAs(user, unknown, '--issuer', provider.issuer), 'key');
  refused(await verifyAs(user, await forge('unknown too'), '--issuer', provider.issuer), 'key');
  verified(await verifyAs(user, token, '--issuer', provider.issuer));
  assert.deepEqual(pathsSince(earlier), [openIdPath, '/jwks']);
});

test('inspect --verify: refuses a token signed by another key under the same kid', async (t) => {
  const user = await User.create(t);
  const earlier = provider.requests.length;

  refused(await verifyAs(user, await forge('provider-key'), '--issuer', provider.issuer),
    'signature');
  refused(await verifyAs(user, await forge(undefined), '--issuer', provider.issuer), 'signature');

  assert.deepEqual(pathsSince(earlier), [openIdPath, '/jwks']);
});

test('inspect --verify: refuses a token of another provider, whichever issuer is named', async (t) => {
  const other = await startProvider([client]);
  t.after(() => other.close());
  const user = await User.create(t);
  const foreign = await issueToken(other);

  verified(await verifyAs(user, foreign, '--issuer', other.issuer));
  refused(await verifyAs(user, foreign, '--issuer', provider.issuer), 'signature', 'issuer');
  refused(await verifyAs(user, token, '--jwks', `${provider.issuer}/jwks`, '--issuer',
    other.issuer), 'issuer');
});

test('inspect --verify: cached keys verify while the provider is down', async (t) => {
  const stopped = await startProvider([client]);
  t.after(() => stopped.close());
  const itsToken = await issueToken(stopped);
  const user = await User.create(t);
  verified(await verifyAs(user, itsToken, '--issuer', stopped.issuer));

  await stopped.close();

  verified(await verifyAs(user, itsToken, '--issuer', stopped.issuer));
  errorOf(await verifyAs(await User.create(t), itsToken, '--issuer', stopped.issuer), 4);
  await user.writeProfile('x', { provider: 'oidc', issuer: `${stopped.issuer}/`, client_id: 'x' });
  errorOf(await verifyAs(user, itsToken, '-p', 'x'), 4);
});

test('inspect --verify: over TLS keys need a trusted certificate', async (t) => {
  const user = await userWith(t, {});
  const { keyPem, certificatePem } = await makeCertificate(user.path('server.pem'), 'server');
  const secure = await startProvider([client], { tls: { key: keyPem, cert: certificatePem } });
  t.after(() => secure.close());
  const signer = await makeSigner('RS256', 'provider-key');
  const forged = await sign(signer, { iss: secure.issuer });
  await user.writeProfile('trusting', {
    provider: 'oidc', issuer: secure.issuer, client_id: 'x', ca_file: user.path('server.pem.crt'),
  });

  errorOf(await verifyAs(user, forged, '--issuer', secure.issuer), 4);
  errorOf(await verifyAs(user, forged, '--jwks', `${secure.issuer}/jwks`), 4);
  assert.equal(secure.requests.length, 0);

  refused(await verifyAs(user, forged, '-p', 'trusting'), 'signature');
  assert.deepEqual(secure.requests.map(({ path }) => path), [openIdPath, '/jwks']);
});
