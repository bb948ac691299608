// SPDX-License-Identifier: MIT
// `discover` without a profile: a person signs in at login.microsoftonline.com as Microsoft's public
// Graph client, and graph.microsoft.com is asked. Behind both names is the sandbox.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { giveInternet } from './support/internet.mjs';
import { startSandbox } from './support/sandbox.mjs';
import { User } from './support/user.mjs';

const login = 'login.microsoftonline.com';
const graph = 'graph.microsoft.com';
const graphClient = '14d82eec-204b-4c2f-b7e8-296a70dab67e';
const tenant = 'contoso.onmicrosoft.com';

const unescape = (text) => text.replaceAll('&quot;', '"').replaceAll('&#39;', "'")
  .replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

async function start(t) {
  const sandbox = await startSandbox('--base-url', `https://${login}`);
  t.after(() => sandbox.close());
  const origin = new URL(sandbox.control).origin;
  await sandbox.addClient({
    client_id: graphClient,
    public: true,
    redirect_uris: [{ uri: 'http://localhost', platform: 'native' }],
  });
  await fetch(`${sandbox.control}/settings`, {
    method: 'PUT', body: JSON.stringify({ graph_next_link_host: graph }),
  });
  const user = await User.create(t);
  const seen = await giveInternet(t, user, [login, graph], (url, { method, headers, body }) => {
    const path = url.host === graph && !url.pathname.startsWith('/graph/') ?
      `/graph${url.pathname}` : url.pathname;
    const { host, connection, 'content-length': length, ...rest } = headers;
    return fetch(`${origin}${path}${url.search}`, {
      method, headers: rest, ...(body.length > 0 && { body }),
    });
  });
  return { sandbox, origin, user, seen };
}

/** What the browser does: the page of the sandbox, the account, and the way back. */
async function signIn(origin, url, username) {
  const parameters = new URLSearchParams(url.search);
  parameters.set('username', username);
  const answer = await fetch(`${origin}${url.pathname}`, {
    method: 'POST', body: parameters, redirect: 'manual',
  });
  if (answer.status === 302) return fetch(answer.headers.get('location'));
  const html = await answer.text();
  assert.equal(answer.status, 200, html);
  const fields = [...html.matchAll(/name="([^"]*)" value="([^"]*)"/g)]
    .map(([, name, value]) => [unescape(name), unescape(value)]);
  const action = unescape(/action="([^"]*)"/.exec(html)[1]);
  return fetch(action, { method: 'POST', body: new URLSearchParams(fields) });
}

async function discover(t, context, ...words) {
  const run = await context.user.startAtTerminal('discover', ...words);
  const url = await run.openedUrl();
  const page = await signIn(context.origin, url, `ada@${tenant}`);
  assert.equal(page.status, 200, await page.text());
  return { url, result: await run.ended };
}

test('discover: a user signs in once and finds what a plain filter finds', async (t) => {
  const context = await start(t);

  const { url, result } = await discover(t, context, '-t', tenant, '-s', 'YourAPI*', '-o', 'json');

  assert.equal(result.code, 0, result.stderr);
  assert.equal(url.origin, `https://${login}`);
  assert.equal(url.pathname, `/${tenant}/oauth2/v2.0/authorize`);
  assert.equal(url.searchParams.get('client_id'), graphClient);
  assert.ok(url.searchParams.get('scope').split(' ')
    .includes(`https://${graph}/Application.Read.All`));
  const directory = await (await fetch(`${context.sandbox.control}/directory`)).json();
  const expected = directory.applications
    .filter(({ displayName }) => displayName.toLowerCase().startsWith('yourapi'))
    .map(({ appId }) => appId);
  assert.ok(expected.length > 0);
  assert.deepEqual(JSON.parse(result.stdout).map(({ app_id }) => app_id).sort(), expected.sort());
  const hosts = new Set(context.seen.urls.map((each) => new URL(each).host));
  assert.deepEqual(hosts, new Set([login, graph]));

  // The token is cached: the user is not asked again.
  const again = await context.user.run('discover', '-t', tenant, '-s', "O'Brien & Sons*");
  assert.equal(again.code, 0, again.stderr);
  assert.match(again.stdout, /O'Brien & Sons/);
});

test('discover: without a tenant any organization may sign in, and all pages are read', async (t) => {
  const context = await start(t);

  const { url, result } = await discover(t, context, '-s', '*test*', '-o', 'json');

  assert.equal(result.code, 0, result.stderr);
  assert.equal(url.pathname, '/organizations/oauth2/v2.0/authorize');
  const directory = await (await fetch(`${context.sandbox.control}/directory`)).json();
  const expected = directory.applications
    .filter(({ displayName }) => displayName.toLowerCase().includes('test'));
  assert.equal(JSON.parse(result.stdout).length, expected.length);
  const pages = context.seen.urls.filter((each) => each.startsWith(`https://${graph}/`));
  assert.ok(pages.length > 4, 'more than one page');
});
