// SPDX-License-Identifier: MIT
// Tokens signed by jose, and what `inspect --verify` says about them.
import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { CompactSign, importJWK } from 'jose';
import { makeJwks } from './keys.mjs';
import { User } from './user.mjs';

export const now = () => Math.floor(Date.now() / 1000);

export const encode = (value) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A signing key for `algorithm`, with the JWK set to trust it. */
export async function makeSigner(algorithm, kid = 'the-key') {
  const { publicJwk, privateJwk } = await makeJwks(algorithm, kid);
  return {
    algorithm,
    kid,
    publicJwk,
    privateJwk,
    jwks: { keys: [publicJwk] },
    key: await importJWK(privateJwk, algorithm),
  };
}

/** A token with these claims, and `exp` in an hour unless they say; `header` adds or replaces. */
export function sign(signer, claims = {}, header = {}) {
  return new CompactSign(Buffer.from(JSON.stringify({ exp: now() + 3600, ...claims })))
    .setProtectedHeader({ alg: signer.algorithm, kid: signer.kid, ...header })
    .sign(signer.key);
}

/** A token whose third part is what `signInput` makes of the first two; jose would not write it. */
export function assemble(header, claims, signInput) {
  const input = `${encode(header)}.${encode({ exp: now() + 3600, ...claims })}`;
  return `${input}.${Buffer.from(signInput(input)).toString('base64url')}`;
}

/** Runs `inspect --verify` as a user of its own, who has `jwks`: text, bytes, or else JSON. */
export async function verify(t, jwks, token, ...flags) {
  const user = await User.create(t);
  const isReady = typeof jwks === 'string' || Buffer.isBuffer(jwks);
  await writeFile(user.path('jwks'), isReady ? jwks : JSON.stringify(jwks));
  return verifyAs(user, token, '--jwks', user.path('jwks'), ...flags);
}

/** The same for a user whose flags say who is trusted. */
export async function verifyAs(user, token, ...flags) {
  await writeFile(user.path('token'), token);
  return user.run('inspect', '--verify', '-o', 'json', '--file', user.path('token'), ...flags);
}

/** The answer of a run that verified the token: every rule was kept. */
export function verified(result) {
  assert.deepEqual({ code: result.code, stderr: result.stderr }, { code: 0, stderr: '' });
  const answer = JSON.parse(result.stdout);
  assert.equal(answer.verified, true);
  assert.deepEqual(answer.rules.filter(({ held }) => !held), []);
  return answer;
}

/**
 * Checks that the token was taken apart and refused: exit code 9, the rules that were broken are
 * these and no others. Returns the text of the error.
 */
export function refused(result, ...brokenRules) {
  assert.equal(result.code, 9, result.stdout + result.stderr);
  const answer = JSON.parse(result.stdout);
  assert.equal(answer.verified, false);
  const broken = (answer.rules ?? []).filter(({ held }) => !held).map(({ rule }) => rule);
  assert.deepEqual(broken, brokenRules);
  const error = JSON.parse(result.stderr);
  assert.equal(error.exit_code, 9);
  return error.message;
}

/** Checks that the token could not even be taken apart: exit code 9 and nothing on stdout. */
export function malformed(result) {
  assert.deepEqual({ code: result.code, stdout: result.stdout }, { code: 9, stdout: '' },
    result.stderr);
  assert.equal(JSON.parse(result.stderr).exit_code, 9);
}
