// SPDX-License-Identifier: MIT
// entra-auth-sandbox as a process, and its control interface.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export async function startSandbox(...options) {
  const child = spawn(process.env.ENTRA_AUTH_SANDBOX, ['--quiet', ...options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface(child.stdout), 'line');
  const endpoints = JSON.parse(line);

  const control = async (method, path, body) => {
    const response = await fetch(`${endpoints.control}/${path}`, {
      method,
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    assert.ok(response.ok, `${method} ${path}: ${text}`);
    return text;
  };

  /** All requests since the last call. Resets the counters. */
  async function takeRequests() {
    const requests = JSON.parse(await control('GET', 'requests'));
    await control('DELETE', 'requests');
    return requests;
  }

  return {
    ...endpoints,
    addClient: (client) => control('POST', 'clients', client),
    /** The variables that this platform injects. */
    environment: async (name) => JSON.parse(await control('GET', `environment/${name}`)),
    /** How many requests each endpoint got since the last reset. */
    counters: async () => JSON.parse(await control('GET', 'counters')),
    takeRequests,
    /** The token requests since the last call, each with its form as an object. */
    async takeTokenRequests() {
      return (await takeRequests())
        .filter(({ path }) => path.endsWith('/oauth2/v2.0/token'))
        .map((request) => ({ ...request, form: Object.fromEntries(request.form) }));
    },
    async close() {
      child.kill('SIGTERM');
      const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode];
      assert.equal(code, 0);
    },
  };
}
