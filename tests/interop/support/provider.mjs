// SPDX-License-Identifier: MIT
// oidc-provider on a free port of 127.0.0.1, with one API whose access tokens are JWTs.
import { once } from 'node:events';
import { createServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { createRemoteJWKSet } from 'jose';
import { errors, Provider } from 'oidc-provider';
import { makeJwks } from './keys.mjs';
import { User } from './user.mjs';

export const api = 'https://api.example';
export const tokenLifetime = 600;

const clientDefaults = {
  grant_types: ['client_credentials'],
  response_types: [],
  redirect_uris: [],
  scope: 'api:read api:write',
};

function describeApi(ctx, resource) {
  if (resource !== api) throw new errors.InvalidTarget();
  return {
    audience: api,
    scope: 'api:read api:write',
    accessTokenFormat: 'jwt',
    accessTokenTTL: tokenLifetime,
    jwt: { sign: { alg: 'RS256' } },
  };
}

async function configuration(clients, more) {
  const { privateJwk } = await makeJwks('RS256', 'provider-key');
  const { features, ...settings } = more;
  return {
    clients: clients.map((client) => ({ ...clientDefaults, ...client })),
    jwks: { keys: [privateJwk] },
    scopes: ['api:read', 'api:write', 'api:admin'],
    enabledJWA: {
      clientAuthSigningAlgValues: ['PS256', 'PS384', 'PS512', 'RS256', 'RS384', 'RS512', 'ES256'],
    },
    ttl: { ClientCredentials: tokenLifetime },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      introspection: { enabled: true, allowedPolicy: () => true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => undefined,
        getResourceServerInfo: describeApi,
      },
      ...features,
    },
    ...settings,
  };
}

/**
 * Serves these clients; over https where `tls` has `key` and `cert`. `requests` has the path, the
 * status, the parameters, the Authorization header, the answer and the time (in milliseconds) of
 * each request, in order. `configure` adds to the configuration, `extend` to the provider before it
 * serves.
 */
export async function startProvider(clients, { tls, configure = {}, extend = () => {} } = {}) {
  const server = tls ? createTlsServer(tls) : createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const issuer = `${tls ? 'https' : 'http'}://127.0.0.1:${server.address().port}`;
  const provider = new Provider(issuer, await configuration(clients, configure));
  const requests = [];
  let answersToLose = 0;

  provider.use(async (ctx, next) => {
    const { authorization } = ctx.headers;
    const request = { path: ctx.path, authorization, time: performance.now() };
    requests.push(request);
    await next();
    request.params = { ...ctx.oidc?.params };
    request.status = ctx.status;
    request.answer = ctx.body;
    if (answersToLose > 0 && ctx.path === '/token') {
      answersToLose -= 1;
      ctx.status = 503;
      ctx.body = 'the answer was lost on its way';
    }
  });
  extend(provider);
  server.on('request', provider.callback());

  return {
    issuer,
    tokenEndpoint: `${issuer}/token`,
    introspectionEndpoint: `${issuer}/token/introspection`,
    keys: createRemoteJWKSet(new URL(`${issuer}/jwks`)),
    requests,
    tokenRequests: () => requests.filter(({ path }) => path === '/token'),
    /** Answers the next `count` token requests with 503 after working on them. */
    loseAnswers(count) {
      answersToLose = count;
    },
    async close() {
      if (!server.listening) return;
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** A user with profile "x" for `client`, with these further keys. */
export async function userOf(t, client, keys) {
  const user = await User.create(t);
  await user.writeProfile('x', {
    provider: 'oidc',
    client_id: client.client_id,
    client_secret: await user.secret('secret', client.client_secret),
    ...keys,
  });
  return user;
}
