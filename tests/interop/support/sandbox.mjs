// SPDX-License-Identifier: MIT
// entra-auth-sandbox as a process, and its control interface.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export async function startSandbox() {
  const child = spawn(process.env.ENTRA_AUTH_SANDBOX, ['--quiet'], {
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

  return {
    ...endpoints,
    addClient: (client) => control('POST', 'clients', client),
    /** The token requests since the last call, each with its form as an object. */
    async takeTokenRequests() {
      const requests = JSON.parse(await control('GET', 'requests'));
      await control('DELETE', 'requests');
      return requests
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
