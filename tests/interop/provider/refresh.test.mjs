// SPDX-License-Identifier: MIT
// Refresh tokens of oidc-provider, which rotates them and ends a sign-in where one is used twice.
import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { keepingTest } from '../support/chromium.mjs';
import { errorOf, signedInTokenOf, tokenOf } from '../support/expect.mjs';
import { name, Person } from '../support/person.mjs';
import { publicClient, publicProfile, startSignInProvider } from '../support/sign_in_provider.mjs';
import { User } from '../support/user.mjs';

const callers = 20;
const rounds = 3;
const shortLifetime = 2;
const longLifetime = 600;

let provider;
before(async () => {
  provider = await startSignInProvider();
});
beforeEach(() => provider.setTokenLifetime(longLifetime));
after(() => provider.close());

const untilExpired = () => sleep(shortLifetime * 1000 + 100);

const newestAnswer = () => provider.tokenRequests().at(-1).answer;

/** Signs in and returns the user with the access token, which lives for `lifetime`. */
async function signIn(t, lifetime, keys = {}) {
  provider.setTokenLifetime(lifetime);
  const user = await User.create(t);
  await user.writeProfile('x', publicProfile(provider, keys));
  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const person = await Person.create(t);
  await person.open(await run.openedUrl());
  await person.signIn();
  const token = signedInTokenOf(await run.ended);
  provider.setTokenLifetime(longLifetime);
  const earlier = provider.tokenRequests().length;
  return { user, token, later: () => provider.tokenRequests().slice(earlier) };
}

const refresh = (token) => provider.ask('/token', {
  grant_type: 'refresh_token',
  refresh_token: token,
  client_id: publicClient.client_id,
});

/** As a person does who ends the sign-in at the provider. */
async function revoke(token) {
  const { status, body } = await provider.ask('/token/revocation',
    { token, client_id: publicClient.client_id });
  assert.equal(status, 200, body);
}

keepingTest('refresh token: renews an expired access token in one request, without a terminal', async (t) => {
  const { user, token, later } = await signIn(t, shortLifetime);
  const { refresh_token: first } = newestAnswer();
  const authorizations = provider.authorizationRequests().length;
  await untilExpired();

  const renewed = tokenOf(await user.getToken('x'));

  assert.notEqual(renewed, token);
  assert.equal((await provider.userinfo(renewed)).sub, name);
  assert.equal(later().length, 1);
  const [{ params, status }] = later();
  assert.equal(status, 200);
  assert.equal(params.grant_type, 'refresh_token');
  assert.equal(params.refresh_token, first);
  assert.equal(provider.authorizationRequests().length, authorizations);
});

keepingTest(`refresh token: ${callers} callers with an expired token make one request, ${rounds} times over`,
  async (t) => {
    const { user, token, later } = await signIn(t, shortLifetime);
    const seen = new Set([token]);

    for (let round = 1; round <= rounds; round += 1) {
      await untilExpired();
      const earlier = later().length;
      provider.setTokenLifetime(longLifetime);

      const results = await Promise.all(
        Array.from({ length: callers }, () => user.getToken('x')));

      const tokens = new Set(results.map(tokenOf));
      assert.equal(tokens.size, 1, `round ${round}: all get the same token`);
      const requests = later().slice(earlier);
      assert.deepEqual(requests.map(({ status }) => status), [200], `round ${round}`);
      seen.add(...tokens);

      // One that expires at once, for the next round.
      provider.setTokenLifetime(shortLifetime);
      seen.add(tokenOf(await user.run('refresh', '-p', 'x')));
    }

    assert.equal(seen.size, 1 + 2 * rounds, 'each request brought a new token');
    const used = later().map(({ params }) => params.refresh_token);
    assert.equal(new Set(used).size, 2 * rounds, 'no refresh token was used twice');

    // The sign-in is still good, and the provider does watch.
    const { status, body } = await refresh(newestAnswer().refresh_token);
    assert.equal(status, 200, body);
    assert.equal((await refresh(used[0])).status, 400);
    assert.equal((await refresh(JSON.parse(body).refresh_token)).status, 400);
  });

keepingTest('refresh: gets a new token from the server, and get-token then serves that token', async (t) => {
  const { user, token, later } = await signIn(t, longLifetime);

  const renewed = tokenOf(await user.run('refresh', '-p', 'x'));

  assert.notEqual(renewed, token);
  assert.equal(later().length, 1);
  assert.equal(tokenOf(await user.getToken('x')), renewed);
  assert.equal(later().length, 1);
});

keepingTest('get-token --force: uses the refresh token', async (t) => {
  const { user, token, later } = await signIn(t, longLifetime);

  assert.notEqual(tokenOf(await user.getToken('x', '--force')), token);

  assert.deepEqual(later().map(({ params }) => params.grant_type), ['refresh_token']);
});

keepingTest('refresh token: gives a token for fewer scopes without another sign-in',
  async (t) => {
    const { user, token, later } = await signIn(t, longLifetime,
      { scopes: ['api:read', 'api:write'] });

    const lesser = tokenOf(await user.getToken('x', '--no-interaction', '-s', 'api:read'));

    assert.notEqual(lesser, token);
    assert.deepEqual(later().map(({ params }) => params.grant_type), ['refresh_token']);
    assert.doesNotMatch(newestAnswer().scope, /api:write/);
    assert.equal(tokenOf(await user.getToken('x')), token, 'the other one is kept beside it');
  });

keepingTest('refresh token: a revoked sign-in exits with 6 if prompting is not allowed', async (t) => {
  const { user, later } = await signIn(t, shortLifetime);
  await revoke(newestAnswer().refresh_token);
  await untilExpired();

  const error = errorOf(await user.getToken('x', '--no-interaction', '-o', 'json'), 6);

  assert.ok(error.hint, 'it says how to sign in again');
  const refreshes = later().filter(({ params }) => params.grant_type === 'refresh_token');
  assert.equal(refreshes.length, 1, 'a refusal is not tried again');

  // A refresh token that is known to be dead is not sent again.
  errorOf(await user.getToken('x', '--no-interaction', '-o', 'json'), 6);
  assert.equal(later().filter(({ params }) => params.grant_type).length, 1);
});

keepingTest('refresh token: after a revoked sign-in the user signs in again at a terminal', async (t) => {
  const { user } = await signIn(t, shortLifetime);
  await revoke(newestAnswer().refresh_token);
  await untilExpired();

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const person = await Person.create(t);
  await person.open(await run.openedUrl());
  await person.signIn();

  const token = signedInTokenOf(await run.ended);
  assert.equal((await provider.userinfo(token)).sub, name);
});

keepingTest('refresh token: neither on disk in clear nor in any output', async (t) => {
  const { user } = await signIn(t, longLifetime);
  const first = newestAnswer();
  const result = await user.run('refresh', '-p', 'x', '-vv');
  const second = newestAnswer();

  assert.equal(result.code, 0, result.stderr);
  const files = await user.readFiles();
  assert.ok(files.length > 1);
  for (const secret of [first.refresh_token, second.refresh_token]) {
    assert.ok(!`${result.stdout}${result.stderr}`.includes(secret));
    for (const { path, bytes } of files) assert.ok(!bytes.includes(secret), path);
  }
});

keepingTest('logout: the next call needs a sign-in', async (t) => {
  const { user, later } = await signIn(t, longLifetime);

  const { code, stderr } = await user.run('logout', '-p', 'x');
  assert.equal(code, 0, stderr);

  errorOf(await user.getToken('x', '--no-interaction', '-o', 'json'), 6);
  assert.deepEqual(later().filter(({ params }) => params.grant_type === 'refresh_token'), []);
});
