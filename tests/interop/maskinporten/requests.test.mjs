// SPDX-License-Identifier: MIT
// The requests to Maskinporten: how many, what is in them, and no assertion twice.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { importJWK } from 'jose';
import { answerOf, errorOf, tokenOf } from '../support/expect.mjs';
import { makeJwks } from '../support/keys.mjs';
import { jwtBearer, startMaskinporten } from '../support/maskinporten.mjs';
import { assertionOf, checkAssertion } from '../support/maskinporten_assertion.mjs';
import { User } from '../support/user.mjs';

const clientId = '5b5f4d3c-0c1d-4e2f-8a3b-0000000000c3';
const kid = 'requests-key';
const scope = 'skatt:some.scope';
const { publicJwk, privateJwk } = await makeJwks('RS256', kid);
const publicKey = await importJWK(publicJwk, 'RS256');

/** An issuer and a user with a profile for it. */
async function start(t) {
  const maskinporten = await startMaskinporten();
  t.after(() => maskinporten.close());
  const user = await User.create(t);
  await user.writeProfile('x', {
    provider: 'maskinporten',
    issuer: maskinporten.issuer,
    client_id: clientId,
    jwk: await user.secret('jwk', JSON.stringify(privateJwk)),
    scopes: [scope],
  });
  return { maskinporten, user };
}

/** The ids of the assertions, each of which is complete and valid. */
async function checkedIds(requests, issuer) {
  const ids = [];
  for (const request of requests) {
    const { jti } = await checkAssertion(assertionOf(request), {
      key: publicKey,
      header: { alg: 'RS256', typ: 'JWT', kid },
      issuer,
      clientId,
      scope,
    });
    ids.push(jti);
  }
  return ids;
}

test('token request: the body is only the form, without the client', async (t) => {
  const { maskinporten, user } = await start(t);

  tokenOf(await user.getToken('x'));

  const [request] = maskinporten.takeTokenRequests();
  const assertion = assertionOf(request);
  assert.equal(request.body,
    `grant_type=${encodeURIComponent(jwtBearer)}&assertion=${assertion}`);
  assert.equal(request.headers['content-length'], String(request.body.length));
  assert.equal(request.headers.cookie, undefined);
  assert.equal(request.headers['proxy-authorization'], undefined);
});

test('token request: the token is printed, cached, and requested once', async (t) => {
  const { maskinporten, user } = await start(t);

  const first = tokenOf(await user.getToken('x'));
  const second = tokenOf(await user.getToken('x'));
  const answer = answerOf(await user.getToken('x', '-o', 'json'));

  assert.deepEqual([first, second, answer.access_token], ['token-1', 'token-1', 'token-1']);
  assert.equal(answer.source, 'cache');
  assert.equal(maskinporten.takeTokenRequests().length, 1);
});

test('token request: every call has its own assertion, and metadata is fetched once', async (t) => {
  const { maskinporten, user } = await start(t);

  for (const token of ['token-1', 'token-2', 'token-3']) {
    assert.equal(tokenOf(await user.getToken('x', '--force')), token);
  }

  const ids = await checkedIds(maskinporten.takeTokenRequests(), maskinporten.issuer);
  assert.equal(new Set(ids).size, 3);
  assert.equal(maskinporten.metadataRequests.length, 1);
  assert.equal(maskinporten.metadataRequests[0].headers.authorization, undefined);
});

test('token request: a retry after 503 has a new assertion', async (t) => {
  const { maskinporten, user } = await start(t);
  maskinporten.refuse(503);

  assert.equal(tokenOf(await user.getToken('x')), 'token-1');

  const ids = await checkedIds(maskinporten.takeTokenRequests(), maskinporten.issuer);
  assert.equal(ids.length, 2);
  assert.notEqual(ids[0], ids[1]);
});

test('token request: a refusal exits with 3, is not retried and shows no assertion', async (t) => {
  const { maskinporten, user } = await start(t);
  maskinporten.refuse(400, {
    error: 'invalid_grant',
    error_description: 'Invalid assertion (MP-120, trace_id: 1)',
  });

  const result = await user.getToken('x', '-vv', '-o', 'json');

  assert.deepEqual({ code: result.code, stdout: result.stdout }, { code: 3, stdout: '' });
  const requests = maskinporten.takeTokenRequests();
  assert.equal(requests.length, 1);
  for (const part of assertionOf(requests[0]).split('.')) {
    assert.ok(!result.stderr.includes(part));
  }
});

test('token request: a refusal names client, audience and key', async (t) => {
  const { maskinporten, user } = await start(t);
  maskinporten.refuse(400, { error: 'invalid_grant', error_description: 'Invalid assertion' });

  const error = errorOf(await user.getToken('x', '-o', 'json'), 3);

  assert.equal(error.error, 'invalid_grant');
  for (const named of [clientId, maskinporten.issuer, kid]) {
    assert.ok(error.hint.includes(named), error.hint);
  }
});
