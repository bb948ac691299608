// SPDX-License-Identifier: MIT
// The rules of `inspect --verify` about issuer, audience, scopes and roles, with tokens of jose.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeSigner, refused, sign, verified, verify } from '../support/verification.mjs';

const signer = await makeSigner('ES256');

const check = async (t, claims, ...flags) =>
  verify(t, signer.jwks, await sign(signer, claims), ...flags);

describe('--issuer', () => {
  const issuer = 'https://issuer.example/realm';

  test('is compared exactly with iss', async (t) => {
    const { rules } = verified(await check(t, { iss: issuer }, '--issuer', issuer));

    assert.deepEqual(rules.find(({ rule }) => rule === 'issuer'),
      { rule: 'issuer', held: true, detail: issuer });
  });

  const others = {
    'with a slash at its end': `${issuer}/`,
    'without the path': 'https://issuer.example',
    'in capitals': 'https://ISSUER.example/realm',
    'with another case in its path': 'https://issuer.example/Realm',
    'over http': issuer.replace('https', 'http'),
    'with its port': issuer.replace('example', 'example:443'),
    'with white space': `${issuer} `,
    'with a fragment': `${issuer}#`,
    'that goes on': `${issuer}.attacker.example`,
    'that is part of another': `https://attacker.example/?${issuer}`,
    'that is empty': '',
    'that is an array': [issuer],
    'that is an object': { issuer },
    'that is null': null,
    'that is missing': undefined,
  };

  for (const [what, iss] of Object.entries(others)) {
    test(`an iss ${what} is refused`, async (t) => {
      refused(await check(t, { iss }, '--issuer', issuer), 'issuer');
    });
  }

  test('is not checked if it is not given', async (t) => {
    verified(await check(t, {}));
  });

  test('if it is empty, it still counts as given',
    async (t) => {
      const result = await check(t, { iss: issuer }, '--issuer', '');

      assert.notEqual(result.code, 0);
    });

  const tid = '00000000-0000-0000-0000-0000000000a1';
  const template = 'https://login.example/{tenantid}/v2.0';

  test('{tenantid} stands for the tenant of the token', async (t) => {
    const iss = `https://login.example/${tid}/v2.0`;

    verified(await check(t, { iss, tid }, '--issuer', template));
    refused(await check(t, { iss: template, tid }, '--issuer', template), 'issuer');
    refused(await check(t, { iss }, '--issuer', template), 'issuer');
    refused(await check(t, { iss, tid: tid.replace('1', '2') }, '--issuer', template), 'issuer');
    refused(await check(t, { iss: 'https://login.example/x/v2.0', tid: 'x' }, '--issuer', template),
      'issuer');
  });

  test('{tenantid} does not accept a malformed tenant', async (t) => {
    for (const tenant of ['', '{tenantid}', `${tid}/../other`, `${tid.slice(0, -2)}/x`, 7, null]) {
      const iss = `https://login.example/${tenant}/v2.0`;
      refused(await check(t, { iss, tid: tenant }, '--issuer', template), 'issuer');
    }
  });
});

describe('--audience', () => {
  const api = 'api://one';
  const held = {
    'a text': [api],
    'an array with it': [['api://other', api]],
    'an array with what is no text': [[7, null, { aud: api }, api]],
    'one of several that are wanted': [api, 'api://two', 'api://three'],
    'an array with one of several that are wanted': [['api://other', 'api://two'], 'api://two'],
  };
  const broken = {
    'another one': 'api://other',
    'it with a slash': `${api}/`,
    'in capitals': api.toUpperCase(),
    'the beginning of it': 'api://on',
    'several in one text': `${api} api://other`,
    'empty': '',
    'an array of others': ['api://other', `${api}2`],
    'an array that is empty': [],
    'an array of arrays': [[api]],
    'an object': { [api]: api },
    'a number': 1,
    'null': null,
    'missing': undefined,
  };

  for (const [what, [aud, ...more]] of Object.entries(held)) {
    test(`aud is ${what}: verified`, async (t) => {
      const wanted = [...more, api].flatMap((each) => ['--audience', each]);

      verified(await check(t, { aud }, ...wanted));
    });
  }

  for (const [what, aud] of Object.entries(broken)) {
    test(`aud is ${what}: refused`, async (t) => {
      refused(await check(t, { aud }, '--audience', api), 'audience');
      refused(await check(t, { aud }, '--audience', api, '--audience', 'api://two'), 'audience');
    });
  }

  test('is not checked if it is not given', async (t) => {
    verified(await check(t, { aud: 'api://other' }));
  });

  test('if it is empty, no token is verified', async (t) => {
    assert.equal((await check(t, { aud: api }, '--audience', '')).code, 64);
    assert.equal((await check(t, {}, '--audience', '')).code, 64);
  });
});

describe('--require-scope', () => {
  const held = {
    'scp of one': { scp: 'read' },
    'scp of several': { scp: 'write read' },
    'scope of several': { scope: 'openid read profile' },
    'scp that is an array': { scp: ['write', 'read'] },
    'scope that is an array': { scope: ['write', 'read'] },
    'scope beside another scp': { scp: 'write', scope: 'read' },
  };
  const broken = {
    'others': { scp: 'write', scope: 'openid' },
    'a longer one': { scp: 'read.all reader' },
    'other letters': { scp: 'Read' },
    'the same in roles': { roles: ['read'] },
    'commas': { scope: 'write,read' },
    'an array of arrays': { scp: [['read']] },
    'an array of several in one': { scp: ['write read'] },
    'an object': { scp: { read: true } },
    'empty ones': { scp: '', scope: [] },
    'null': { scp: null },
    'nothing': {},
  };

  for (const [what, claims] of Object.entries(held)) {
    test(`${what}: verified`, async (t) => {
      verified(await check(t, claims, '--require-scope', 'read'));
    });
  }

  for (const [what, claims] of Object.entries(broken)) {
    test(`${what}: refused`, async (t) => {
      refused(await check(t, claims, '--require-scope', 'read'), 'scope');
    });
  }

  test('repeated, all of them must be there', async (t) => {
    const flags = ['--require-scope', 'read', '--require-scope', 'write'];

    verified(await check(t, { scp: 'write read' }, ...flags));
    verified(await check(t, { scp: 'write', scope: 'read' }, ...flags));
    refused(await check(t, { scp: 'read' }, ...flags), 'scope');
    refused(await check(t, {}, ...flags), 'scope', 'scope');
  });
});

describe('--require-role', () => {
  const held = { 'an array': { roles: ['Reader', 'Task.Run'] }, 'a text': { roles: 'Task.Run' } };
  const broken = {
    'others': { roles: ['Reader'] },
    'a longer one': { roles: ['Task.Run.All'] },
    'other letters': { roles: ['task.run'] },
    'several in one text': { roles: 'Reader Task.Run' },
    'the same in scp': { scp: 'Task.Run' },
    'the same in role': { role: ['Task.Run'] },
    'an object': { roles: { 'Task.Run': true } },
    'null': { roles: null },
    'nothing': {},
  };

  for (const [what, claims] of Object.entries(held)) {
    test(`${what}: verified`, async (t) => {
      verified(await check(t, claims, '--require-role', 'Task.Run'));
    });
  }

  for (const [what, claims] of Object.entries(broken)) {
    test(`${what}: refused`, async (t) => {
      refused(await check(t, claims, '--require-role', 'Task.Run'), 'role');
    });
  }

  test('repeated, all of them must be there', async (t) => {
    const flags = ['--require-role', 'Reader', '--require-role', 'Task.Run'];

    verified(await check(t, { roles: ['Task.Run', 'Reader', 'Other'] }, ...flags));
    refused(await check(t, { roles: ['Reader'] }, ...flags), 'role');
    refused(await check(t, {}, ...flags), 'role', 'role');
  });
});

test('rules: all failures are reported at once, with control characters escaped', async (t) => {
  const evil = '\u001b]0;x\u0007\u202e\u009b';
  const claims = { iss: evil, aud: [evil], scp: evil, roles: [evil], exp: 1 };

  const result = await check(t, claims, '--issuer', 'https://issuer.example', '--audience', 'a',
    '--require-scope', 's', '--require-role', 'r');

  refused(result, 'issuer', 'time', 'audience', 'scope', 'role');
  assert.match(result.stdout + result.stderr, /^[\n\x20-\x7e]*$/);
});

test('rules: a wrong signature is refused although every rule passes', async (t) => {
  const attacker = await makeSigner('ES256', signer.kid);
  const token = await sign(attacker, { iss: 'i', aud: 'a', scp: 's', roles: ['r'] });

  refused(await verify(t, signer.jwks, token, '--issuer', 'i', '--audience', 'a',
    '--require-scope', 's', '--require-role', 'r'), 'signature');
});
