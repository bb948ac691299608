// SPDX-License-Identifier: MIT
// `inspect --verify` takes base64url in one way only, as RFC 7515 section 2 has it.
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { makeSigner, malformed, sign, verified, verify } from '../support/verification.mjs';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const signer = await makeSigner('ES256');
const parts = ['header', 'claims', 'signature'];

/** A token of which no part ends with a whole group of four, and every part has `-` and `_`. */
async function makeToken() {
  // One of three in a row is the last byte of a group: > becomes -, ? becomes _.
  const filler = '>>>???';
  const suits = (text) => text.length % 4 !== 0 && /-/.test(text) && /_/.test(text);
  for (let count = 0; count < 10_000; count += 1) {
    const more = { filler, more: 'x'.repeat(count % 3) };
    const token = await sign(signer, more, more);
    if (token.split('.').every(suits)) return token;
  }
  throw new Error('no such token');
}

const token = await makeToken();
const middle = (text) => text.length >> 1;
const insert = (text, index, more) => text.slice(0, index) + more + text.slice(index);

/** The same bytes for a reader that ignores the bits behind the last byte. */
function withStrayBits(text) {
  const last = alphabet.indexOf(text.at(-1));
  return text.slice(0, -1) + alphabet[last + 1];
}

const changes = {
  'padding': (text) => text.padEnd(Math.ceil(text.length / 4) * 4, '='),
  'one character of padding': (text) => `${text}=`,
  '+ in place of -': (text) => text.replace('-', '+'),
  '/ in place of _': (text) => text.replace('_', '/'),
  '%2D in place of -': (text) => text.replace('-', '%2D'),
  'a space inside': (text) => insert(text, middle(text), ' '),
  'a line break inside': (text) => insert(text, middle(text), '\n'),
  'a CRLF inside': (text) => insert(text, 4, '\r\n'),
  'a tab inside': (text) => insert(text, middle(text), '\t'),
  'a NUL inside': (text) => insert(text, middle(text), '\0'),
  'a NUL at its end': (text) => `${text}\0`,
  'a zero width space inside': (text) => insert(text, middle(text), '\u200b'),
  'a letter that is not ASCII': (text) => insert(text, middle(text), '\u00c4'),
  'a byte order mark': (text) => `\ufeff${text}`,
  'bits behind the last byte': withStrayBits,
  'a character that makes no byte': (text) => text + 'A'.repeat(5 - (text.length % 4)),
  'quotes': (text) => `"${text}"`,
  'a comma': (text) => `${text},`,
};

/** Those that are the same bytes for a lax reader: the signature would be right. */
const lax = ['padding', 'bits behind the last byte'];

const bytesOf = (text) => Buffer.from(text, 'base64').toString('hex');

for (const [part, name] of parts.entries()) {
  describe(`in the ${name}`, () => {
    test('unchanged: verified', async (t) => {
      verified(await verify(t, signer.jwks, token));
    });

    for (const [what, change] of Object.entries(changes)) {
      test(`${what}: malformed`, async (t) => {
        const texts = token.split('.');
        const changed = change(texts[part]);
        assert.notEqual(changed, texts[part]);
        if (lax.includes(what)) assert.equal(bytesOf(changed), bytesOf(texts[part]));
        texts[part] = changed;

        malformed(await verify(t, signer.jwks, texts.join('.')));
      });
    }
  });
}

describe('around the token', () => {
  const forgiven = {
    'white space': (text) => ` \t${text}\r\n`,
    'Bearer': (text) => `Bearer ${text}`,
    'bearer and white space': (text) => `  bEARER \t ${text}\n\n`,
  };
  const malformedForms = {
    'white space before a dot': (text) => text.replace('.', ' .'),
    'white space behind a dot': (text) => text.replace('.', '.\n'),
    'Bearer without a space': (text) => `Bearer${text}`,
    'Bearer twice': (text) => `Bearer Bearer ${text}`,
    'another scheme': (text) => `DPoP ${text}`,
    'quotes': (text) => `"${text}"`,
    'two tokens': (text) => `${text}\n${text}`,
    'a dot before it': (text) => `.${text}`,
    'a dot behind it': (text) => `${text}.`,
    'four parts': (text) => `${text}.AAAA`,
    'five parts': (text) => `${text}.AAAA.AAAA`,
    'no-break space': (text) => `${text}\u00a0`,
    'nothing': () => '',
    'white space only': () => ' \n',
  };

  for (const [what, change] of Object.entries(forgiven)) {
    test(`${what} is accepted`, async (t) => {
      verified(await verify(t, signer.jwks, change(token)));
    });
  }

  for (const [what, change] of Object.entries(malformedForms)) {
    test(`${what}: malformed`, async (t) => {
      malformed(await verify(t, signer.jwks, change(token)));
    });
  }
});
