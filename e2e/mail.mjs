// Mail against a real SMTP server on loopback (npm smtp-server, read by mailparser): plain, STARTTLS
// and TLS from the start, sign-in, refusals, headers, text and HTML: `node e2e/mail.mjs LETTER`, where
// LETTER is the built example `letter` of wiredesk-deliver.

import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

const letter = process.argv[2] ?? process.env.LETTER;
const folder = mkdtempSync(join(tmpdir(), 'mail-'));

function certificate() {
  const [key, cert] = [join(folder, 'key.pem'), join(folder, 'cert.pem')];
  execFileSync('openssl', [
    'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2',
    '-keyout', key, '-out', cert, '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost',
    '-addext', 'basicConstraints=critical,CA:FALSE',
  ], { stdio: 'ignore' });
  return { key: readFileSync(key), cert: readFileSync(cert), path: cert };
}

async function server(options) {
  const got = [];
  const smtp = new SMTPServer({
    disabledCommands: options.secure || options.key ? [] : ['STARTTLS'],
    authOptional: true,
    onAuth: (auth, _session, done) => (auth.username === 'desk' && auth.password === 'p@ss/word'
      ? done(null, { user: 'desk' }) : done(new Error('no such user'))),
    onRcptTo: ({ address }, _session, done) => {
      const refused = { 'gone@a.example': 550, 'full@a.example': 452 }[address];
      done(refused ? Object.assign(new Error('not now or never'), { responseCode: refused }) : null);
    },
    onData: (stream, session, done) => {
      // The server empties the session for the next mail.
      const kept = { envelope: structuredClone(session.envelope), secure: session.secure };
      simpleParser(stream).then((mail) => { got.push({ mail, session: kept }); done(); }, done);
    },
    ...options,
  });
  smtp.on('error', () => {});
  await new Promise((ready) => { smtp.listen(0, '127.0.0.1', ready); });
  return { got, port: smtp.server.address().port, stop: () => new Promise((end) => { smtp.close(end); }) };
}

/** Sends letters; what came of each. */
function send(relay, letters) {
  return new Promise((end, fail) => {
    const child = spawn(letter, [relay, 'The Desk <desk@news.example>'], { stdio: ['pipe', 'pipe', 'inherit'] });
    let out = '';
    child.stdout.on('data', (part) => { out += part; });
    child.on('error', fail);
    child.on('close', () => end(out.trim().split('\n')));
    child.stdin.end(letters.map((l) => `${JSON.stringify(l)}\n`).join(''));
  });
}

async function plain() {
  const smtp = await server({});
  const html = '<p>Copper &amp; tin — “rose”.</p>';
  const text = 'Copper & tin — “rose”.\n.\n.A line that begins with a dot\nFrom here on.\n';
  const said = await send(`smtp://127.0.0.1:${smtp.port}`, [
    { to: 'Änn <ann@a.example>', subject: 'Züricher Börse: +5 %', text, html,
      headers: { 'List-Unsubscribe': '<https://news.example/u/1?t=abc>', 'List-Id': '<alerts.news.example>' } },
    { to: 'bob@b.example', subject: 's', text: 'only text' },
    { to: 'gone@a.example', subject: 's', text: 't' },
    { to: 'full@a.example', subject: 's', text: 't' },
    { to: 'bob@b.example\r\nBcc: eve@e.example', subject: 's', text: 't' },
    { to: 'bob@b.example', subject: 's\r\nBcc: eve@e.example', text: 't' },
  ]);
  assert.deepEqual(said.map((line) => line.split(' ')[0]), ['Taken', 'Taken', 'Refused', 'Again', 'Refused', 'Refused']);
  assert.match(said[2], /550/);
  assert.equal(smtp.got.length, 2);
  const [{ mail, session }, second] = smtp.got;
  assert.equal(session.envelope.mailFrom.address, 'desk@news.example');
  assert.deepEqual(session.envelope.rcptTo.map((r) => r.address), ['ann@a.example']);
  assert.equal(mail.subject, 'Züricher Börse: +5 %');
  assert.equal(mail.to.value[0].name, 'Änn');
  assert.equal(mail.from.text, '"The Desk" <desk@news.example>');
  assert.equal(mail.text.trimEnd(), text.trimEnd());
  assert.equal(mail.html.trim(), html);
  const header = (name) => mail.headerLines.find((h) => h.key === name)?.line.replace(/\r?\n\s+/g, ' ');
  assert.equal(header('list-unsubscribe'), 'List-Unsubscribe: <https://news.example/u/1?t=abc>');
  assert.equal(header('list-unsubscribe-post'), 'List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  assert.match(mail.messageId, /^<[0-9a-f]{32}@news\.example>$/);
  assert.equal(second.mail.text.trim(), 'only text');
  assert.equal(second.mail.html, false);
  await smtp.stop();
}

async function encrypted() {
  const { key, cert, path } = certificate();
  const one = [{ to: 'ann@a.example', subject: 's', text: 't' }];
  const check = async (options, relay, expected) => {
    const smtp = await server({ key, cert, ...options });
    const [said] = await send(relay(smtp.port), one);
    assert.match(said, expected);
    for (const { session } of smtp.got) assert.equal(session.secure, true);
    assert.equal(smtp.got.length, expected.source === '^Taken' ? 1 : 0);
    await smtp.stop();
  };
  const user = 'desk:p%40ss%2Fword';
  await check({}, (p) => `smtp://localhost:${p}?tls=starttls&ca=${path}`, /^Taken/);
  await check({ secure: true }, (p) => `smtps://localhost:${p}?ca=${path}`, /^Taken/);
  await check({ secure: true, authOptional: false }, (p) => `smtps://${user}@localhost:${p}?ca=${path}`, /^Taken/);
  // An authority that nobody trusts, a wrong password, a server that hides STARTTLS: nothing is sent.
  await check({ secure: true }, (p) => `smtps://localhost:${p}`, /^Again/);
  await check({ secure: true }, (p) => `smtps://desk:wrong@localhost:${p}?ca=${path}`, /^Again .*refuses us/);
  await check({ hideSTARTTLS: true }, (p) => `smtp://localhost:${p}?tls=starttls&ca=${path}`, /^Again/);
}

try {
  await plain();
  await encrypted();
  console.log('mail: all as it should be');
} finally {
  rmSync(folder, { recursive: true });
}
