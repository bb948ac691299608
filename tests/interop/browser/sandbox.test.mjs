// SPDX-License-Identifier: MIT
// A person signs in at the sandbox with Chromium, as at Entra ID: the code comes in a form.
import assert from 'node:assert/strict';
import { after, before } from 'node:test';
import { createRemoteJWKSet, decodeJwt, jwtVerify } from 'jose';
import { browserTest, keepingTest, takeScreenshot } from '../support/chromium.mjs';
import { signedInTokenOf, signInErrorOf, tokenOf } from '../support/expect.mjs';
import { makeCertificate } from '../support/keys.mjs';
import { Person } from '../support/person.mjs';
import { startSandbox } from '../support/sandbox.mjs';
import { User } from '../support/user.mjs';

const publicClient = '00000000-0000-0000-0000-000000000003';
const sandboxApi = '00000000-0000-0000-0000-0000000000a1';
const ada = {
  username: 'ada@contoso.onmicrosoft.com',
  oid: 'ada00000-0000-4000-8000-000000000001',
};
const bob = {
  username: 'bob@contoso.onmicrosoft.com',
  oid: 'b0b00000-0000-4000-8000-000000000002',
};

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.close());

async function userOf(t, { authority, tenant_id }, keys = {}) {
  const user = await User.create(t);
  await user.writeProfile('x', {
    authority,
    tenant_id,
    client_id: publicClient,
    flow: 'interactive-browser',
    scopes: ['api://sandbox-api/data.read'],
    ...keys,
  });
  return user;
}

/** Opens the sign-in page and presses `button` there: the name of an account, or Cancel. */
async function press(t, run, button, { screenshot, ...options } = {}) {
  const person = await Person.create(t, options);
  const url = await run.openedUrl();
  await person.open(url);
  await person.page.getByRole('button', { name: button }).waitFor();
  await takeScreenshot(person.page, 'sandbox-sign-in');
  await person.press(button);
  const page = await person.arrive(screenshot);
  return { url, person, page, result: await run.ended };
}

for (const { username, oid } of [ada, bob]) {
  browserTest(`${username} signs in, and the token is theirs`, async (t) => {
    const user = await userOf(t, sandbox);

    const run = await user.startAtTerminal('get-token', '-p', 'x');
    const { page, result } = await press(t, run, username, { screenshot: 'sandbox-signed-in' });

    const metadata = await (await fetch(sandbox.metadata)).json();
    const keys = createRemoteJWKSet(new URL(metadata.jwks_uri));
    const { payload } = await jwtVerify(signedInTokenOf(result), keys, {
      issuer: metadata.issuer,
      audience: sandboxApi,
    });
    assert.equal(payload.oid, oid);
    assert.equal(payload.scp, 'data.read');
    assert.equal(page.status, 200);
  });
}

browserTest('sandbox sign-in: the code is posted as a form, so address bar and history do not have it', async (t) => {
  const user = await userOf(t, sandbox, { redirect_uri: 'http://localhost/callback' });

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { url, person, page, result } = await press(t, run, ada.username);

  signedInTokenOf(result);
  assert.equal(url.searchParams.get('response_mode'), 'form_post');
  assert.equal(page.method, 'POST');
  assert.equal(page.url, url.searchParams.get('redirect_uri'));
  const history = await person.history();
  assert.ok(history.length > 1);
  for (const address of history) assert.doesNotMatch(address, /[?&]code=/);
});

browserTest('sandbox sign-in: Cancel exits with 3, and the page says so', async (t) => {
  const user = await userOf(t, sandbox);
  await sandbox.takeTokenRequests();

  const run = await user.startAtTerminal('get-token', '-p', 'x', '-o', 'json');
  const { page, result } = await press(t, run, 'Cancel', { screenshot: 'sandbox-declined' });

  const error = signInErrorOf(result, 3);
  assert.equal(error.error, 'access_denied');
  assert.ok(error.hint);
  assert.doesNotMatch(page.text, /signed in/i);
  assert.deepEqual(await sandbox.takeTokenRequests(), []);
});

browserTest('sandbox sign-in: a page loaded over https may post its form to this machine', async (t) => {
  const user = await User.create(t);
  await makeCertificate(user.path('server.pem'), '127.0.0.1');
  const secure = await startSandbox('--tls-certificate', user.path('server.pem.crt'),
    '--tls-key', user.path('server.pem.key'));
  t.after(() => secure.close());
  await user.writeProfile('x', {
    authority: secure.authority,
    tenant_id: secure.tenant_id,
    ca_file: user.path('server.pem.crt'),
    client_id: publicClient,
    flow: 'interactive-browser',
    scopes: ['api://sandbox-api/data.read'],
  });

  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const { url, page, result } = await press(t, run, ada.username, { ignoreHTTPSErrors: true });

  assert.equal(url.protocol, 'https:');
  assert.equal(page.method, 'POST');
  assert.equal(decodeJwt(signedInTokenOf(result)).oid, ada.oid);
});

keepingTest('sandbox sign-in: later calls use the cache, then the refresh token',
  async (t) => {
    const user = await userOf(t, sandbox);
    const run = await user.startAtTerminal('get-token', '-p', 'x');
    const { result } = await press(t, run, ada.username);
    const token = signedInTokenOf(result);
    await sandbox.takeTokenRequests();

    assert.equal(tokenOf(await user.getToken('x')), token);
    const renewed = tokenOf(await user.run('refresh', '-p', 'x'));

    assert.notEqual(renewed, token);
    assert.equal(decodeJwt(renewed).oid, ada.oid);
    const grants = (await sandbox.takeTokenRequests()).map(({ form }) => form.grant_type);
    assert.deepEqual(grants, ['refresh_token']);
  });

browserTest('sandbox sign-in: a user enters the device code on the sandbox\'s page', async (t) => {
  const user = await userOf(t, sandbox, { flow: 'device-code' });
  const run = await user.startAtTerminal('get-token', '-p', 'x');
  const [address] = await run.said(/http:\/\/\S+\/deviceauth/);
  const [, code] = await run.said(/\bcode:? +"?([A-Z0-9-]{8,})/);

  const person = await Person.create(t);
  await person.open(address);
  await person.page.getByRole('textbox').fill(code);
  await person.page.getByRole('textbox').press('Enter');
  await person.press(ada.username);
  await person.press('Continue');
  await person.page.waitForLoadState();
  await takeScreenshot(person.page, 'sandbox-device');

  assert.equal(decodeJwt(signedInTokenOf(await run.ended)).oid, ada.oid);
});
