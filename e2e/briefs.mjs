// Briefs: a reader asks for one and reads it with its evidence, by mail too; an editor signs one for all.

import { must } from './walk.mjs';
import { until } from './newsroom.mjs';

const KIM = { email: 'kim@readers.example', name: 'Kim Berg', password: 'another sentence of mine' };

export async function briefs(walk) {
  const reader = await walk.page({ javaScriptEnabled: false });
  await walk.step('a reader joins, without scripts', async () => {
    await reader.goto('/join');
    await reader.getByLabel('E-mail').fill(KIM.email);
    await reader.getByLabel('Name, as others see it').fill(KIM.name);
    await reader.getByLabel('Password').fill(KIM.password);
    await reader.getByRole('button', { name: 'Join' }).click();
    const letter = await letterTo(walk, /confirm\?ticket/);
    await reader.goto(path(/https?:\/\/\S+\/confirm\?ticket=\w+/.exec(letter.text)[0]));
    await reader.getByRole('button', { name: 'Confirm my e-mail' }).click();
    await reader.goto('/sign-in?next=/account');
    await reader.getByLabel('Name or e-mail').fill(KIM.email);
    await reader.getByLabel('Password').fill(KIM.password);
    await reader.getByRole('button', { name: 'Sign in' }).click();
    await reader.getByRole('link', { name: 'Your briefs' }).click();
    must(await reader.getByRole('heading', { name: 'Ask for a brief' }).isVisible(), 'no form');
    await walk.shot(reader, 'briefs-mine');
  }, reader);
  let address;
  await walk.step('asked for once, a brief is there at once, each line with its words', async () => {
    await reader.getByLabel('Name or id of it').fill('North Korea');
    await reader.getByLabel('The first tells of').selectOption('all');
    await reader.getByLabel(/Also by mail to/).check();
    await reader.getByRole('button', { name: 'Ask for it' }).click();
    address = new URL(reader.url()).pathname;
    must(/^\/brief\/\d+$/.test(address), address);
    must((await reader.getByRole('heading', { level: 1 }).innerText()) === 'North Korea', 'another matter');
    const rows = await reader.locator('.told-table tbody tr').count();
    const lines = reader.locator('.brief .timeline > li');
    must(rows > 3 && (await lines.count()) === rows, `${rows} rows, ${await lines.count()} lines`);
    for (const line of await lines.all()) must((await line.locator('q').count()) > 0, `no words: ${await line.innerText()}`);
    must((await reader.locator('.told-table').innerText()).includes('North Korea → Russia: Supplies'), 'not told');
    must(await reader.locator('svg.timeline-svg').isVisible(), 'no timeline');
    must(await reader.locator('svg.bars-svg').isVisible(), 'no ranking');
    const first = await reader.locator('section[aria-labelledby=order] tbody th').first().innerText();
    must(first === 'North Korea', `${first} comes first`);
  }, reader);
  await walk.step('its story leads to the sentence’s evidence', async () => {
    const link = reader.locator('.brief .item a[href*="#g"]').first();
    must((await link.count()) === 1, 'no story in it');
    await reader.locator('.brief .item summary').first().isVisible();
    const to = await link.getAttribute('href');
    await reader.goto(to);
    must(await reader.locator(`#${to.split('#')[1]} q`).first().isVisible(), 'no evidence there');
  }, reader);
  await walk.step('the brief comes by mail, and one click ends them', async () => {
    const letter = await letterTo(walk, /List-Unsubscribe/);
    must(letter.to[0] === KIM.email, letter.to.join());
    must(letter.text.includes(address) && /List-Unsubscribe-Post: List-Unsubscribe=One-Click/.test(letter.text), 'no way back');
    must(/text\/plain/.test(letter.text) && /text\/html/.test(letter.text), 'not both text and HTML');
    const end = /List-Unsubscribe: *<([^>]+)>/.exec(letter.text.replace(/\r?\n\s+/g, ' '))[1];
    const done = await fetch(walk.newsroom.base + path(end), { method: 'POST', body: 'List-Unsubscribe=One-Click', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    must(done.status === 200 && /not sent by mail any more/.test(await done.text()), `${done.status}`);
  }, reader);
  await walk.step('as Markdown and JSON too; for nobody else', async () => {
    const markdown = await (await reader.request.get(`${address}.md`)).text();
    must(markdown.startsWith('# North Korea\n') && markdown.includes('## What was told'), markdown.slice(0, 200));
    const json = await (await reader.request.get(`${address}.json`)).json();
    must(json.claims.length > 3 && json.claims.every((c) => c.grounds.length > 0), 'a line without its words');
    const stranger = await walk.page({ storageState: walk.state });
    must((await stranger.goto(address)).status() === 404, 'somebody else reads it');
    await stranger.context().close();
    must((await fetch(walk.newsroom.base + address, { redirect: 'manual' })).status !== 200, 'everybody reads it');
  }, reader);
  await walk.step('a timetable is kept, rests and goes on; a wrong zone is told', async () => {
    await reader.goto('/ledger/country:PRK/country:RUS');
    await reader.getByRole('link', { name: 'Ask for a brief on this' }).click();
    must((await reader.getByLabel('For or to whom').inputValue()) === 'country:RUS', 'the form does not know what it is on');
    await reader.getByLabel('Made', { exact: true }).selectOption('weekdays');
    await reader.getByLabel('At (of a timetable)').fill('06:45');
    await reader.getByLabel('In the time zone').fill('Mars/Base');
    await reader.getByRole('button', { name: 'Ask for it' }).click();
    must(await reader.getByRole('alert').getByText('no time zone').isVisible(), 'not told');
    must((await reader.getByLabel('Who does it').inputValue()) === 'country:PRK', 'what was typed is gone');
    await reader.getByLabel('In the time zone').fill('Asia/Kolkata');
    await reader.getByRole('button', { name: 'Ask for it' }).click();
    must(await reader.getByText('Monday to Friday at 06:45, Asia/Kolkata; next').isVisible(), 'not kept');
    await reader.getByRole('button', { name: 'Rest' }).click();
    must(await reader.getByText('; resting').isVisible(), 'it does not rest');
    await reader.getByRole('button', { name: 'Go on' }).click();
    must(await reader.getByText('Asia/Kolkata; next').isVisible(), 'it does not go on');
  }, reader);
  await signed(walk);
  await reader.context().close();
}

/** An editor signs a brief; everybody reads it, prints it, and takes the feed. */
async function signed(walk) {
  const editor = await walk.page({ storageState: walk.state });
  let address;
  await walk.step('an editor signs a brief for all', async () => {
    await editor.goto('/briefs/mine');
    await walk.accessible('briefs of an editor', editor);
    await editor.getByLabel('What one does for another').check();
    await editor.getByLabel('Who does it').fill('North Korea');
    await editor.getByLabel('For or to whom').fill('Russia');
    await editor.getByLabel('The first tells of').selectOption('all');
    await editor.getByRole('button', { name: 'Ask for it' }).click();
    address = new URL(editor.url()).pathname;
    await editor.getByRole('button', { name: 'Sign it for all to read' }).click();
    must(await editor.getByText('Everybody can read this brief').isVisible(), 'not signed');
  }, editor);
  const page = await walk.page();
  await walk.step('everybody finds it, with who answers for it', async () => {
    await page.goto('/briefs');
    await walk.shot(page, 'briefs');
    await page.getByRole('link', { name: 'North Korea → Russia' }).click();
    must(new URL(page.url()).pathname === address, page.url());
    must(await page.getByText('Signed by Ann Ode').isVisible(), 'nobody answers for it');
    const feed = await (await fetch(`${walk.newsroom.base}/briefs/feed.atom`)).text();
    must(feed.includes(`${address}</id>`) && feed.includes('<name>Ann Ode</name>'), feed.slice(0, 300));
  }, page);
  await walk.accessible('brief', page);
  await walk.shot(page, 'brief');
  await walk.step('it prints: all evidence on paper, nothing of the menu', async () => {
    await page.emulateMedia({ media: 'print' });
    must(!(await page.locator('.masthead nav').isVisible()), 'the menu is on paper');
    for (const words of await page.locator('.brief q').all()) must(await words.isVisible(), 'words are missing on paper');
    const pdf = await page.pdf({ format: 'A4' });
    must(pdf.subarray(0, 5).toString() === '%PDF-' && pdf.length > 10_000, `${pdf.length} bytes`);
    await walk.shot(page, 'brief-paper');
    await page.emulateMedia({ media: null });
  }, page);
  await page.context().close();
  const phone = await walk.page({ viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true, colorScheme: 'dark' });
  for (const [name, at] of [['brief', address], ['briefs', '/briefs']]) {
    await phone.goto(at);
    await walk.accessible(`${name} on a phone in the dark`, phone);
    await walk.shot(phone, `phone-${name}`);
  }
  await phone.context().close();
  await walk.step('the signature is taken back, and nobody reads it', async () => {
    await editor.goto(address);
    await editor.getByRole('button', { name: 'Take my signature back' }).click();
    must((await fetch(walk.newsroom.base + address, { redirect: 'manual' })).status !== 200, 'still read');
  }, editor);
  await editor.context().close();
}

async function letterTo(walk, words) {
  const found = () => walk.mail.letters.find((l) => l.to[0] === KIM.email && words.test(l.text));
  await until(() => found() !== undefined, `a letter with ${words}`);
  return found();
}

function path(address) {
  const { pathname, search } = new URL(address);
  return pathname + search;
}
