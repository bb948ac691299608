// SPDX-License-Identifier: MIT
// A person signs in at oidc-provider with Chromium, for a public client.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { jwtVerify } from 'jose';
import { browserTest } from '../support/chromium.mjs';
import { errorOf, signedInTokenOf, signInErrorOf, tokenOf } from '../support/expect.mjs';
import { name, Person } from '../support/person.mjs';
import { api } from '../support/provider.mjs';
import { publicClient, publicProfile, startSignInProvider } from '../support/sign_in_provider.mjs';
import { User } from '../support/user.mjs';

let provider;
before(async () => {
  provider = await startSignInProvider();
});
after(() => provider.close());

async function userWith(t, keys) {
  const user = await User.create(t);
  await user.writeProfile('x', publicProfile(provider, keys));
  return user;
}

/** Opens what the run wants to have opened; the person has not done anything then. */
async function openSignIn(t, run) {
  const url = await run.openedUrl();
  const person = await Person.create(t);
  await person.open(url);
  return { url, person };
}

async function signIn(t, run, screenshot) {
  const { url, person } = await openSignIn(t, run);
  await person.signIn();
  const page = await person.arrive(screenshot);
  return { url, person, page, result: await run.ended };
}

browserTest('sign-in: a user signs in, and userinfo accepts the token as that user\'s', async (t) => {
  const user = await userWith(t, {});

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { url, page, result } = await signIn(t, run, 'provider-signed-in');

  const token = signedInTokenOf(result);
  assert.equal((await provider.userinfo(token)).sub, name);
  assert.equal(page.status, 200);
  assert.ok(result.stderr.includes(url.href), 'the address is shown as well');
});

browserTest('sign-in: requests a code with PKCE, state and nonce, and redeems it once', async (t) => {
  const user = await userWith(t, { scopes: ['api:read'] });
  const earlier = provider.tokenRequests().length;

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { url, result } = await signIn(t, run);

  signedInTokenOf(result);
  const asked = Object.fromEntries(url.searchParams);
  assert.equal(url.searchParams.size, Object.keys(asked).length, 'no parameter twice');
  const { state, nonce, redirect_uri, code_challenge, scope, response_mode, ...rest } = asked;
  assert.deepEqual(rest, {
    client_id: publicClient.client_id,
    response_type: 'code',
    code_challenge_method: 'S256',
  });
  assert.ok(response_mode === undefined || response_mode === 'query', response_mode);
  assert.match(redirect_uri, /^http:\/\/localhost:\d+\/callback$/);
  assert.deepEqual(scope.split(' ').sort(), ['api:read', 'offline_access', 'openid']);
  assert.match(code_challenge, /^[\w-]{43}$/);
  for (const value of [state, nonce]) assert.match(value, /^[\w-]{22,}$/, '128 random bits');
  assert.notEqual(state, nonce);

  const requests = provider.tokenRequests().slice(earlier);
  assert.equal(requests.length, 1);
  const [{ params, authorization }] = requests;
  assert.equal(authorization, undefined);
  assert.equal(params.grant_type, 'authorization_code');
  assert.equal(params.client_id, publicClient.client_id);
  assert.equal(params.client_secret, undefined);
  assert.equal(params.redirect_uri, redirect_uri);
  assert.match(params.code_verifier, /^[\w.~-]{43,128}$/);
});

browserTest('sign-in: two sign-ins have different state, nonce and challenge', async (t) => {
  const values = [];
  for (let i = 0; i < 2; i += 1) {
    const user = await userWith(t, {});
    const run = await user.startAtTerminal('get-token', '-p', 'x');
    const { searchParams } = await run.openedUrl();
    values.push(...['state', 'nonce', 'code_challenge'].map((key) => searchParams.get(key)));
    await run.stop();
  }
  assert.equal(new Set(values).size, 6);
});

browserTest('sign-in: a token for a resource is accepted by this resource', async (t) => {
  const user = await userWith(t, { scopes: ['api:read'], resource: api });
  const earlier = provider.tokenRequests().length;

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { url, result } = await signIn(t, run);

  const { payload } = await jwtVerify(signedInTokenOf(result), provider.keys, {
    issuer: provider.issuer,
    audience: api,
    typ: 'at+jwt',
  });
  assert.equal(payload.sub, name);
  assert.equal(payload.scope, 'api:read');
  assert.deepEqual(url.searchParams.getAll('resource'), [api]);
  assert.equal(provider.tokenRequests()[earlier].params.resource, api);
});

browserTest('sign-in: the second call is served from the cache without a request or terminal', async (t) => {
  const user = await userWith(t, {});
  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { result } = await signIn(t, run);
  const token = signedInTokenOf(result);
  const requests = provider.requests.length;

  assert.equal(tokenOf(await user.getToken('x')), token);
  assert.equal(tokenOf(await user.getToken('x', '--no-interaction')), token);
  assert.equal(provider.requests.length, requests);
});

browserTest('sign-in: two concurrent terminals ask once, and both get the token', async (t) => {
  const user = await userWith(t, {});
  const runs = [
    await user.startAtTerminal('get-token', '-p', 'x'),
    await user.startAtTerminal('get-token', '-p', 'x'),
  ];
  const asked = await Promise.any(runs.map((run) => run.openedUrl()));
  const person = await Person.create(t);
  await person.open(asked);
  await person.signIn();

  const results = await Promise.all(runs.map((run) => run.ended));

  const tokens = results.map(({ code, stdout, stderr }) => {
    assert.equal(code, 0, stderr);
    return stdout;
  });
  assert.equal(tokens[0], tokens[1]);
  assert.equal(results.filter(({ stderr }) => stderr.includes('/auth?')).length, 1);
});

browserTest('sign-in: a user who declines gets exit code 3 and a page that says so', async (t) => {
  const user = await userWith(t, {});
  const earlier = provider.tokenRequests().length;

  const run = await user.startAtTerminal('get-token', '-p', 'x', '-o', 'json');
  const { person } = await openSignIn(t, run);
  await person.cancel();
  const page = await person.arrive('provider-declined');
  const error = signInErrorOf(await run.ended, 3);

  assert.equal(error.error, 'access_denied');
  assert.match(error.message, /access_denied/);
  assert.ok(error.hint, 'it says what can be done');
  assert.match(page.text, /access_denied|declined|denied|refused|cancel/i);
  assert.doesNotMatch(page.text, /signed in/i);
  assert.equal(provider.tokenRequests().length, earlier);
});

browserTest('sign-in: the last page says what happened, loads nothing and has no secret', async (t) => {
  const user = await userWith(t, {});

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { page, result } = await signIn(t, run);

  const token = signedInTokenOf(result);
  assert.match(page.text, /close (this|the) (page|tab|window)/i);
  const code = new URL(page.url).searchParams.get('code');
  for (const secret of [token, code].filter(Boolean)) assert.ok(!page.html.includes(secret));

  assert.match(page.headers['content-type'], /^text\/html; ?charset=utf-8$/i);
  assert.match(page.headers['content-security-policy'], /default-src 'none'/);
  assert.match(page.headers['cache-control'], /no-store/);
  assert.equal(page.headers['referrer-policy'], 'no-referrer');
  assert.equal(page.headers['x-content-type-options'], 'nosniff');
  assert.doesNotMatch(page.html, /<script|\bsrc\s*=|\bhref\s*=|@import|url\(/i);
  assert.deepEqual(page.laterRequests, []);
});

browserTest('sign-in: prompt and login_hint of the profile reach the sign-in page', async (t) => {
  const user = await userWith(t, { prompt: 'login', login_hint: 'grace' });

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { url, person } = await openSignIn(t, run);

  assert.equal(url.searchParams.get('prompt'), 'login');
  assert.equal(url.searchParams.get('login_hint'), 'grace');
  assert.equal(await person.page.getByPlaceholder('login').inputValue(), 'grace');
});

browserTest('sign-in: with prompt "consent" a provider that requires it gives a refresh token',
  async (t) => {
    const user = await userWith(t, { prompt: 'consent' });

    const run = await user.startAtTerminal('get-token', '-p', 'x');
    const { result } = await signIn(t, run);

    signedInTokenOf(result);
    const { answer } = provider.tokenRequests().at(-1);
    assert.match(answer.scope, /\boffline_access\b/);
    assert.ok(answer.refresh_token);
  });

browserTest('sign-in: a code is redeemed once, even if the response is lost: exit code 4', async (t) => {
  const user = await userWith(t, {});
  const earlier = provider.tokenRequests().length;
  provider.loseAnswers(1);

  const run = await user.startAtTerminal('get-token', '-p', 'x', '-o', 'json');
  const { result } = await signIn(t, run);

  signInErrorOf(result, 4);
  assert.equal(provider.tokenRequests().length, earlier + 1);
});

browserTest('sign-in: not even -vv shows code, verifier or token', async (t) => {
  const user = await userWith(t, {});

  const run = await user.startAtTerminal('get-token', '-p', 'x', '-vv');
  const { result } = await signIn(t, run);

  signedInTokenOf(result);
  const { params, answer } = provider.tokenRequests().at(-1);
  const secrets = [params.code, params.code_verifier, answer.access_token, answer.refresh_token,
    answer.id_token];
  for (const secret of secrets) {
    assert.ok(secret);
    assert.ok(!result.stderr.includes(secret), result.stderr);
  }
});

browserTest('sign-in: without a terminal, in CI or with --no-interaction it exits with 6',
  async (t) => {
    const user = await userWith(t, {});
    const requests = provider.authorizationRequests().length;

    errorOf(await user.getToken('x', '-o', 'json'), 6);
    const quiet = await user.startAtTerminal('get-token', '-p', 'x', '-o', 'json',
      '--no-interaction');
    signInErrorOf(await quiet.ended, 6);
    user.setVariables({ CI: 'true' });
    const inCi = await user.startAtTerminal('get-token', '-p', 'x', '-o', 'json');
    signInErrorOf(await inCi.ended, 6);

    assert.equal(provider.authorizationRequests().length, requests);
  });
