// SPDX-License-Identifier: MIT
// What oidc-provider refuses, and servers that are not what the profile says.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, test } from 'node:test';
import { errorOf, tokenOf } from '../support/expect.mjs';
import { makeCertificate } from '../support/keys.mjs';
import { api, startProvider, userOf } from '../support/provider.mjs';

const client = {
  client_id: 'failures',
  client_secret: 'secret-of-failures',
  token_endpoint_auth_method: 'client_secret_post',
};

let provider;
before(async () => {
  provider = await startProvider([client]);
});
after(() => provider.close());

const userWith = (t, keys) => userOf(t, client, keys);

const getJson = (user) => user.getToken('x', '-o', 'json');

test('get-token: a scope that the client may not request exits with 3', async (t) => {
  const user = await userWith(t, { issuer: provider.issuer, resource: api, scopes: ['api:admin'] });

  assert.equal(errorOf(await getJson(user), 3).error, 'invalid_scope');
});

test('get-token: an unknown resource exits with 3', async (t) => {
  const user = await userWith(t, { issuer: provider.issuer, resource: 'https://other.example' });

  assert.equal(errorOf(await getJson(user), 3).error, 'invalid_target');
});

/** Serves metadata made by `describe(base URL)`, until test `t` is over. */
async function serveMetadata(t, describe) {
  const server = createServer((request, response) => {
    const found = request.url === '/.well-known/openid-configuration';
    response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
    response.end(found ? JSON.stringify(describe(base)) : '{}');
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  const base = `http://127.0.0.1:${server.address().port}`;
  return base;
}

test('get-token: an issuer that ends in a slash is compared with its slash', async (t) => {
  const base = await serveMetadata(t, (url) => ({
    issuer: `${url}/`,
    token_endpoint: provider.tokenEndpoint,
  }));

  tokenOf(await (await userWith(t, { issuer: `${base}/` })).getToken('x'));

  errorOf(await getJson(await userWith(t, { issuer: base })), 4);
});

test('get-token: metadata of another issuer exits with 4, and the secret is not sent', async (t) => {
  const base = await serveMetadata(t, () => ({
    issuer: provider.issuer,
    token_endpoint: provider.tokenEndpoint,
  }));
  const user = await userWith(t, { issuer: base });
  const earlier = provider.requests.length;

  const error = errorOf(await getJson(user), 4);

  assert.match(error.message, /issuer/);
  assert.equal(provider.requests.length, earlier);
});

test('get-token: an issuer without metadata exits with 4', async (t) => {
  const user = await userWith(t, { issuer: `${provider.issuer}/elsewhere` });

  errorOf(await getJson(user), 4);
});

test('get-token: a provider that is down exits with 4', async (t) => {
  const stopped = await startProvider([client]);
  await stopped.close();

  errorOf(await getJson(await userWith(t, { issuer: stopped.issuer })), 4);
  errorOf(await getJson(await userWith(t, { token_endpoint: stopped.tokenEndpoint })), 4);
});

test('get-token: over TLS a provider needs a trusted certificate', async (t) => {
  const user = await userWith(t, {});
  const { keyPem, certificatePem } = await makeCertificate(user.path('server.pem'), 'server');
  const secure = await startProvider([client], { tls: { key: keyPem, cert: certificatePem } });
  t.after(() => secure.close());
  const keys = {
    provider: 'oidc',
    issuer: secure.issuer,
    client_id: client.client_id,
    client_secret: { file: user.path('secret') },
  };
  await user.writeProfile('trusting', { ...keys, ca_file: user.path('server.pem.crt') });
  await user.writeProfile('careful', keys);

  errorOf(await user.getToken('careful', '-o', 'json'), 4);
  assert.equal(secure.requests.length, 0);

  tokenOf(await user.getToken('trusting'));
});
