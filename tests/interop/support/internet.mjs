// SPDX-License-Identifier: MIT
// The hosts of the internet that a user reaches, on loopback: a proxy that leads every one of them to
// the same server, whose certificate is for them.
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { connect } from 'node:net';
import { makeCertificate } from './keys.mjs';

async function listen(t, server) {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return server.address().port;
}

/**
 * Gives `user` an internet of these hosts until test `t` is over. `answer` gets URL and request (with
 * its `body`) and returns what becomes JSON, a Response, or nothing: 404. Returns the addresses that
 * were asked for, in order, and those that the proxy was asked to connect to.
 */
export async function giveInternet(t, user, hosts, answer) {
  const seen = { urls: [], connections: [] };
  const { keyPem, certificatePem } = await makeCertificate(user.path('internet.pem'), 'internet',
    hosts);

  const respond = async (request, response) => {
    const url = new URL(request.url, `https://${request.headers.host}`);
    seen.urls.push(url.href);
    const parts = [];
    for await (const part of request) parts.push(part);
    request.body = Buffer.concat(parts);
    const found = await answer(url, request);
    const isReady = found instanceof Response;
    response.writeHead(isReady ? found.status : found === undefined ? 404 : 200, {
      'content-type': (isReady && found.headers.get('content-type')) || 'application/json',
    });
    response.end(isReady ? Buffer.from(await found.arrayBuffer()) : JSON.stringify(found ?? {}));
  };
  const port = await listen(t, createHttpsServer({ key: keyPem, cert: certificatePem }, respond));

  const proxy = createHttpServer();
  proxy.on('connect', (request, socket) => {
    seen.connections.push(request.url);
    const server = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      socket.pipe(server).pipe(socket);
    });
    for (const end of [socket, server]) {
      end.on('error', () => {
        socket.destroy();
        server.destroy();
      });
    }
  });
  const proxyPort = await listen(t, proxy);
  user.setVariables({
    HTTPS_PROXY: `http://127.0.0.1:${proxyPort}`,
    SSL_CERT_FILE: user.path('internet.pem.crt'),
  });
  return seen;
}
