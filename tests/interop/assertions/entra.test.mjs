// SPDX-License-Identifier: MIT
// The client assertions of provider entra, as the sandbox received them, checked by jose.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { importJWK, jwtVerify, SignJWT } from 'jose';
import { tokenOf, uuidV4 } from '../support/expect.mjs';
import { makeCertificate, makeJwks, makePfx } from '../support/keys.mjs';
import { startSandbox } from '../support/sandbox.mjs';
import { User } from '../support/user.mjs';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';
const clientId = '00000000-0000-0000-0000-0000000000c1';

let sandbox;
before(async () => {
  sandbox = await startSandbox();
});
after(() => sandbox.close());

const writeProfile = (user, keys) =>
  user.writeProfile('x', {
    authority: sandbox.authority,
    tenant_id: sandbox.tenant_id,
    client_id: clientId,
    scopes: [sandbox.scope],
    ...keys,
  });

/** The assertions of two token requests, which hold nothing else that is not documented. */
async function takeAssertions(user) {
  await sandbox.takeTokenRequests();
  tokenOf(await user.getToken('x', '--force'));
  tokenOf(await user.getToken('x', '--force'));
  const requests = await sandbox.takeTokenRequests();
  assert.equal(requests.length, 2);
  return requests.map(({ form, headers }) => {
    const { client_assertion: assertion, ...others } = form;
    assert.deepEqual(others, {
      grant_type: 'client_credentials',
      client_id: clientId,
      scope: sandbox.scope,
      client_assertion_type: assertionType,
    });
    assert.equal(headers.authorization, undefined);
    return assertion;
  });
}

/** Checks the assertions of two token requests: their headers are these, their claims all. */
async function checkAssertions(user, key, expectedHeader) {
  const ids = new Set();
  for (const assertion of await takeAssertions(user)) {
    const { payload, protectedHeader } = await jwtVerify(assertion, key, {
      algorithms: [expectedHeader.alg],
      audience: sandbox.token_endpoint,
      issuer: clientId,
      subject: clientId,
      maxTokenAge: 60,
    });
    const { jti, iat, ...others } = payload;
    assert.deepEqual(protectedHeader, expectedHeader);
    assert.deepEqual(others, {
      aud: sandbox.token_endpoint,
      iss: clientId,
      sub: clientId,
      nbf: iat,
      exp: iat + 600,
    });
    assert.match(jti, uuidV4);
    ids.add(jti);
  }
  assert.equal(ids.size, 2, 'every request has an id of its own');
}

/** A certificate that the sandbox knows, and its thumbprints as they stand in JOSE headers. */
async function registerCertificate(user) {
  const path = user.path('client.pem');
  const { x509, certificatePem } = await makeCertificate(path, 'client');
  await sandbox.addClient({ client_id: clientId, certificates: [certificatePem] });
  const encode = (fingerprint) =>
    Buffer.from(fingerprint.replaceAll(':', ''), 'hex').toString('base64url');
  return {
    path,
    key: x509.publicKey,
    der: x509.raw.toString('base64'),
    x5t: encode(x509.fingerprint),
    x5tS256: encode(x509.fingerprint256),
  };
}

test('client assertion: a certificate signs with PS256 and is named by x5t#S256', async (t) => {
  const user = await User.create(t);
  const { path, key, x5tS256 } = await registerCertificate(user);
  await writeProfile(user, { certificate_path: path });

  await checkAssertions(user, key, { alg: 'PS256', typ: 'JWT', 'x5t#S256': x5tS256 });
});

test('client assertion: with RS256 a certificate is named by x5t', async (t) => {
  const user = await User.create(t);
  const { path, key, x5t } = await registerCertificate(user);
  await writeProfile(user, {
    certificate_path: path,
    token_endpoint_auth_signing_alg: 'RS256',
  });

  await checkAssertions(user, key, { alg: 'RS256', typ: 'JWT', x5t });
});

test('client assertion: send_x5c sends the certificate', async (t) => {
  const user = await User.create(t);
  const { path, key, x5tS256, der } = await registerCertificate(user);
  await writeProfile(user, { certificate_path: path, send_x5c: true });

  await checkAssertions(user, key, {
    alg: 'PS256',
    typ: 'JWT',
    'x5t#S256': x5tS256,
    x5c: [der],
  });
});

test('client assertion: a certificate in a PFX made by openssl gives the same', async (t) => {
  const user = await User.create(t);
  const password = 'pfx & password';
  const { path, key, x5tS256 } = await registerCertificate(user);
  await makePfx(path, user.path('client.pfx'), password);
  await writeProfile(user, {
    certificate_path: user.path('client.pfx'),
    certificate_password: await user.secret('password', password),
  });

  await checkAssertions(user, key, { alg: 'PS256', typ: 'JWT', 'x5t#S256': x5tS256 });
});

for (const algorithm of ['PS256', 'RS256']) {
  test(`client assertion: a JWK signs with ${algorithm} and is named by its kid`, async (t) => {
    const user = await User.create(t);
    const { publicJwk, privateJwk } = await makeJwks(algorithm, 'kid of the JWK');
    await sandbox.addClient({ client_id: clientId, jwks: [publicJwk] });
    await writeProfile(user, {
      jwk: await user.secret('jwk', JSON.stringify(privateJwk)),
      token_endpoint_auth_signing_alg: algorithm,
    });

    await checkAssertions(user, await importJWK(publicJwk, algorithm), {
      alg: algorithm,
      typ: 'JWT',
      kid: 'kid of the JWK',
    });
  });
}

test('client assertion: an assertion of another issuer is sent unchanged', async (t) => {
  const user = await User.create(t);
  const { publicJwk, privateJwk } = await makeJwks('RS256', 'federated-key');
  const issuer = 'https://issuer.example';
  const audience = 'api://AzureADTokenExchange';
  const subject = 'system:serviceaccount:space:account';
  await sandbox.addClient({
    client_id: clientId,
    federated: [{ issuer, subject, audience, jwks: { keys: [publicJwk] } }],
  });
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: 'RS256', kid: 'federated-key' })
    .setIssuer(issuer)
    .setSubject(subject)
    .setAudience(audience)
    .setIssuedAt()
    .setExpirationTime('5m')
    .sign(await importJWK(privateJwk, 'RS256'));
  await writeProfile(user, { federated: await user.secret('assertion', `${assertion}\n`) });

  assert.deepEqual(await takeAssertions(user), [assertion, assertion]);
});
