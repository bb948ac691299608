// SPDX-License-Identifier: MIT
// Metadata and token endpoint of an issuer like Maskinporten, which writes down what it is sent.
// It checks nothing: that is for the tests.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';

export const jwtBearer = 'urn:ietf:params:oauth:grant-type:jwt-bearer';

const tokenLifetime = 120;

function reply(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(JSON.stringify(body));
}

export async function startMaskinporten() {
  const metadataRequests = [];
  const refusals = [];
  let tokenRequests = [];
  let tokensIssued = 0;

  const server = createServer(async (request, response) => {
    const { method, url, headers } = request;
    const body = await text(request);
    if (`${method} ${url}` === 'GET /.well-known/oauth-authorization-server') {
      metadataRequests.push({ headers });
      reply(response, 200, { issuer, token_endpoint: tokenEndpoint });
    } else if (`${method} ${url}` === 'POST /token') {
      tokenRequests.push({ headers, body, form: [...new URLSearchParams(body)] });
      const refusal = refusals.shift();
      if (refusal) {
        reply(response, refusal.status, refusal.body);
        return;
      }
      tokensIssued += 1;
      reply(response, 200, {
        access_token: `token-${tokensIssued}`,
        token_type: 'Bearer',
        expires_in: tokenLifetime,
      });
    } else {
      reply(response, 404, {});
    }
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${server.address().port}`;
  const issuer = `${origin}/`;
  const tokenEndpoint = `${origin}/token`;

  return {
    origin,
    issuer,
    tokenEndpoint,
    metadataRequests,
    /** The token requests since the last call: headers, body, and the form as [name, value]. */
    takeTokenRequests() {
      const taken = tokenRequests;
      tokenRequests = [];
      return taken;
    },
    /** Answers the next token request with this, after those that were refused before. */
    refuse(status, body = {}) {
      refusals.push({ status, body });
    },
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
