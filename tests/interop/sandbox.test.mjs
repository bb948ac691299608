// SPDX-License-Identifier: MIT
// The sandbox in the eyes of independent code: jose reads its tokens and signs its assertions.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, importJWK, jwtVerify, SignJWT } from 'jose';
import { errorOf, tokenOf } from './support/expect.mjs';
import { makeJwks } from './support/keys.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { User } from './support/user.mjs';

const sandboxApi = '00000000-0000-0000-0000-0000000000a1';
const keyClient = '00000000-0000-0000-0000-0000000000c2';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

let sandbox;
let metadata;
const jwks = await makeJwks('PS256', 'sandbox-client-key');
before(async () => {
  sandbox = await startSandbox();
  metadata = await (await fetch(sandbox.metadata)).json();
  await sandbox.addClient({
    client_id: keyClient,
    jwks: [jwks.publicJwk],
    roles: ['access_as_application'],
  });
});
after(() => sandbox.close());

async function verify(token) {
  const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
  const { payload } = await jwtVerify(token, keys, {
    issuer: metadata.issuer,
    audience: sandboxApi,
    algorithms: ['RS256'],
    typ: 'JWT',
    maxTokenAge: 60,
    requiredClaims: ['exp', 'nbf', 'tid', 'azp', 'oid', 'sub'],
  });
  return payload;
}

const callApi = (token) =>
  fetch(`${sandbox.api}/data`, { headers: { authorization: `Bearer ${token}` } });

async function requestToken(assertion) {
  const response = await fetch(metadata.token_endpoint, {
    method: 'POST',
    body: new URLSearchParams({
      grant_type: 'client_credentials',
      client_id: keyClient,
      scope: sandbox.scope,
      client_assertion_type: assertionType,
      client_assertion: assertion,
    }),
  });
  return response.json();
}

async function signAssertion(privateJwk) {
  return new SignJWT({ jti: randomUUID() })
    .setProtectedHeader({ alg: 'PS256', typ: 'JWT', kid: privateJwk.kid })
    .setIssuer(keyClient)
    .setSubject(keyClient)
    .setAudience(metadata.token_endpoint)
    .setIssuedAt()
    .setNotBefore('0s')
    .setExpirationTime('5m')
    .sign(await importJWK(privateJwk, 'PS256'));
}

test('sandbox: its metadata and its line of JSON name the same endpoints', () => {
  assert.equal(metadata.token_endpoint, sandbox.token_endpoint);
  assert.equal(metadata.jwks_uri, sandbox.jwks_uri);
});

test('sandbox: a token for a secret verifies with its live keys, and its API accepts it', async (t) => {
  const user = await User.create(t);
  await user.writeProfile('x', {
    authority: sandbox.authority,
    tenant_id: sandbox.tenant_id,
    client_id: sandbox.client_id,
    client_secret: await user.secret('secret', sandbox.client_secret),
    scopes: [sandbox.scope],
  });

  const token = tokenOf(await user.getToken('x'));

  const claims = await verify(token);
  assert.equal(claims.azp, sandbox.client_id);
  assert.equal(claims.azpacr, '1');
  assert.equal(claims.tid, sandbox.tenant_id);
  assert.deepEqual(claims.roles, ['access_as_application']);
  assert.equal((await callApi(token)).status, 200);
});

test('sandbox: a token for an assertion signed by jose verifies too', async () => {
  const answer = await requestToken(await signAssertion(jwks.privateJwk));

  assert.equal(answer.token_type, 'Bearer', answer.error_description);
  const claims = await verify(answer.access_token);
  assert.equal(claims.azp, keyClient);
  assert.equal(claims.azpacr, '2');
  assert.equal((await callApi(answer.access_token)).status, 200);
});

test('sandbox: an assertion signed by another key is refused', async () => {
  const other = await makeJwks('PS256', jwks.privateJwk.kid);

  const answer = await requestToken(await signAssertion(other.privateJwk));

  assert.equal(answer.error, 'invalid_client');
  assert.deepEqual(answer.error_codes, [700027]);
});

test('sandbox: a changed token does not verify', async (t) => {
  const answer = await requestToken(await signAssertion(jwks.privateJwk));
  const [header, payload, signature] = answer.access_token.split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url'));
  const forged = Buffer.from(JSON.stringify({ ...claims, roles: ['admin'] })).toString('base64url');
  const token = `${header}.${forged}.${signature}`;

  await assert.rejects(verify(token), { code: 'ERR_JWS_SIGNATURE_VERIFICATION_FAILED' });
  assert.equal((await callApi(token)).status, 401);
});

// oidc-provider takes printable ASCII only; here every character of a secret must survive.
const awkwardId = 'client:with+&%=~';
const awkwardSecret = 'p+ss &w%rd=~:"\\;<%20> äøå€𝄞';

for (const method of ['client_secret_post', 'client_secret_basic']) {
  test(`sandbox: ${method} carries every character of a secret`, async (t) => {
    const user = await User.create(t);
    await sandbox.addClient({ client_id: awkwardId, secrets: [awkwardSecret] });
    const keys = {
      authority: sandbox.authority,
      tenant_id: sandbox.tenant_id,
      client_id: awkwardId,
      token_endpoint_auth_method: method,
      scopes: [sandbox.scope],
    };
    const good = await user.secret('good', awkwardSecret);
    const bad = await user.secret('bad', 'p+ss');
    await user.writeProfile('x', { ...keys, client_secret: good });
    await user.writeProfile('y', { ...keys, client_secret: bad });
    await sandbox.takeTokenRequests();

    tokenOf(await user.getToken('x'));
    const error = errorOf(await user.getToken('y', '-o', 'json'), 3);

    assert.equal(error.error, 'invalid_client');
    assert.equal(error.code, 'AADSTS7000215');
    const [{ headers, body }] = await sandbox.takeTokenRequests();
    const credentials = method === 'client_secret_basic'
      ? basicCredentials(headers.authorization)
      : formCredentials(body);
    assert.deepEqual(credentials, [awkwardId, awkwardSecret]);
  });
}

function formCredentials(body) {
  const form = new URLSearchParams(body);
  return [form.get('client_id'), form.get('client_secret')];
}

function basicCredentials(header) {
  const [scheme, value] = header.split(' ');
  assert.equal(scheme, 'Basic');
  const [id, secret, ...rest] = Buffer.from(value, 'base64').toString('latin1').split(':');
  assert.equal(rest.length, 0, 'a colon in id or secret is encoded');
  const decode = (text) => new URLSearchParams(`value=${text}`).get('value');
  return [decode(id), decode(secret)];
}
