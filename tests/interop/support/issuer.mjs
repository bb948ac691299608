// SPDX-License-Identifier: MIT
// An issuer that serves the metadata and the keys that a test gives it, right or wrong.
import { once } from 'node:events';
import { createServer } from 'node:http';

export const openIdPath = '/.well-known/openid-configuration';
export const authorizationServerPath = '/.well-known/oauth-authorization-server';

/**
 * Serves until test `t` is over. `answers` has what is sent, by path: what becomes JSON, a text, or
 * a function of (request, response). `paths` are those that were asked for, in order.
 */
export async function startIssuer(t) {
  const paths = [];
  const answers = {};
  const server = createServer((request, response) => {
    paths.push(request.url);
    const answer = answers[request.url];
    if (typeof answer === 'function') {
      answer(request, response);
      return;
    }
    response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/json' });
    response.end(typeof answer === 'string' ? answer : JSON.stringify(answer ?? {}));
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const url = `http://127.0.0.1:${server.address().port}`;
  let closing;

  const issuer = {
    url,
    paths,
    answers,
    /** Metadata as it should be; `more` adds or replaces. */
    metadata: (more = {}) => ({
      issuer: url, token_endpoint: `${url}/token`, jwks_uri: `${url}/jwks`, ...more,
    }),
    close() {
      if (!closing) {
        server.closeAllConnections();
        server.close();
        closing = once(server, 'close');
      }
      return closing;
    },
  };
  t.after(() => issuer.close());
  return issuer;
}
