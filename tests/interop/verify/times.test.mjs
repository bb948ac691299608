// SPDX-License-Identifier: MIT
// `exp`, `nbf` and --leeway of `inspect --verify`, to the second, with tokens of jose.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { CompactSign } from 'jose';
import { User } from '../support/user.mjs';
import { makeSigner, now, refused, sign, verified, verify } from '../support/verification.mjs';

const attempts = 20;
const signer = await makeSigner('ES256');

/**
 * What a run says about a token whose times are these from now, where it started and ended within
 * the second of "now": what the clock of this machine says is what the run has seen.
 */
async function checkWithinSecond(t, offsets, ...flags) {
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    await sleep(1020 - (Date.now() % 1000));
    const second = now();
    const times = Object.entries(offsets).map(([claim, offset]) => [claim, second + offset]);
    const token = await sign(signer, Object.fromEntries(times));
    const result = await verify(t, signer.jwks, token, ...flags);
    if (now() === second) return result;
  }
  throw new Error('no run was done within a second');
}

const leeways = {
  'by default': [60, []],
  'with --leeway 0': [0, ['--leeway', '0']],
  'with --leeway 0s': [0, ['--leeway', '0s']],
  'with --leeway 1': [1, ['--leeway', '1']],
  'with --leeway 5m': [300, ['--leeway', '5m']],
};

for (const [how, [leeway, flags]] of Object.entries(leeways)) {
  describe(`${how} the leeway is ${leeway} s`, { concurrency: true }, () => {
    test('exp in the next second of it is verified', async (t) => {
      verified(await checkWithinSecond(t, { exp: 1 - leeway }, ...flags));
    });

    test('exp now is refused: a token must not be accepted on or after it', async (t) => {
      refused(await checkWithinSecond(t, { exp: -leeway }, ...flags), 'time');
    });

    test('exp in the last second is refused', async (t) => {
      refused(await checkWithinSecond(t, { exp: -1 - leeway }, ...flags), 'time');
    });

    test('nbf now is verified', async (t) => {
      verified(await checkWithinSecond(t, { nbf: leeway, exp: 9999 }, ...flags));
    });

    test('nbf in the next second is refused', async (t) => {
      refused(await checkWithinSecond(t, { nbf: leeway + 1, exp: 9999 }, ...flags), 'time');
    });

    test('nbf before now is verified', async (t) => {
      verified(await checkWithinSecond(t, { nbf: leeway - 1, exp: 9999 }, ...flags));
    });
  });
}

describe('invalid times', () => {
  const later = now() + 3600;
  const broken = {
    'exp is missing': { exp: undefined },
    'exp is null': { exp: null },
    'exp is a text': { exp: 'tomorrow' },
    'exp is an array': { exp: [later] },
    'exp is true': { exp: true },
    'exp is 0': { exp: 0 },
    'exp is negative': { exp: -1 },
    'exp is in milliseconds': { exp: later * 1000 },
    'exp is after the year 9999': { exp: 253402300800 },
    'nbf is a text': { nbf: 'yesterday' },
    'nbf is null': { nbf: null },
    'nbf is negative': { nbf: -1 },
    'nbf is an object': { nbf: {} },
    'nbf is after the year 9999': { nbf: 253402300800 },
  };

  for (const [what, claims] of Object.entries(broken)) {
    test(`${what}: refused`, async (t) => {
      refused(await verify(t, signer.jwks, await sign(signer, claims)), 'time');
    });
  }

  for (const text of ['1e30', '1e400', '-1e400', '99999999999999999999', '18446744073709551615',
    '9223372036854775807', '-9223372036854775808']) {
    test(`exp is ${text}: refused, and there is no crash`, async (t) => {
      const result = await verify(t, signer.jwks, await signText(`{"exp":${text}}`));

      assert.equal(result.code, 9, result.stderr);
      assert.equal(result.signal, null);
    });
  }

  test('the same way of signing with a date is verified', async (t) => {
    verified(await verify(t, signer.jwks, await signText(`{"exp":${later}}`)));
  });

  test('exp is a text of digits: refused',
    async (t) => {
      refused(await verify(t, signer.jwks, await sign(signer, { exp: String(later) })), 'time');
    });

  test('exp and nbf with fractions are dates (RFC 7519 section 2)',
    async (t) => {
      verified(await verify(t, signer.jwks, await sign(signer, { exp: later + 0.5 })));
      verified(await verify(t, signer.jwks, await sign(signer, { nbf: later - 7200.5 })));
    });

  /** Signs claims that JSON.stringify would not write. */
  function signText(claims) {
    return new CompactSign(Buffer.from(claims))
      .setProtectedHeader({ alg: signer.algorithm, kid: signer.kid })
      .sign(signer.key);
  }
});

describe('--leeway', () => {
  for (const text of ['-1', '1.5', 'x', '1 s', '1d', '99999h', '99999999999999999999', '0x10']) {
    test(`${text} is not a duration: wrong usage, nothing on stdout`, async (t) => {
      const result = await verify(t, signer.jwks, await sign(signer), `--leeway=${text}`);

      assert.deepEqual({ code: result.code, stdout: result.stdout }, { code: 64, stdout: '' });
    });
  }

  test('needs --verify', async (t) => {
    const user = await User.create(t);

    const result = await user.run('inspect', '--leeway', '0', await sign(signer));

    assert.deepEqual({ code: result.code, stdout: result.stdout }, { code: 64, stdout: '' });
  });
});
