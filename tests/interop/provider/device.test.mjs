// SPDX-License-Identifier: MIT
// The device flow at oidc-provider: a person confirms in Chromium what a terminal shows.
import assert from 'node:assert/strict';
import { after, before, beforeEach } from 'node:test';
import { browserTest, takeScreenshot } from '../support/chromium.mjs';
import { errorOf, signedInTokenOf, signInErrorOf, tokenOf } from '../support/expect.mjs';
import { name, Person } from '../support/person.mjs';
import {
  deviceGrant, publicClient, publicProfile, startSignInProvider,
} from '../support/sign_in_provider.mjs';
import { waitFor } from '../support/terminal.mjs';
import { User } from '../support/user.mjs';

let provider;
before(async () => {
  provider = await startSignInProvider();
});
// Without it, clients wait for five seconds between two questions.
beforeEach(() => provider.setDeviceAnswer({ interval: 1 }));
after(() => provider.close());

async function start(t, ...options) {
  const user = await User.create(t);
  await user.writeProfile('x', publicProfile(provider, { flow: 'device-code' }));
  const earlier = provider.tokenRequests().length;
  const run = await user.startAtTerminal('get-token', '-p', 'x', ...options);
  await run.said(/user_code=|[A-Z]{4}-[A-Z]{4}/);
  const { params, answer } = provider.deviceRequests().at(-1);
  return { user, run, params, answer, polls: () => provider.tokenRequests().slice(earlier) };
}

/** Opens the page and confirms that the code is the right one. */
async function confirm(t, url) {
  const person = await Person.create(t);
  await person.open(url);
  await person.page.getByText('Confirm Device').waitFor();
  return person;
}

async function allow(person, screenshot) {
  await person.press('Continue');
  await person.signIn();
  await person.page.getByText('Sign-in Success').waitFor();
  if (screenshot) await takeScreenshot(person.page, screenshot);
}

browserTest('device-code: a user types the code, and userinfo accepts the token as that user\'s',
  async (t) => {
    const { run, params, answer, polls } = await start(t);
    const [shownCode] = await run.said(/[A-Z]{4}-[A-Z]{4}/);
    const [shownUrl] = await run.said(/http:\/\/\S+\/device(?=\s)/);

    const person = await Person.create(t);
    await person.open(shownUrl);
    await person.page.getByRole('textbox').fill(shownCode);
    await person.press('Continue');
    await person.page.getByText('Confirm Device').waitFor();
    await takeScreenshot(person.page, 'device-confirm');
    await allow(person, 'device-allowed');

    const token = signedInTokenOf(await run.ended);
    assert.equal((await provider.userinfo(token)).sub, name);
    assert.equal(shownCode, answer.user_code);
    assert.equal(params.client_id, publicClient.client_id);
    assert.deepEqual(params.scope.split(' ').sort(), ['offline_access', 'openid']);
    for (const { params: poll } of polls()) {
      assert.equal(poll.grant_type, deviceGrant);
      assert.equal(poll.device_code, answer.device_code);
    }
  });

browserTest('device-code: the complete address needs no typing, and the next call uses the cache',
  async (t) => {
    const { user, run, answer } = await start(t);
    const [shown] = await run.said(/http:\/\/\S+[?&]user_code=[\w-]+/);
    assert.equal(shown, answer.verification_uri_complete);

    await allow(await confirm(t, shown));

    const result = await run.ended;
    const token = signedInTokenOf(result);
    assert.ok(!result.stderr.includes(answer.device_code), 'the device code is a secret');
    const requests = provider.requests.length;
    assert.equal(tokenOf(await user.getToken('x')), token);
    assert.equal(provider.requests.length, requests);
  });

browserTest('device-code: no browser is started', async (t) => {
  const { run, answer } = await start(t);
  await allow(await confirm(t, answer.verification_uri_complete));
  signedInTokenOf(await run.ended);
  await assert.rejects(run.openedUrl(), /a browser: ended/);
});

browserTest('device-code: a user who aborts gets exit code 3', async (t) => {
  const { run, answer } = await start(t, '-o', 'json');

  const person = await confirm(t, answer.verification_uri_complete);
  await person.press('Abort');

  assert.equal(signInErrorOf(await run.ended, 3).error, 'access_denied');
});

browserTest('device-code: a code that the server calls expired exits with 5', async (t) => {
  provider.answerNext('/token', 400, { error: 'expired_token' });
  const { run, polls } = await start(t, '-o', 'json');

  assert.equal(signInErrorOf(await run.ended, 5).error, 'expired_token');
  assert.equal(polls().length, 1);
});

browserTest('device-code: a code that is not entered in time exits with 5 soon after', async (t) => {
  provider.setDeviceAnswer({ interval: 1, expires_in: 3 });
  const { run, polls } = await start(t, '-o', 'json');
  const began = performance.now();

  assert.equal(signInErrorOf(await run.ended, 5).error, 'expired_token');
  assert.ok(performance.now() - began < 6_000);
  assert.ok(polls().length <= 4);
});

browserTest('device-code: slow_down makes all later waits five seconds longer', async (t) => {
  provider.answerNext('/token', 400, { error: 'slow_down' });
  const { run, answer, polls } = await start(t);

  await waitFor('the second question', () => polls().length >= 2);
  await allow(await confirm(t, answer.verification_uri_complete));

  signedInTokenOf(await run.ended);
  const times = polls().map(({ time }) => time);
  assert.ok(times.length >= 3);
  for (let i = 1; i < times.length; i += 1) {
    const waited = times[i] - times[i - 1];
    assert.ok(waited >= 5_950 && waited < 9_000, `${waited}`);
  }
});

browserTest('device-code: keeps to the interval of the server', async (t) => {
  provider.setDeviceAnswer({ interval: 2 });
  const { run, answer, polls } = await start(t);
  const person = await confirm(t, answer.verification_uri_complete);
  await waitFor('the second question', () => polls().length >= 2);
  await allow(person);

  signedInTokenOf(await run.ended);
  const times = polls().map(({ time }) => time);
  for (let i = 1; i < times.length; i += 1) assert.ok(times[i] - times[i - 1] >= 1_950);
});

browserTest('device-code: a server that fails once during the wait is polled again', async (t) => {
  provider.answerNext('/token', 503, { error: 'temporarily_unavailable' });
  const { run, answer, polls } = await start(t);

  await allow(await confirm(t, answer.verification_uri_complete));

  signedInTokenOf(await run.ended);
  assert.ok(polls().length >= 2);
});

browserTest('device-code: without a terminal no code is requested: exit code 6', async (t) => {
  const user = await User.create(t);
  await user.writeProfile('x', publicProfile(provider, { flow: 'device-code' }));
  const earlier = provider.deviceRequests().length;

  errorOf(await user.getToken('x', '-o', 'json'), 6);

  assert.equal(provider.deviceRequests().length, earlier);
});
