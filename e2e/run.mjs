// Browser tests of the desk and the site: `node e2e/run.mjs`.
//
// Starts the built binary on a temporary data folder and a free loopback port, walks through it in
// Debian's chromium, ends it by its process id. `WIREDESK` names the binary (else target/release,
// target/debug); `SHOTS=1` keeps pictures of every page in e2e/shots. Exit status 1 when a step fails.

import { mkdirSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { startNewsroom } from './newsroom.mjs';
import { Walk } from './walk.mjs';
import { desk } from './desk.mjs';
import { readers } from './readers.mjs';
import { guard } from './guard.mjs';
import { ledger } from './ledger.mjs';
import { startMail } from './letters.mjs';
import { passkeys } from './passkeys.mjs';
import { pictures } from './pictures.mjs';
import { people } from './people.mjs';
import { briefs } from './briefs.mjs';

const shots = new URL('./shots/', import.meta.url).pathname;
mkdirSync(shots, { recursive: true });

const mail = await startMail();
const newsroom = await startNewsroom(mail.address);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-sync',
    '--disable-background-networking', '--disable-component-update',
  ],
});
const walk = new Walk({ browser, newsroom, mail, shots: process.env.SHOTS ? shots : null, failShots: shots });
try {
  await guard(walk);
  await desk(walk);
  await pictures(walk);
  await passkeys(walk);
  await ledger(walk);
  await people(walk);
  await briefs(walk);
  await readers(walk);
} catch (error) {
  walk.fail('the walk goes to its end', error);
} finally {
  await browser.close();
  await newsroom.stop();
  await mail.stop();
}
process.exit(walk.report());
