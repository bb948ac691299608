// SPDX-License-Identifier: MIT
// oidc-provider for people: authorization code and device flow, refresh tokens that are rotated.
// Who uses one twice loses all tokens of that sign-in.
import { startProvider } from './provider.mjs';

export const redirectUri = 'http://localhost/callback';
export const deviceGrant = 'urn:ietf:params:oauth:grant-type:device_code';

const clientDefaults = {
  application_type: 'native',
  redirect_uris: [redirectUri],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token', deviceGrant],
  scope: 'openid offline_access api:read api:write',
};

export const publicClient = {
  client_id: 'for-people',
  token_endpoint_auth_method: 'none',
};

/** The profile of `publicClient` at a provider; `more` adds or replaces. */
export const publicProfile = (provider, more = {}) => ({
  provider: 'oidc',
  issuer: provider.issuer,
  client_id: publicClient.client_id,
  flow: 'interactive-browser',
  redirect_uri: redirectUri,
  ...more,
});

export async function startSignInProvider(clients = [publicClient]) {
  let tokenLifetime = 600;
  let deviceChanges = {};
  const prepared = [];

  const configure = {
    scopes: ['openid', 'offline_access', 'api:read', 'api:write'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    issueRefreshToken: (ctx, client) => client.grantTypeAllowed('refresh_token'),
    ttl: {
      AccessToken: () => tokenLifetime,
      AuthorizationCode: 60,
      DeviceCode: 600,
      Grant: 3600,
      IdToken: 3600,
      Interaction: 600,
      RefreshToken: 3600,
      Session: 3600,
    },
    features: {
      devInteractions: { enabled: true },
      deviceFlow: { enabled: true },
      revocation: { enabled: true, allowedPolicy: () => true },
    },
  };

  function extend(oidcProvider) {
    oidcProvider.use(async (ctx, next) => {
      const at = prepared.findIndex(({ path }) => path === ctx.path);
      if (at !== -1) {
        const [{ status, body }] = prepared.splice(at, 1);
        ctx.status = status;
        ctx.body = body;
        return;
      }
      await next();
      if (ctx.path === '/device/auth' && ctx.status === 200) {
        ctx.body = { ...ctx.body, ...deviceChanges };
      }
    });
  }

  const provider = await startProvider(
    clients.map((client) => ({ ...clientDefaults, ...client })), { configure, extend });

  const requestsTo = (path) => provider.requests.filter((request) => request.path === path);
  const ask = async (path, fields, headers = {}) => {
    const body = new URLSearchParams(fields);
    const response = await fetch(`${provider.issuer}${path}`, { method: 'POST', body, headers });
    return { status: response.status, body: await response.text() };
  };

  return Object.assign(provider, {
    authorizationRequests: () => requestsTo('/auth'),
    deviceRequests: () => requestsTo('/device/auth'),
    /** How long opaque access tokens live from now on, in seconds. */
    setTokenLifetime: (seconds) => {
      tokenLifetime = seconds;
    },
    /** Changes all answers to device authorization requests from now on. */
    setDeviceAnswer: (members) => {
      deviceChanges = members;
    },
    /** Answers the next request to `path` with this, without looking at it. */
    answerNext: (path, status, body) => prepared.push({ path, status, body }),
    /** Sends a form, as a client other than the one that is tested. */
    ask,
    /** What userinfo says about the person whose access token this is. */
    async userinfo(token) {
      const headers = { authorization: `Bearer ${token}` };
      return JSON.parse((await ask('/me', {}, headers)).body);
    },
  });
}
