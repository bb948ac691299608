// SPDX-License-Identifier: MIT
// What every run of entra-auth-cli must look like, and what several suites expect of its requests.
import assert from 'node:assert/strict';

export const uuidV4 =
  /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

/** The token of a successful run: one line on stdout, nothing on stderr. */
export function tokenOf(result) {
  assert.deepEqual({ code: result.code, stderr: result.stderr }, { code: 0, stderr: '' });
  assert.match(result.stdout, /^[\x21-\x7e]+\n$/);
  return result.stdout.trimEnd();
}

/** The answer of a successful run with `-o json`. */
export function answerOf(result) {
  assert.deepEqual({ code: result.code, stderr: result.stderr }, { code: 0, stderr: '' });
  return JSON.parse(result.stdout);
}

/** The error of a run with `-o json` that failed with this exit code: nothing on stdout. */
export function errorOf(result, exitCode) {
  assert.deepEqual({ code: result.code, stdout: result.stdout }, { code: exitCode, stdout: '' },
    result.stderr);
  const error = JSON.parse(result.stderr);
  assert.equal(error.exit_code, exitCode);
  return error;
}

/**
 * The token of a successful run in which a person had something to do: one line on stdout, and none
 * of it on stderr, which said what to do.
 */
export function signedInTokenOf(result) {
  assert.equal(result.code, 0, result.stderr);
  assert.match(result.stdout, /^[\x21-\x7e]+\n$/);
  const token = result.stdout.trimEnd();
  assert.ok(!result.stderr.includes(token), 'the token is on stdout only');
  return token;
}

/** The error with which such a run failed: the last line, after what the person had to do. */
export function signInErrorOf({ code, stdout, stderr }, exitCode) {
  const lastLine = stderr.trimEnd().split('\n').at(-1);
  return errorOf({ code, stdout, stderr: lastLine }, exitCode);
}
