// SPDX-License-Identifier: MIT
// Confidential clients whose users sign in at oidc-provider: every way to authenticate, with PKCE.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { decodeJwt } from 'jose';
import { browserTest } from '../support/chromium.mjs';
import { signedInTokenOf, signInErrorOf } from '../support/expect.mjs';
import { makeJwks } from '../support/keys.mjs';
import { name, Person } from '../support/person.mjs';
import { publicProfile, startSignInProvider } from '../support/sign_in_provider.mjs';
import { User } from '../support/user.mjs';

// oidc-provider takes printable ASCII only.
const awkwardSecret = 'p+ss &w%rd=~:"\\;<%20> end';
const jwks = await makeJwks('PS256', 'client-key');

const secretClient = (id, method) => ({
  client_id: id,
  client_secret: awkwardSecret,
  token_endpoint_auth_method: method,
});

const clients = [
  secretClient('post', 'client_secret_post'),
  secretClient('basic', 'client_secret_basic'),
  {
    client_id: 'key',
    token_endpoint_auth_method: 'private_key_jwt',
    token_endpoint_auth_signing_alg: 'PS256',
    jwks: { keys: [jwks.publicJwk] },
  },
];

let provider;
before(async () => {
  provider = await startSignInProvider(clients);
});
after(() => provider.close());

async function signIn(t, user, ...options) {
  const run = await user.startAtTerminal('get-token', '-p', 'x', ...options);
  const person = await Person.create(t);
  await person.open(await run.openedUrl());
  await person.signIn();
  await person.arrive();
  return run.ended;
}

const secretKeys = async (user, id, method, secret = awkwardSecret) => ({
  client_id: id,
  client_secret: await user.secret('secret', secret),
  token_endpoint_auth_method: method,
});

// The keys of the profile, and what its token request must look like.
const methods = {
  client_secret_post: {
    keysOf: (user) => secretKeys(user, 'post', 'client_secret_post'),
    check({ params, authorization }) {
      assert.equal(authorization, undefined);
      assert.equal(params.client_secret, awkwardSecret);
    },
  },
  client_secret_basic: {
    keysOf: (user) => secretKeys(user, 'basic', 'client_secret_basic'),
    check({ params, authorization }) {
      assert.match(authorization, /^Basic /);
      assert.equal(params.client_secret, undefined);
    },
  },
  private_key_jwt: {
    keysOf: async (user) => ({
      client_id: 'key',
      jwk: await user.secret('jwk', JSON.stringify(jwks.privateJwk)),
    }),
    check({ params, authorization }) {
      assert.equal(authorization, undefined);
      assert.equal(params.client_secret, undefined);
      assert.equal(decodeJwt(params.client_assertion).sub, 'key');
    },
  },
};

for (const [method, { keysOf, check }] of Object.entries(methods)) {
  browserTest(`${method} with PKCE: the token is active at introspection`, async (t) => {
    const user = await User.create(t);
    const keys = await keysOf(user);
    await user.writeProfile('x', publicProfile(provider, keys));
    const earlier = provider.tokenRequests().length;

    const token = signedInTokenOf(await signIn(t, user));

    const requests = provider.tokenRequests().slice(earlier);
    assert.equal(requests.length, 1);
    assert.match(requests[0].params.code_verifier, /^[\w.~-]{43,128}$/);
    check(requests[0]);

    const { body } = await provider.ask('/token/introspection',
      { token, client_id: 'post', client_secret: awkwardSecret });
    const { active, client_id, sub } = JSON.parse(body);
    const expected = { active: true, client_id: keys.client_id, sub: name };
    assert.deepEqual({ active, client_id, sub }, expected);
  });
}

browserTest('confidential client: a wrong secret is refused after the sign-in with exit code 3', async (t) => {
  const user = await User.create(t);
  const keys = await secretKeys(user, 'post', 'client_secret_post', 'wr0ng');
  await user.writeProfile('x', publicProfile(provider, keys));
  const earlier = provider.tokenRequests().length;

  const result = await signIn(t, user, '-o', 'json');

  assert.equal(signInErrorOf(result, 3).error, 'invalid_client');
  assert.ok(!result.stderr.includes('wr0ng'));
  assert.equal(provider.tokenRequests().length, earlier + 1, 'a refusal is not tried again');
});

browserTest('confidential client: neither secret nor assertion reaches the browser', async (t) => {
  const user = await User.create(t);
  const keys = await methods.client_secret_post.keysOf(user);
  await user.writeProfile('x', publicProfile(provider, keys));

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { searchParams } = await run.openedUrl();

  assert.equal(searchParams.get('client_id'), 'post');
  for (const key of ['client_secret', 'client_assertion', 'code_verifier']) {
    assert.equal(searchParams.get(key), null, key);
  }
  assert.ok(![...searchParams.values()].includes(awkwardSecret));
});
