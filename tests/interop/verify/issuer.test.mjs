// SPDX-License-Identifier: MIT
// `inspect --verify --issuer` and issuers whose metadata or keys are wrong: nobody is believed who
// was not named, and keys that cannot be had are an error of the network.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errorOf } from '../support/expect.mjs';
import { authorizationServerPath, openIdPath, startIssuer } from '../support/issuer.mjs';
import { setTrap } from '../support/trap.mjs';
import { User } from '../support/user.mjs';
import { makeSigner, refused, sign, verified, verifyAs } from '../support/verification.mjs';

const signer = await makeSigner('ES256');

async function start(t) {
  const issuer = await startIssuer(t);
  const user = await User.create(t);
  const token = await sign(signer, { iss: issuer.url });
  return { issuer, user, verify: () => verifyAs(user, token, '--issuer', issuer.url) };
}

test('issuer: its keys are found by OpenID metadata', async (t) => {
  const { issuer, verify } = await start(t);
  Object.assign(issuer.answers, { [openIdPath]: issuer.metadata(), '/jwks': signer.jwks });

  verified(await verify());

  assert.deepEqual(issuer.paths, [openIdPath, '/jwks']);
});

test('issuer: its keys are found by authorization server metadata', async (t) => {
  const { issuer, verify } = await start(t);
  issuer.answers[authorizationServerPath] = issuer.metadata();
  issuer.answers['/jwks'] = signer.jwks;

  verified(await verify());

  assert.deepEqual(issuer.paths, [openIdPath, authorizationServerPath, '/jwks']);
});

test('issuer: its metadata needs no token endpoint', async (t) => {
  const { issuer, verify } = await start(t);
  issuer.answers[openIdPath] = issuer.metadata({ token_endpoint: undefined });
  issuer.answers['/jwks'] = signer.jwks;

  verified(await verify());
});

const atOnce = { concurrency: true };  // most of the time goes by between attempts

describe('wrong metadata exits with 4, and no keys are fetched', atOnce, () => {
  const wrong = {
    'of another issuer': ({ metadata }) => metadata({ issuer: 'https://issuer.example' }),
    'with a slash': ({ url, metadata }) => metadata({ issuer: `${url}/` }),
    'without issuer': ({ metadata }) => metadata({ issuer: undefined }),
    'with an issuer that is no text': ({ url, metadata }) => metadata({ issuer: [url] }),
    'with issuer twice': ({ url, metadata }) =>
      `{"issuer":"${url}",${JSON.stringify(metadata()).slice(1)}`,
    'without keys': ({ metadata }) => metadata({ jwks_uri: undefined }),
    'with keys in a file': ({ metadata }) => metadata({ jwks_uri: 'file:///etc/hostname' }),
    'with keys over http elsewhere': ({ metadata }) =>
      metadata({ jwks_uri: 'http://issuer.example/jwks' }),
    'with keys at a path': ({ metadata }) => metadata({ jwks_uri: '/jwks' }),
    'that is a list': ({ metadata }) => [metadata()],
    'that is no JSON': () => '<html></html>',
    'that is empty': () => '',
    'that is too large': ({ metadata }) => metadata({ x: 'x'.repeat(2 * 1024 * 1024) }),
    'that is deep': () => `{"a":${'['.repeat(10_000)}${']'.repeat(10_000)}}`,
  };

  for (const [what, describeIssuer] of Object.entries(wrong)) {
    test(what, async (t) => {
      const { issuer, verify } = await start(t);
      issuer.answers[openIdPath] = describeIssuer(issuer);
      issuer.answers['/jwks'] = signer.jwks;

      errorOf(await verify(), 4);

      assert.ok(issuer.paths.includes(openIdPath));
      assert.ok(!issuer.paths.includes('/jwks'));
    });
  }

  test('wrong metadata is not cached: the next call succeeds', async (t) => {
    const { issuer, verify } = await start(t);
    issuer.answers[openIdPath] = issuer.metadata({ issuer: 'https://issuer.example' });
    issuer.answers['/jwks'] = signer.jwks;
    errorOf(await verify(), 4);

    issuer.answers[openIdPath] = issuer.metadata();

    verified(await verify());
  });
});

describe('unavailable keys exit with 4', atOnce, () => {
  const reply = (status, headers = {}) => (request, response) =>
    response.writeHead(status, headers).end();
  const wrong = {
    'that are missing': undefined,
    'that are forbidden': reply(403),
    'behind an error': reply(500),
    'that are nothing': reply(204),
    'that are no JSON': '<html></html>',
    'that are no set': signer.publicJwk,
    'that are a list': [signer.publicJwk],
    'that are too many': { ...signer.jwks, x: 'x'.repeat(2 * 1024 * 1024) },
    'behind a connection that breaks off': (request, response) => response.destroy(),
    'that are cut off': (request, response) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' });
      response.write(JSON.stringify(signer.jwks));
      setTimeout(() => response.destroy(), 20);
    },
  };

  for (const [what, answer] of Object.entries(wrong)) {
    test(what, async (t) => {
      const { issuer, verify } = await start(t);
      issuer.answers[openIdPath] = issuer.metadata();
      issuer.answers['/jwks'] = answer;

      errorOf(await verify(), 4);
      assert.ok(issuer.paths.includes('/jwks'));

      issuer.answers['/jwks'] = signer.jwks;
      verified(await verify());
    });
  }

  test('an empty key set is valid: the token is refused', async (t) => {
    const { issuer, verify } = await start(t);
    issuer.answers[openIdPath] = issuer.metadata();
    issuer.answers['/jwks'] = { keys: [] };

    refused(await verify(), 'key');
  });
});

describe('a redirect is not followed', () => {
  for (const path of [openIdPath, '/jwks']) {
    test(`of ${path}`, async (t) => {
      const trap = await setTrap(t);
      const { issuer, verify } = await start(t);
      Object.assign(issuer.answers, { [openIdPath]: issuer.metadata(), '/jwks': signer.jwks });
      issuer.answers[path] = (request, response) =>
        response.writeHead(302, { location: `http://${trap.address}${path}` }).end();

      errorOf(await verify(), 4);

      assert.ok(issuer.paths.includes(path));
      assert.equal(trap.connections, 0);
    });
  }
});

describe('an impossible issuer', () => {
  const issuers = ['issuer.example', 'http://issuer.example', 'file:///etc', 'ftp://127.0.0.1',
    'javascript:alert(1)', 'https://user:word@127.0.0.1', 'https://', '-p', '{tenantid}',
    'https://issuer.example\r\nx: y'];

  for (const issuer of issuers) {
    test(`${JSON.stringify(issuer)}: an error, nothing on stdout`, async (t) => {
      const user = await User.create(t);

      const result = await verifyAs(user, await sign(signer, { iss: issuer }),
        `--issuer=${issuer}`);

      assert.ok([4, 7, 64].includes(result.code), `${result.code} ${result.stderr}`);
      assert.equal(result.stdout, '');
      assert.ok(!result.stderr.includes('word@'), 'a password is not shown');
    });
  }
});

test('issuer: without a response it times out with exit code 5 and an empty stdout', async (t) => {
  const { issuer, user, verify } = await start(t);
  user.setVariables({ ENTRA_AUTH_CLI_TIMEOUT: '1s' });
  issuer.answers[openIdPath] = () => {};

  errorOf(await verify(), 5);

  assert.ok(issuer.paths.includes(openIdPath));
});
