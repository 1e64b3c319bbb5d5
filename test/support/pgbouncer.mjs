// PgBouncer in transaction mode before a PostgreSQL server, on a free loopback port: Debian's, found or installed.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { debian, unprivileged } from './postgres.mjs';

function program() {
  const folders = ['/usr/sbin', ...(process.env.PATH ?? '').split(delimiter)];
  return folders.map((folder) => join(folder, 'pgbouncer')).find((file) => existsSync(file));
}

function install() {
  return debian('pgbouncer') ? program() : undefined;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

/** Starts one before the server at `url`; null where there is none and none can be installed. `stop` ends it. */
export async function startPgBouncer(url) {
  const file = program() ?? install();
  if (!file) return null;
  const { hostname, port, username, password, pathname } = new URL(url);
  const user = unprivileged();
  const folder = mkdtempSync(join(tmpdir(), 'pay-elements-bouncer-'));
  const own = await freePort();
  writeFileSync(join(folder, 'users.txt'), `"${username}" "${decodeURIComponent(password)}"\n`);
  writeFileSync(
    join(folder, 'pgbouncer.ini'),
    [
      '[databases]',
      `* = host=${hostname} port=${port || 5432}`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${own}`,
      'unix_socket_dir =',
      'auth_type = trust',
      `auth_file = ${join(folder, 'users.txt')}`,
      'pool_mode = transaction',
      // Few, so that sessions are shared as they are under load.
      'default_pool_size = 4',
      'max_client_conn = 200',
      '',
    ].join('\n'),
  );
  if (user.uid !== undefined) spawnSync('chown', ['-R', `${user.uid}:${user.gid}`, folder]);
  const server = spawn(file, [join(folder, 'pgbouncer.ini')], { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  await ready(server);
  return {
    url: `postgres://${username}@127.0.0.1:${own}${pathname}`,
    stop() {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function ready(server) {
  return new Promise((resolve, reject) => {
    let said = '';
    const timer = setTimeout(() => {
      server.kill('SIGKILL');
      reject(new Error(`PgBouncer did not start within 30 s:\n${said}`));
    }, 30_000);
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`PgBouncer ended with ${code}:\n${said}`)));
    const listen = (chunk) => {
      if (said.length < 10_000) said += chunk;
      if (!said.includes('process up')) return;
      clearTimeout(timer);
      resolve();
    };
    server.stdout.on('data', listen);
    server.stderr.on('data', listen);
  });
}
