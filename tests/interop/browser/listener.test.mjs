// SPDX-License-Identifier: MIT
// Where the redirect of a sign-in arrives: what Chromium and others ask for there.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before } from 'node:test';
import { browserTest, giveChromium, takeScreenshot } from '../support/chromium.mjs';
import { signedInTokenOf } from '../support/expect.mjs';
import { Person } from '../support/person.mjs';
import {
  publicClient, publicProfile, redirectUri, startSignInProvider,
} from '../support/sign_in_provider.mjs';
import { User } from '../support/user.mjs';

const otherRedirectUri = 'http://localhost/some/Path';

let provider;
before(async () => {
  provider = await startSignInProvider([
    { ...publicClient, redirect_uris: [redirectUri, otherRedirectUri, 'http://localhost'] },
  ]);
});
after(() => provider.close());

async function startSignIn(t, keys = {}, ...options) {
  const user = await User.create(t);
  await user.writeProfile('x', publicProfile(provider, keys));
  const run = await user.startAtTerminal('get-token', '-p', 'x', ...options);
  const url = await run.openedUrl();
  return { run, url, redirect: new URL(url.searchParams.get('redirect_uri')) };
}

async function finishSignIn(t, { run, url }) {
  const person = await Person.create(t);
  await person.open(url);
  await person.signIn();
  const page = await person.arrive();
  return { page, token: signedInTokenOf(await run.ended) };
}

async function freePort() {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address();
  server.close();
  await once(server, 'close');
  return port;
}

browserTest('redirect listener: keeps the path of redirect_uri, with upper and lower case', async (t) => {
  const signIn = await startSignIn(t, { redirect_uri: otherRedirectUri });

  const { page } = await finishSignIn(t, signIn);

  assert.equal(signIn.redirect.pathname, '/some/Path');
  assert.equal(new URL(page.url).pathname, '/some/Path');
});

browserTest('redirect listener: accepts a redirect_uri without a path', async (t) => {
  const signIn = await startSignIn(t, { redirect_uri: 'http://localhost' });

  await finishSignIn(t, signIn);

  const { params } = provider.tokenRequests().at(-1);
  assert.equal(params.redirect_uri, signIn.url.searchParams.get('redirect_uri'), 'to the letter');
});

browserTest('redirect listener: uses the port of the profile', async (t) => {
  const port = await freePort();
  const signIn = await startSignIn(t, { port });

  const { page } = await finishSignIn(t, signIn);

  assert.equal(signIn.redirect.port, String(port));
  assert.equal(new URL(page.url).port, String(port));
});

browserTest('redirect listener: favicons, other paths and other methods do not end the wait', async (t) => {
  const signIn = await startSignIn(t);
  const { origin } = signIn.redirect;

  for (const path of ['/favicon.ico', '/', '/callback/', '/CALLBACK', '/robots.txt']) {
    assert.equal((await fetch(`${origin}${path}`)).status, 404, path);
  }
  for (const method of ['HEAD', 'PUT', 'DELETE']) {
    const { status } = await fetch(signIn.redirect, { method });
    assert.ok(status >= 400, `${method}: ${status}`);
  }
  assert.ok(!signIn.run.hasEnded);

  await finishSignIn(t, signIn);
});

browserTest('redirect listener: a redirect with a wrong state gets a response and changes nothing', async (t) => {
  const signIn = await startSignIn(t);
  const earlier = provider.tokenRequests().length;
  const state = signIn.url.searchParams.get('state');
  const forged = [
    'code=stolen&state=wrong', 'code=stolen', 'error=access_denied&state=wrong',
    'error=access_denied', `code=stolen&state=${state}&state=${state}`, `state=${state}`,
  ];

  // In another tab of the same browser, as a hostile page would do it.
  const { page } = await Person.create(t);
  for (const query of forged) {
    const response = await page.goto(`${signIn.redirect}?${query}`);
    assert.ok(response.status() >= 400, query);
    assert.ok(!(await page.content()).includes('stolen'));
  }
  assert.ok(!signIn.run.hasEnded);
  assert.equal(provider.tokenRequests().length, earlier);

  await finishSignIn(t, signIn);
});

browserTest('redirect listener: binds only the loopback addresses of IPv4 and IPv6', async (t) => {
  const signIn = await startSignIn(t);
  const { port } = signIn.redirect;
  const addresses = Object.values(networkInterfaces()).flat()
    .filter(({ scopeid }) => !scopeid)
    .map(({ address, family }) => (family === 'IPv6' ? `[${address}]` : address));

  const reached = [];
  for (const address of addresses) {
    const options = { signal: AbortSignal.timeout(2000) };
    const response = await fetch(`http://${address}:${port}/favicon.ico`, options)
      .catch(() => undefined);
    if (response) reached.push(address);
  }

  const loopback = addresses.filter((address) => /^127\.|^\[::1\]$/.test(address));
  assert.deepEqual(reached.sort(), loopback.sort());
  await finishSignIn(t, signIn);
});

browserTest('--no-browser: starts no browser and accepts the pasted address', async (t) => {
  const user = await User.create(t);
  await user.writeProfile('x', publicProfile(provider));
  const run = await user.startAtTerminal('get-token', '-p', 'x', '--no-browser');
  const [url] = await run.said(/http:\/\/127\.0\.0\.1:\d+\/auth\?\S+/);

  const person = await Person.create(t);
  const { failedUrl } = await person.moveElsewhere();
  await person.open(url);
  await person.signIn();
  run.type('  ');
  run.type('http://localhost/callback?code=x&state=wrong');
  run.type(await failedUrl);

  signedInTokenOf(await run.ended);
  await assert.rejects(run.openedUrl(), /a browser: ended/);
});

browserTest('$BROWSER: Chromium is started, left running, and delays nothing', async (t) => {
  const user = await User.create(t);
  await user.writeProfile('x', publicProfile(provider));
  const chromium = await giveChromium(user);
  const run = await user.startAtTerminal('get-token', '-p', 'x');

  const { page, close } = await chromium.connect(t);
  const person = new Person(page);
  await person.signIn();
  await page.waitForURL(({ hostname }) => hostname === 'localhost');
  await takeScreenshot(page, 'started-by-entra-auth-cli');

  signedInTokenOf(await run.ended);
  assert.equal(await page.evaluate('1 + 1'), 2, 'the browser is still there');
  await close();
});
