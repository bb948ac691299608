// SPDX-License-Identifier: MIT
// The claims of an assertion for Maskinporten follow from profile and flags, and are no others.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { importJWK } from 'jose';
import { tokenOf } from '../support/expect.mjs';
import { makeJwks } from '../support/keys.mjs';
import { startMaskinporten } from '../support/maskinporten.mjs';
import { assertionOf, checkAssertion, textsOf } from '../support/maskinporten_assertion.mjs';
import { User } from '../support/user.mjs';

const clientId = '5b5f4d3c-0c1d-4e2f-8a3b-0000000000c2';
const kid = 'claims-key';
const scope = 'skatt:some.scope';
const resource = 'https://provider.example/api';
const { publicJwk, privateJwk } = await makeJwks('RS256', kid);
const publicKey = await importJWK(publicJwk, 'RS256');

let maskinporten;
before(async () => {
  maskinporten = await startMaskinporten();
});
after(() => maskinporten.close());

async function userWith(t, keys) {
  const user = await User.create(t);
  await user.writeProfile('x', {
    provider: 'maskinporten',
    issuer: maskinporten.issuer,
    client_id: clientId,
    jwk: await user.secret('jwk', JSON.stringify(privateJwk)),
    scopes: [scope],
    ...keys,
  });
  return user;
}

/** The assertion that a call sends. */
async function assertionFor(user, profile, ...flags) {
  maskinporten.takeTokenRequests();
  tokenOf(await user.getToken(profile, ...flags));
  const requests = maskinporten.takeTokenRequests();
  assert.equal(requests.length, 1);
  return assertionOf(requests[0]);
}

const check = (assertion, expected) =>
  checkAssertion(assertion, {
    key: publicKey,
    header: { alg: 'RS256', typ: 'JWT', kid },
    issuer: maskinporten.issuer,
    clientId,
    scope,
    ...expected,
  });

const scopes = {
  'of the profile': {
    keys: { scopes: ['skatt:some.scope', 'nav:some/other/scope'] },
    expected: 'skatt:some.scope nav:some/other/scope',
  },
  'in one text': {
    keys: { scopes: ' skatt:some.scope,  nav:some/other/scope ' },
    expected: 'skatt:some.scope nav:some/other/scope',
  },
  'of flags': {
    flags: ['-s', 'nav:some/other/scope', '-s', 'a:one  a:two,a:three'],
    expected: 'nav:some/other/scope a:one a:two a:three',
  },
};

for (const [origin, { keys, flags = [], expected }] of Object.entries(scopes)) {
  test(`assertion: scopes ${origin} are joined by single spaces`, async (t) => {
    const user = await userWith(t, keys);

    await check(await assertionFor(user, 'x', ...flags), { scope: expected });
  });
}

// Profile keys, flags, and the claims beside those that every assertion has.
const others = {
  'resource is a string': { keys: { resource }, claims: { resource } },
  'resource is an array where the profile has one': {
    keys: { resource: [resource] },
    claims: { resource: [resource] },
  },
  '--resource adds resource': { flags: ['--resource', resource], claims: { resource } },
  '--resource replaces resource': {
    keys: { resource: 'https://other.example' },
    flags: ['--resource', resource],
    claims: { resource },
  },
  'consumer_org is that of the profile': {
    keys: { consumer_org: '987654321' },
    claims: { consumer_org: '987654321' },
  },
  '--consumer-org adds consumer_org': {
    flags: ['--consumer-org', '012345678'],
    claims: { consumer_org: '012345678' },
  },
  '--consumer-org replaces consumer_org': {
    keys: { consumer_org: '987654321' },
    flags: ['--consumer-org', '012345678'],
    claims: { consumer_org: '012345678' },
  },
};

for (const [name, { keys, flags = [], claims }] of Object.entries(others)) {
  test(name, async (t) => {
    const user = await userWith(t, keys);

    await check(await assertionFor(user, 'x', ...flags), { claims });
  });
}

const systemUser = {
  type: 'urn:altinn:systemuser',
  systemuser_org: { authority: 'iso6523-actorid-upis', ID: '0192:123456789' },
};

test('assertion: authorization_details is an array, with members in the order of the profile',
  async (t) => {
    const details = [systemUser];
    const user = await userWith(t, { authorization_details: JSON.stringify([systemUser]) });

    const assertions = [
      await assertionFor(user, 'x'),
      await assertionFor(user, 'x', '--force'),
    ];

    for (const assertion of assertions) {
      await check(assertion, { claims: { authorization_details: details } });
    }
  });

test('assertion: authorization_details keeps every character', async (t) => {
  const details = [{ ...systemUser, externalRef: 'æøå "\\/ \u0001\u2028 €𝄞' }];
  const user = await userWith(t, { authorization_details: JSON.stringify(details) });

  const { claims } = textsOf(await assertionFor(user, 'x'));

  assert.match(claims, /^[\x20-\x7e]+$/);
  assert.deepEqual(JSON.parse(claims).authorization_details, details);
});

test('assertion: all claims together', async (t) => {
  const user = await userWith(t, {
    resource: [resource],
    consumer_org: '987654321',
    authorization_details: '[{"type": "urn:altinn:systemuser"}]',
  });

  await check(await assertionFor(user, 'x'), {
    claims: {
      resource: [resource],
      consumer_org: '987654321',
      authorization_details: [{ type: 'urn:altinn:systemuser' }],
    },
  });
});

test('assertion: aud is exactly the issuer, for any token endpoint', async (t) => {
  const token_endpoint = maskinporten.tokenEndpoint;
  const user = await userWith(t, { token_endpoint });
  const other = await userWith(t, { token_endpoint, issuer: maskinporten.origin });

  await check(await assertionFor(user, 'x'));
  await check(await assertionFor(other, 'x'), { issuer: maskinporten.origin });
});

const wellKnown = '.well-known/oauth-authorization-server';
const issuerVariables = {
  MASKINPORTEN_ISSUER: () => maskinporten.issuer,
  MASKINPORTEN_WELL_KNOWN_URL: () => maskinporten.issuer + wellKnown,
};

for (const [variable, valueOf] of Object.entries(issuerVariables)) {
  test(`env:maskinporten: with ${variable} it sends the same assertion`, async (t) => {
    const user = await User.create(t);
    user.setVariables({
      MASKINPORTEN_CLIENT_ID: clientId,
      MASKINPORTEN_CLIENT_JWK: JSON.stringify({ ...privateJwk, use: 'sig', alg: 'RS256' }),
      MASKINPORTEN_SCOPES: 'skatt:some.scope nav:some/other/scope',
      [variable]: valueOf(),
    });

    const assertion = await assertionFor(user, 'env:maskinporten', '--resource', resource);

    await check(assertion, {
      scope: 'skatt:some.scope nav:some/other/scope',
      claims: { resource },
    });
  });
}
