// SPDX-License-Identifier: MIT
// What an assertion for Maskinporten is, to the letter: Maskinporten refuses what it does not know.
import assert from 'node:assert/strict';
import { jwtVerify } from 'jose';
import { uuidV4 } from './expect.mjs';
import { jwtBearer } from './maskinporten.mjs';

const longestLifetime = 120;

/** The assertion of a token request, which has nothing else. */
export function assertionOf({ headers, form }) {
  assert.equal(headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(headers.authorization, undefined);
  assert.deepEqual(form.map(([name]) => name), ['grant_type', 'assertion']);
  assert.equal(form[0][1], jwtBearer);
  return form[1][1];
}

/** The texts of header and claims: base64url as RFC 7515 section 2 has it, in one way only. */
export function textsOf(jwt) {
  assert.match(jwt, /^[\w-]+\.[\w-]+\.[\w-]+$/, 'no padding, no white space');
  const parts = jwt.split('.').map((part) => {
    const bytes = Buffer.from(part, 'base64url');
    assert.equal(bytes.toString('base64url'), part);
    return bytes;
  });
  return { header: parts[0].toString(), claims: parts[1].toString() };
}

/**
 * Checks signature, header and claims, and returns the claims. `header` and `claims` are what is
 * expected, in this order, where `claims` follow those that every assertion has.
 */
export async function checkAssertion(assertion, { key, header, issuer, clientId, scope, claims }) {
  const { payload } = await jwtVerify(assertion, key, {
    algorithms: [header.alg],
    typ: 'JWT',
    audience: issuer,
    issuer: clientId,
    maxTokenAge: 60,
    requiredClaims: ['exp', 'jti'],
  });
  const { iat, exp, jti } = payload;
  assert.ok(Number.isInteger(iat) && Number.isInteger(exp));
  assert.ok(exp > iat && exp - iat <= longestLifetime, `${iat} ${exp}`);
  assert.match(jti, uuidV4);

  const texts = textsOf(assertion);
  assert.equal(texts.header, JSON.stringify(header));
  const all = { aud: issuer, iss: clientId, scope, iat, exp, jti, ...claims };
  assert.equal(texts.claims, JSON.stringify(all));
  return payload;
}
