// SPDX-License-Identifier: MIT
// `inspect --verify` of tokens from Microsoft's clouds, of both versions, where nobody is named: the
// token's own issuer is asked, at the host of its cloud.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { errorOf } from '../support/expect.mjs';
import { giveInternet } from '../support/internet.mjs';
import { User } from '../support/user.mjs';
import { makeSigner, refused, sign, verified, verifyAs } from '../support/verification.mjs';

const signer = await makeSigner('RS256');
const tenant = '5a0db0c5-7b1e-4d0a-9c3e-6f1f2d3c4b5a';
const other = '11111111-2222-4333-8444-555555555555';
const hosts = ['login.microsoftonline.com', 'login.microsoftonline.us',
  'login.partner.microsoftonline.cn'];

/** An internet where `host` knows this issuer, in metadata and keys of this version. */
async function userWith(t, { host, issuer, version, keyIssuer }) {
  const user = await User.create(t);
  const base = `https://${host}/${tenant}`;
  const path = version === '1.0' ? '' : '/v2.0';
  const metadata = `${base}${path}/.well-known/openid-configuration`;
  const keys = `${base}/discovery${path}/keys`;
  const answers = {
    [metadata]: { issuer, jwks_uri: keys, token_endpoint: `${base}/oauth2${path}/token` },
    [keys]: { keys: [{ ...signer.publicJwk, use: 'sig', ...(keyIssuer && { issuer: keyIssuer }) }] },
  };
  const seen = await giveInternet(t, user, hosts, ({ href }) => answers[href]);
  return { user, seen, metadata, keys };
}

const clouds = {
  'public, v2': ['login.microsoftonline.com', 'https://login.microsoftonline.com/*/v2.0', '2.0'],
  'public, v1': ['login.microsoftonline.com', 'https://sts.windows.net/*/', '1.0'],
  'US government, v2': ['login.microsoftonline.us', 'https://login.microsoftonline.us/*/v2.0', '2.0'],
  'China, v2': ['login.partner.microsoftonline.cn',
    'https://login.partner.microsoftonline.cn/*/v2.0', '2.0'],
  'China, v1': ['login.partner.microsoftonline.cn', 'https://sts.chinacloudapi.cn/*/', '1.0'],
};

for (const [name, [host, template, version]] of Object.entries(clouds)) {
  describe(name, () => {
    const issuer = template.replace('*', tenant);
    const keyIssuer = version === '2.0' ? template.replace('*', '{tenantid}') : undefined;
    const claims = { iss: issuer, tid: tenant, ver: version, aud: 'api' };

    test('a token is verified with requests to its cloud only', async (t) => {
      const { user, seen, metadata, keys } = await userWith(t, { host, issuer, version, keyIssuer });

      verified(await verifyAs(user, await sign(signer, claims), '--audience', 'api'));

      assert.deepEqual(seen.urls, [metadata, keys]);
      assert.deepEqual([...new Set(seen.connections)], [`${host}:443`]);
    });

    test('a token of another tenant under that issuer is refused without a request',
      async (t) => {
        const { user, seen } = await userWith(t, { host, issuer, version, keyIssuer });

        errorOf(await verifyAs(user, await sign(signer, { ...claims, tid: other })), 64);

        assert.deepEqual(seen.connections, []);
      });

    test('metadata of another issuer is refused', async (t) => {
      const { user } = await userWith(t, {
        host, issuer: template.replace('*', other), version, keyIssuer,
      });

      errorOf(await verifyAs(user, await sign(signer, claims)), 4);
    });
  });
}

test('clouds: a key of the consumers\' tenant verifies no other tenant\'s token', async (t) => {
  const issuer = `https://login.microsoftonline.com/${tenant}/v2.0`;
  const { user } = await userWith(t, {
    host: 'login.microsoftonline.com',
    issuer,
    version: '2.0',
    keyIssuer: 'https://login.microsoftonline.com/9188040d-6c67-4c5b-b112-36a304b66dad/v2.0',
  });

  const token = await sign(signer, { iss: issuer, tid: tenant, ver: '2.0' });
  refused(await verifyAs(user, token), 'key');
});

test('clouds: the cloud of a profile provides its tokens', async (t) => {
  const host = 'login.microsoftonline.us';
  const { user, seen, metadata } = await userWith(t, {
    host, issuer: `https://sts.windows.net/${tenant}/`, version: '1.0',
  });
  await user.writeProfile('gov', {
    cloud: 'usgov', tenant_id: tenant, client_id: tenant, flow: 'interactive-browser',
  });

  const token = await sign(signer, {
    iss: `https://sts.windows.net/${tenant}/`, tid: tenant, ver: '1.0',
  });
  verified(await verifyAs(user, token, '-p', 'gov'));

  assert.equal(seen.urls[0], metadata);
});
