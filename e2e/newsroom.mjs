// A newsroom of its own: the binary on a temporary folder and a free port, with the bundled wire in it.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = new URL('..', import.meta.url).pathname;

function binary() {
  const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
  const places = [process.env.WIREDESK, join(target, 'release/wiredesk'), join(target, 'debug/wiredesk')];
  const found = places.find((place) => place && existsSync(place));
  if (!found) throw new Error('no wiredesk binary; build it, or name it with WIREDESK=…');
  return found;
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export async function startNewsroom(mail) {
  const data = mkdtempSync(join(tmpdir(), 'wiredesk-e2e-'));
  const program = binary();
  const wire = join(root, 'examples/wire');
  const items = readdirSync(wire).filter((name) => name !== 'README.md' && name !== 'images');
  const ingest = spawnSync(program, ['ingest', '--data', data, ...items.map((name) => join(wire, name))], { encoding: 'utf8' });
  if (ingest.status !== 0) throw new Error(`ingest: ${ingest.stderr}`);
  const address = `127.0.0.1:${await freePort()}`;
  const child = spawn(program, ['serve', '--data', data, '--listen', address, '--no-polling', '--smtp', mail, '--mail-from', 'desk@news.example']);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8');
    stream.on('data', (text) => { said += text; });
  }
  const ended = new Promise((resolve) => { child.on('exit', resolve); });
  const base = `http://${address}`;
  await until(async () => {
    if (child.exitCode !== null) throw new Error(`serve ended: ${said}`);
    return (await fetch(`${base}/healthz`).catch(() => null))?.ok && /token=\w+/.test(said);
  }, 'the server answers');
  return {
    base,
    data,
    token: /token=(\w+)/.exec(said)[1],
    said: () => said,
    async stop() {
      child.kill('SIGTERM');
      const late = setTimeout(() => child.kill('SIGKILL'), 10_000);
      const status = await ended;
      clearTimeout(late);
      rmSync(data, { recursive: true, force: true });
      return status;
    },
  };
}

/** Waits until `ask` gives something true; asks ten times a second, for at most 30 s. */
export async function until(ask, what) {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited in vain: ${what}`);
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
}
