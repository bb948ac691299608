// SPDX-License-Identifier: MIT
// RFC 7523 section 2.1 for oidc-provider: a token for an assertion that jose has verified.
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { createLocalJWKSet, decodeJwt, jwtVerify } from 'jose';
import { errors } from 'oidc-provider';
import { jwtBearer } from './maskinporten.mjs';

const longestLifetime = 120;

function withBody(request, body) {
  const { method, url, httpVersion, socket } = request;
  const headers = { ...request.headers, 'content-length': String(Buffer.byteLength(body)) };
  const stream = Readable.from([Buffer.from(body)]);
  return Object.assign(stream, { method, url, httpVersion, socket, headers });
}

/**
 * Adds the grant to an oidc-provider for clients with `token_endpoint_auth_method` `none`. `forms`
 * gets the body of each token request as it came.
 */
export function addJwtBearerGrant(provider, forms) {
  const usedIds = new Set();

  // oidc-provider looks for the client before it asks a grant; the assertion alone names it here.
  provider.use(async (ctx, next) => {
    if (ctx.path === '/token') {
      const form = await text(ctx.req);
      forms.push(form);
      const { iss } = decodeJwt(new URLSearchParams(form).get('assertion'));
      ctx.req = withBody(ctx.req, `${form}&client_id=${encodeURIComponent(iss)}`);
      ctx.request.req = ctx.req;
    }
    await next();
  });

  async function verify(assertion, client) {
    const { payload } = await jwtVerify(assertion, createLocalJWKSet(client.jwks), {
      algorithms: ['RS256', 'RS384', 'RS512'],
      typ: 'JWT',
      audience: provider.issuer,
      issuer: client.clientId,
      maxTokenAge: longestLifetime,
      requiredClaims: ['exp', 'jti', 'scope'],
    });
    if (payload.exp - payload.iat > longestLifetime) throw new Error('it lives for too long');
    if (usedIds.has(payload.jti)) throw new Error('it was used before');
    usedIds.add(payload.jti);
    return payload;
  }

  async function answer(ctx) {
    const { client, params } = ctx.oidc;
    let claims;
    try {
      claims = await verify(params.assertion, client);
    } catch (error) {
      throw new errors.InvalidGrant(error.message);
    }
    const token = new provider.ClientCredentials({ client, scope: claims.scope });
    ctx.oidc.entity('ClientCredentials', token);
    ctx.body = {
      access_token: await token.save(),
      expires_in: token.expiration,
      scope: token.scope,
      token_type: token.tokenType,
    };
  }

  provider.registerGrantType(jwtBearer, answer, ['assertion']);
}
