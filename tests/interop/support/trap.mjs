// SPDX-License-Identifier: MIT
// A port of 127.0.0.1 that must not be connected to.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Listens until test `t` is over. `connections` counts the connections, whatever was sent. */
export async function setTrap(t) {
  const trap = { connections: 0 };
  const server = createServer((socket) => {
    trap.connections += 1;
    socket.destroy();
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  trap.address = `127.0.0.1:${server.address().port}`;
  return trap;
}
