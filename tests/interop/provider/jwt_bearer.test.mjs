// SPDX-License-Identifier: MIT
// Provider maskinporten against oidc-provider, whose grant lets jose judge the assertion.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { answerOf, errorOf, tokenOf } from '../support/expect.mjs';
import { addJwtBearerGrant } from '../support/jwt_bearer_grant.mjs';
import { makeJwks } from '../support/keys.mjs';
import { jwtBearer } from '../support/maskinporten.mjs';
import { startProvider } from '../support/provider.mjs';
import { User } from '../support/user.mjs';

const kid = 'jwt-bearer-key';
const { publicJwk, privateJwk } = await makeJwks('RS256', kid);
const wrongJwk = (await makeJwks('RS256', kid)).privateJwk;
const client = {
  client_id: 'jwt-bearer',
  token_endpoint_auth_method: 'none',
  grant_types: [jwtBearer],
  jwks: { keys: [publicJwk] },
};

let provider;
let findToken;
const forms = [];
before(async () => {
  const extend = (oidcProvider) => {
    addJwtBearerGrant(oidcProvider, forms);
    findToken = (token) => oidcProvider.ClientCredentials.find(token);
  };
  provider = await startProvider([client], { extend });
});
after(() => provider.close());

async function userWith(t, jwk, keys) {
  const user = await User.create(t);
  await user.writeProfile('x', {
    provider: 'maskinporten',
    issuer: provider.issuer,
    client_id: client.client_id,
    jwk: await user.secret('jwk', JSON.stringify(jwk)),
    scopes: ['api:read', 'api:write'],
    ...keys,
  });
  return user;
}

const places = {
  'found by the issuer': () => ({}),
  'given': () => ({ token_endpoint: provider.tokenEndpoint }),
};

for (const [place, placeKeys] of Object.entries(places)) {
  test(`jwt-bearer: the token of the provider is printed, token endpoint ${place}`, async (t) => {
    const user = await userWith(t, privateJwk, placeKeys());
    const earlier = provider.requests.length;

    const token = tokenOf(await user.getToken('x'));

    const { clientId, scope } = await findToken(token);
    assert.deepEqual({ clientId, scope }, {
      clientId: client.client_id,
      scope: 'api:read api:write',
    });
    assert.deepEqual([...new URLSearchParams(forms.at(-1)).keys()], ['grant_type', 'assertion']);
    const found = place.startsWith('found') ? ['/.well-known/oauth-authorization-server'] : [];
    assert.deepEqual(provider.requests.slice(earlier).map(({ path }) => path),
      [...found, '/token']);
  });
}

for (const alg of ['RS256', 'RS384', 'RS512']) {
  test(`jwt-bearer: the provider accepts an assertion signed with ${alg}`, async (t) => {
    const user = await userWith(t, privateJwk, { token_endpoint_auth_signing_alg: alg });

    tokenOf(await user.getToken('x'));
  });
}

test('jwt-bearer: the second call makes no request', async (t) => {
  const user = await userWith(t, privateJwk);

  const first = tokenOf(await user.getToken('x'));
  const requests = provider.requests.length;
  const second = tokenOf(await user.getToken('x'));
  const answer = answerOf(await user.getToken('x', '-o', 'json'));

  assert.equal(provider.requests.length, requests);
  assert.equal(second, first);
  assert.equal(answer.access_token, first);
  assert.equal(answer.source, 'cache');
});

test('jwt-bearer: no assertion is used twice, neither with --force nor by a retry', async (t) => {
  const user = await userWith(t, privateJwk);
  const earlier = forms.length;

  const tokens = [tokenOf(await user.getToken('x')), tokenOf(await user.getToken('x', '--force'))];
  // The provider has used up the first assertion when the answer is lost.
  provider.loseAnswers(1);
  tokens.push(tokenOf(await user.getToken('x', '--force')));

  assert.equal(new Set(tokens).size, 3);
  assert.equal(forms.length - earlier, 4);

  // The server does watch: the last one again is refused.
  const again = await fetch(provider.tokenEndpoint, {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: forms.at(-1),
  });
  assert.equal((await again.json()).error, 'invalid_grant');
});

const refusals = {
  'a wrong key': (t) => userWith(t, wrongJwk),
  'an unknown key id': (t) => userWith(t, privateJwk, { key_id: 'unknown' }),
  'another audience': (t) =>
    userWith(t, privateJwk, {
      issuer: `${provider.issuer}/`,
      token_endpoint: provider.tokenEndpoint,
    }),
};

for (const [reason, makeUser] of Object.entries(refusals)) {
  test(`jwt-bearer: ${reason} is refused and exits with 3`, async (t) => {
    const user = await makeUser(t);
    const earlier = forms.length;

    const result = await user.getToken('x', '-o', 'json');

    assert.equal(errorOf(result, 3).error, 'invalid_grant');
    assert.equal(forms.length - earlier, 1, 'a refusal is not tried again');
  });
}
