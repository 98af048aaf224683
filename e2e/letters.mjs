// A real SMTP server on loopback that keeps what it is given.

import { createRequire } from 'node:module';

const { SMTPServer } = createRequire(import.meta.url)('smtp-server');

export async function startMail() {
  const letters = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      let text = '';
      stream.setEncoding('utf8');
      stream.on('data', (piece) => { text += piece; });
      stream.on('end', () => {
        letters.push({ to: session.envelope.rcptTo.map((r) => r.address), text: decoded(text) });
        done();
      });
    },
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.server.address();
  return { address: `smtp://127.0.0.1:${port}`, letters, stop: () => new Promise((resolve) => { server.close(resolve); }) };
}

/** Quoted-printable undone, so that links in the text are whole. */
function decoded(text) {
  if (!/quoted-printable/i.test(text)) return text;
  return text.replace(/=\r?\n/g, '').replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
}
