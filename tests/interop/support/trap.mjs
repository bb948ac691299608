// SPDX-License-Identifier: MIT
// A port of 127.0.0.1 where nobody may come.
import { once } from 'node:events';
import { createServer } from 'node:net';

/** Listens until test `t` is over. `connections` is how often somebody came, whatever was said. */
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
