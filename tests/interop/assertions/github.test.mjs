// SPDX-License-Identifier: MIT
// A federated assertion as GitHub Actions hands it out, played by the sandbox and checked by jose.
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { errorOf, tokenOf } from '../support/expect.mjs';
import { startSandbox } from '../support/sandbox.mjs';
import { User } from '../support/user.mjs';

const api = 'api://sandbox-api/.default';
const exchangeAudience = 'api://AzureADTokenExchange';
const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const lifetime = 300;
const githubPath = '/github/oidc';

let sandbox;
let variables;
let keys;
before(async () => {
  sandbox = await startSandbox();
  variables = await sandbox.environment('github');
  keys = createRemoteJWKSet(new URL(sandbox.jwks_uri));
});
after(() => sandbox.close());
beforeEach(() => sandbox.takeRequests());

/** A user in a job: these variables and nothing else, no file of profiles. */
async function userInJob(t, more) {
  const user = await User.create(t);
  user.setVariables({ ...variables, ...more });
  return user;
}

const getToken = (user, ...flags) => user.getToken('env:azure', '-s', api, ...flags);

/** The assertion in the only two requests of a call: to GitHub, then to Entra. */
function assertionIn([toGithub, toEntra, ...others]) {
  assert.deepEqual(others, []);

  assert.equal(`${toGithub.method} ${toGithub.path}`, `GET ${githubPath}`);
  assert.deepEqual([...new URLSearchParams(toGithub.query)], [
    ['api-version', '2.0'],
    ['audience', exchangeAudience],
  ]);
  assert.equal(toGithub.headers.authorization,
    `Bearer ${variables.ACTIONS_ID_TOKEN_REQUEST_TOKEN}`);

  assert.equal(toEntra.path, new URL(sandbox.token_endpoint).pathname);
  assert.equal(toEntra.headers.authorization, undefined);
  const { client_assertion: assertion, ...form } = Object.fromEntries(toEntra.form);
  assert.deepEqual(form, {
    grant_type: 'client_credentials',
    client_id: variables.AZURE_CLIENT_ID,
    scope: api,
    client_assertion_type: assertionType,
  });
  return assertion;
}

test('env:azure on GitHub: the variables of the job are sufficient', async (t) => {
  const user = await userInJob(t);

  const token = tokenOf(await getToken(user));

  const { payload } = await jwtVerify(token, keys, { algorithms: ['RS256'], maxTokenAge: 60 });
  assert.equal(payload.azp, variables.AZURE_CLIENT_ID);
  assert.equal(payload.tid, variables.AZURE_TENANT_ID);
  assert.equal(payload.azpacr, '2');
});

test('env:azure on GitHub: the assertion is that of the job, for Entra', async (t) => {
  const user = await userInJob(t);

  tokenOf(await getToken(user));

  const assertion = assertionIn(await sandbox.takeRequests());
  const { payload } = await jwtVerify(assertion, keys, {
    algorithms: ['RS256'],
    typ: 'JWT',
    issuer: `${sandbox.base_url}/github`,
    audience: exchangeAudience,
    subject: 'repo:octo-org/octo-repo:ref:refs/heads/main',
    maxTokenAge: 60,
    requiredClaims: ['jti', 'nbf', 'exp'],
  });
  const { jti, iat, ...others } = payload;
  assert.ok(jti.length > 0);
  assert.deepEqual(others, {
    sub: 'repo:octo-org/octo-repo:ref:refs/heads/main',
    aud: exchangeAudience,
    iss: `${sandbox.base_url}/github`,
    nbf: iat,
    exp: iat + lifetime,
    ref: 'refs/heads/main',
    ref_type: 'branch',
    repository: 'octo-org/octo-repo',
    repository_owner: 'octo-org',
    event_name: 'push',
    run_id: '1',
    run_attempt: '1',
  });
});

test('env:azure on GitHub: every token request has its own assertion', async (t) => {
  const user = await userInJob(t);

  tokenOf(await getToken(user, '--force'));
  tokenOf(await getToken(user, '--force'));

  const counters = await sandbox.counters();
  assert.deepEqual([counters.github_oidc, counters.token], [2, 2]);
  const requests = await sandbox.takeRequests();
  const assertions = [requests.slice(0, 2), requests.slice(2)].map(assertionIn);
  assert.equal(new Set(assertions.map((assertion) => decodeJwt(assertion).jti)).size, 2);
});

test('env:azure on GitHub: a cached token needs no assertion', async (t) => {
  const user = await userInJob(t);

  const first = tokenOf(await getToken(user));
  const second = tokenOf(await getToken(user));

  assert.equal(second, first);
  const { github_oidc, token } = await sandbox.counters();
  assert.deepEqual([github_oidc, token], [1, 1]);
});

test('env:azure on GitHub: a refused request token exits with 8, without a request to Entra', async (t) => {
  const user = await userInJob(t, { ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'wr0ng' });

  const result = await getToken(user, '-o', 'json');

  errorOf(result, 8);
  assert.ok(!result.stderr.includes('wr0ng'), 'the request token is not shown');
  const { github_oidc, token } = await sandbox.counters();
  assert.deepEqual([github_oidc, token], [1, 0]);
});

for (const variable of ['ACTIONS_ID_TOKEN_REQUEST_URL', 'ACTIONS_ID_TOKEN_REQUEST_TOKEN']) {
  test(`env:azure on GitHub: without ${variable} it exits with 7`, async (t) => {
    const user = await userInJob(t, { [variable]: '' });

    const error = errorOf(await getToken(user, '-o', 'json'), 7);

    assert.ok(error.message.includes(variable), error.message);
    assert.deepEqual(await sandbox.takeRequests(), []);
  });
}
