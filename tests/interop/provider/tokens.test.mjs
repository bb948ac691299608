// SPDX-License-Identifier: MIT
// Tokens of oidc-provider: what arrives is what it issued, and it is kept until it expires.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { decodeJwt, decodeProtectedHeader, jwtVerify } from 'jose';
import { answerOf, tokenOf } from '../support/expect.mjs';
import { api, startProvider, tokenLifetime, userOf } from '../support/provider.mjs';

const client = {
  client_id: 'tokens',
  client_secret: 'secret-of-tokens',
  token_endpoint_auth_method: 'client_secret_post',
};

let provider;
before(async () => {
  provider = await startProvider([client]);
});
after(() => provider.close());

const userWith = (t, keys) => userOf(t, client, { issuer: provider.issuer, ...keys });

const verify = (token, more) =>
  jwtVerify(token, provider.keys, {
    issuer: provider.issuer,
    audience: api,
    typ: 'at+jwt',
    algorithms: ['RS256'],
    requiredClaims: ['exp', 'iat', 'jti', 'client_id'],
    ...more,
  });

test('get-token: a JWT for a resource verifies with the keys of the provider', async (t) => {
  const user = await userWith(t, { resource: api, scopes: ['api:read', 'api:write'] });

  const { payload } = await verify(tokenOf(await user.getToken('x')), { maxTokenAge: 60 });

  assert.equal(payload.client_id, client.client_id);
  assert.equal(payload.sub, client.client_id);
  assert.deepEqual(payload.scope.split(' ').sort(), ['api:read', 'api:write']);
  assert.equal(payload.exp - payload.iat, tokenLifetime);
});

test('get-token: flags for scope and resource replace those of the profile', async (t) => {
  const user = await userWith(t, { scopes: ['api:read'] });

  const token = tokenOf(await user.getToken('x', '--resource', api, '-s', 'api:write'));

  assert.equal((await verify(token)).payload.scope, 'api:write');
});

test('get-token: an opaque token is printed unchanged', async (t) => {
  const user = await userWith(t, { scopes: ['api:read'] });

  const token = tokenOf(await user.getToken('x'));

  assert.ok(!token.includes('.'), 'it is no JWT');
  const response = await fetch(provider.introspectionEndpoint, {
    method: 'POST',
    body: new URLSearchParams({
      token,
      client_id: client.client_id,
      client_secret: client.client_secret,
    }),
  });
  const introspection = await response.json();
  assert.equal(introspection.active, true);
  assert.equal(introspection.client_id, client.client_id);
  assert.equal(introspection.scope, 'api:read');
});

test('get-token -o json: has the times and the scope of the token', async (t) => {
  const user = await userWith(t, { resource: api, scopes: ['api:read'] });

  const answer = answerOf(await user.getToken('x', '-o', 'json'));

  const { payload } = await verify(answer.access_token);
  assert.equal(answer.token_type, 'Bearer');
  assert.equal(answer.scope, 'api:read');
  assert.equal(answer.profile, 'x');
  assert.equal(answer.source, 'server');
  // The server rounds its clock and the answer takes its way: seconds, not minutes.
  assert.ok(Math.abs(answer.expires_on - payload.exp) <= 5, `${answer.expires_on} ${payload.exp}`);
  assert.ok(answer.expires_in <= tokenLifetime && answer.expires_in > tokenLifetime - 60);
  const now = Date.now() / 1000;
  assert.ok(Math.abs(answer.expires_on - answer.expires_in - now) <= 60);
  assert.equal(Date.parse(answer.expires_at), answer.expires_on * 1000);
});

test('get-token: the second call makes no request', async (t) => {
  const user = await userWith(t, { resource: api, scopes: ['api:read', 'api:write'] });

  const first = tokenOf(await user.getToken('x'));
  const requests = provider.requests.length;
  const second = tokenOf(await user.getToken('x'));
  const reordered = tokenOf(await user.getToken('x', '-s', 'api:write,api:read'));
  const answer = answerOf(await user.getToken('x', '-o', 'json'));

  assert.equal(provider.requests.length, requests);
  assert.equal(second, first);
  assert.equal(reordered, first);
  assert.equal(answer.access_token, first);
  assert.equal(answer.source, 'cache');
  await verify(second);
});

test('get-token: another scope, another resource and --force give other tokens', async (t) => {
  const user = await userWith(t, { resource: api, scopes: ['api:read'] });
  await user.writeProfile('without-resource', {
    provider: 'oidc',
    issuer: provider.issuer,
    client_id: client.client_id,
    client_secret: { file: user.path('secret') },
    scopes: ['api:read'],
  });
  const earlier = provider.tokenRequests().length;

  const tokens = [
    tokenOf(await user.getToken('x')),
    tokenOf(await user.getToken('x', '-s', 'api:write')),
    tokenOf(await user.getToken('without-resource')),
    tokenOf(await user.getToken('x', '--force')),
  ];

  assert.equal(provider.tokenRequests().length - earlier, 4);
  assert.equal(new Set(tokens).size, 4);
});

test('get-token: many concurrent callers make one token request', async (t) => {
  const user = await userWith(t, { resource: api, scopes: ['api:read'] });
  const earlier = provider.tokenRequests().length;

  const results = await Promise.all(Array.from({ length: 6 }, () => user.getToken('x')));

  assert.equal(new Set(results.map(tokenOf)).size, 1);
  assert.equal(provider.tokenRequests().length - earlier, 1);
});

test('inspect: decodes a token as jose does', async (t) => {
  const user = await userWith(t, { resource: api, scopes: ['api:read'] });
  const token = tokenOf(await user.getToken('x'));

  const answer = answerOf(await user.run('inspect', '-o', 'json', token));

  assert.deepEqual(answer.header, decodeProtectedHeader(token));
  assert.deepEqual(answer.claims, decodeJwt(token));
  assert.equal(answer.status, 'valid');
});
