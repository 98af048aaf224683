// Joining, confirming by mail, commenting, moderation, leaving. Without scripts.

import { must } from './walk.mjs';
import { until } from './newsroom.mjs';

const EVE = { email: 'eve@readers.example', name: 'Eve Lund', password: 'a sentence of my own' };
const HOSTILE = '<script>alert(1)</script> <img src=x onerror=alert(1)> \u202Etxet\u202C z̴̴̴̴̴̴̴̴ https://a.example/x"onmouseover=alert(1)';

export async function people(walk) {
  const { id } = walk.published;
  const reader = await walk.page({ javaScriptEnabled: false });
  await walk.step('joining tells nothing, and a letter comes', async () => {
    await reader.goto('/join');
    await walk.shot(reader, 'join');
    await join(reader);
    must(await reader.getByText('Look at your mail').isVisible(), 'no word about mail');
    await until(() => walk.mail.letters.length > 0, 'a letter');
    must(walk.mail.letters[0].to[0] === EVE.email, walk.mail.letters[0].to.join());
  }, reader);
  const axe = await walk.page();
  for (const at of ['/join', '/sign-in', '/forgot', '/reset?ticket=x', '/confirm?ticket=x', `/comments/${id}`]) {
    await axe.goto(at);
    await walk.accessible(at, axe);
  }
  await axe.context().close();
  await walk.step('nobody signs in before the address is confirmed', async () => {
    await signIn(reader);
    must(await reader.getByRole('alert').getByText('Confirm your e-mail first').isVisible(), 'let in');
  }, reader);
  await walk.step('the link in the letter confirms, once', async () => {
    const link = /https?:\/\/\S+\/confirm\?ticket=\w+/.exec(walk.mail.letters[0].text)[0];
    await reader.goto(new URL(link).pathname + new URL(link).search);
    await reader.getByRole('button', { name: 'Confirm my e-mail' }).click();
    await reader.goto(new URL(link).pathname + new URL(link).search);
    await reader.getByRole('button', { name: 'Confirm my e-mail' }).click();
    must(await reader.getByText('That link was used').isVisible(), 'it works twice');
  }, reader);
  await walk.step('the same address again: the same answer, another letter', async () => {
    await reader.goto('/join');
    await join(reader, 'Eve Again');
    must(await reader.getByText('Look at your mail').isVisible(), 'another answer');
    await until(() => walk.mail.letters.length > 1, 'a second letter');
    must(/has an account/.test(walk.mail.letters[1].text), 'not told by mail');
  }, reader);
  await walk.step('signed in, a reader has an account and no desk', async () => {
    await signIn(reader);
    await reader.waitForURL('**/account');
    must((await reader.goto('/desk')).status() === 403, 'the desk is open');
    must((await reader.goto('/moderation')).status() === 403, 'the moderators’ queue is open');
    await reader.goto('/account');
    await walk.shot(reader, 'account');
  }, reader);
  await comments(walk, reader, id);
  await leave(walk, reader);
  await reader.context().close();
}

async function join(page, name = EVE.name) {
  await page.getByLabel('E-mail').fill(EVE.email);
  await page.getByLabel('Name, as others see it').fill(name);
  await page.getByLabel('Password').fill(EVE.password);
  await page.getByRole('button', { name: 'Join' }).click();
}

async function signIn(page) {
  await page.goto('/sign-in?next=/account');
  await page.getByLabel('Name or e-mail').fill(EVE.email);
  await page.getByLabel('Password').fill(EVE.password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

async function comments(walk, reader, id) {
  await walk.step('a new account’s comment waits; hostile words do nothing', async () => {
    await reader.goto(`/comments/${id}`);
    await reader.getByLabel(/Plain text/).fill(HOSTILE);
    await reader.getByRole('button', { name: 'Comment', exact: true }).click();
    must(await reader.getByText('Only you see it').isVisible(), 'it does not wait');
    const story = await (await fetch(`${walk.newsroom.base}/story/${id}`)).text();
    must(!story.includes('alert(1)'), 'others see it');
  }, reader);
  const moderator = await walk.page({ storageState: walk.state });
  await walk.step('a moderator lets it out: text, not markup', async () => {
    await moderator.goto('/moderation');
    await walk.accessible('moderation', moderator);
    await walk.shot(moderator, 'moderation');
    await moderator.getByRole('button', { name: 'Show it' }).first().click();
    const page = await walk.page();
    await page.goto(`/story/${id}`);
    const text = page.locator('.comment .text').first();
    must((await text.innerText()).includes('<script>alert(1)</script>'), 'the words are not shown as they were');
    must((await page.locator('.comment script, .comment img, .comment [onmouseover]').count()) === 0, 'markup came through');
    must(!(await text.innerText()).includes('\u202E'), 'the direction is turned');
    must(!(await text.innerText()).includes('z̴̴̴̴̴'), 'accents are heaped');
    await walk.accessible('story with comments', page);
    await walk.shot(page, 'comments');
    const feed = await (await fetch(`${walk.newsroom.base}/comments/${id}/feed.atom`)).text();
    must(feed.includes('<entry>') && !feed.includes('<script>'), 'the feed');
    await page.context().close();
  }, moderator);
  await walk.step('an answer, a report, a removal, a ban with an appeal', async () => {
    await moderator.goto(`/comments/${id}`);
    await moderator.getByText('Answer', { exact: true }).first().click();
    await moderator.getByLabel('Your answer').first().fill('Thank you, see https://docs.example/a for more.');
    await moderator.getByRole('button', { name: 'Answer' }).first().click();
    must((await moderator.locator('.comment.answer a[rel="nofollow ugc noopener"]').count()) === 1, 'no link');
    await moderator.getByText('Report', { exact: true }).first().click();
    await moderator.getByLabel('What is wrong with it').first().fill('rude');
    await moderator.getByRole('button', { name: 'Report to the moderators' }).first().click();
    await moderator.goto('/moderation');
    must(await moderator.getByText('reported: rude').isVisible(), 'not reported');
    await moderator.getByText('Bar Eve Lund').click();
    await moderator.getByLabel('Why (they are told)').fill('spam');
    await moderator.getByRole('button', { name: 'Bar', exact: true }).click();
    await moderator.getByLabel('Why it is removed').first().fill('rude');
    await moderator.getByRole('button', { name: 'Remove it' }).first().click();
    await reader.goto('/account');
    await reader.getByLabel('What you say about it').fill('It was a test.');
    await reader.getByRole('button', { name: 'Send to the moderators' }).click();
    await moderator.goto('/moderation');
    must(await moderator.getByText('It was a test.').isVisible(), 'the appeal is not heard');
    await moderator.getByRole('button', { name: 'Let them comment again' }).click();
  }, moderator);
  await walk.step('one changes one’s own words for a while, and nobody else’s', async () => {
    await moderator.goto(`/comments/${id}`);
    await moderator.getByLabel(/Plain text/).fill('A first word.');
    await moderator.getByRole('button', { name: 'Comment', exact: true }).click();
    await moderator.getByText('Change', { exact: true }).last().click();
    await moderator.getByLabel('Your words').last().fill('A second word.');
    await moderator.getByRole('button', { name: 'Save' }).last().click();
    must(await moderator.locator('.comment .text').getByText('A second word.').isVisible(), 'not changed');
    must((await moderator.getByText('A first word.').count()) === 0, 'the first is still there');
    await reader.goto(`/comments/${id}`);
    must((await reader.getByText('Change', { exact: true }).count()) <= 1, 'others’ words can be changed');
  }, moderator);
  await walk.step('hidden comments are seen by nobody', async () => {
    await moderator.goto(`/comments/${id}`);
    await moderator.getByLabel('Comments under this story').selectOption('hidden');
    await moderator.getByRole('button', { name: 'Set' }).click();
    for (const at of [`/story/${id}`, `/comments/${id}`, `/comments/${id}/feed.atom`]) {
      must(!(await (await fetch(walk.newsroom.base + at)).text()).includes('A second word.'), `${at} shows it`);
    }
  }, moderator);
  await walk.step('closed comments take none', async () => {
    await moderator.goto(`/comments/${id}`);
    await moderator.getByLabel('Comments under this story').selectOption('closed');
    await moderator.getByRole('button', { name: 'Set' }).click();
    must(await moderator.getByText('Comments are closed.').isVisible(), 'open');
    await moderator.getByLabel('Comments under this story').selectOption('open');
    await moderator.getByRole('button', { name: 'Set' }).click();
  }, moderator);
  await moderator.context().close();
}

async function leave(walk, reader) {
  await walk.step('one’s data comes as JSON, and the account can be deleted', async () => {
    await reader.goto('/account');
    const data = await (await reader.request.get('/account/export')).json();
    must(data.email === EVE.email && data.comments.length === 1 && data.sessions.length > 0 && data.passkeys.length === 0, JSON.stringify(data).slice(0, 200));
    await reader.getByText('Delete the account').click();
    await reader.getByLabel('Your password').last().fill(EVE.password);
    await reader.getByRole('button', { name: 'Delete it' }).click();
    await reader.goto('/account');
    must(reader.url().includes('/sign-in'), 'still signed in');
    await signIn(reader);
    must(await reader.getByRole('alert').isVisible(), 'the account still works');
  }, reader);
}
