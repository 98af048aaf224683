// An editor's day: queue, draft, evidence, a wrong number refused, mended, signed, published,
// corrected, killed.

import { must } from './walk.mjs';
import { until } from './newsroom.mjs';

const feedOf = async (walk, kind) => (await fetch(`${walk.newsroom.base}/feed.${kind}`)).text();

export async function desk(walk) {
  const page = await walk.page({ storageState: walk.state });
  const other = await walk.page({ storageState: walk.state });
  await walk.step('the queue lists drafts with how their check went', async () => {
    await until(async () => {
      await page.goto('/desk');
      return (await page.locator('.queue li').count()) > 0;
    }, 'a draft in the queue');
    must(/sentences/.test(await page.locator('.queue .tally').first().innerText()), 'no tally');
  }, page);
  await walk.accessible('queue', page);
  await walk.shot(page, 'queue');

  const draft = page.locator('.queue a.head').filter({ hasText: /North Korea/ }).first();
  const link = (await draft.count()) > 0 ? draft : page.locator('.queue a.head').first();
  const headline = await link.innerText();
  await link.click();
  await page.waitForURL(/\/desk\/story\/\d+$/);
  const path = new URL(page.url()).pathname;
  const id = path.split('/').at(-1);

  await walk.step('each sentence stands beside its evidence', async () => {
    const rows = page.locator('.row');
    const count = await rows.count();
    must(count > 3, `${count} sentences`);
    for (let n = 0; n < count; n += 1) {
      const row = rows.nth(n);
      if ((await row.getAttribute('class')).includes('house')) continue;
      must((await row.locator('.evidence mark').count()) > 0, `sentence ${n} has no words beside it`);
      must((await row.locator('.from').first().innerText()).length > 5, `sentence ${n} names no outlet`);
    }
  }, page);
  await walk.step('the keyboard steps through the sentences, and marks the words', async () => {
    await page.keyboard.press('j');
    await page.keyboard.press('j');
    const at = await page.evaluate('document.activeElement.id');
    must(at === 's1', `focus is on ${at}`);
    const [here, there] = await page.evaluate(
      `['#s1 mark', '#s2 mark'].map((s) => getComputedStyle(document.querySelector(s)).backgroundColor)`,
    );
    must(here !== there, 'the words of the sentence in focus look like the others');
    await page.keyboard.press('k');
    must((await page.evaluate('document.activeElement.id')) === 's0', 'k goes back');
  }, page);
  await walk.accessible('story at the desk', page);
  await walk.shot(page, 'story');

  const number = await page.locator('.row:not(.house) .sentence').evaluateAll((all) =>
    all.findIndex((p, n) => n > 0 && /\b\d+\b/.test(p.innerText)));
  must(number > 0, 'no sentence with a number in the draft');
  const before = await page.locator(`#s${number} .sentence`).innerText();
  const wrong = before.replace(/\b\d+\b/, (digits) => String(Number(digits) + 7));

  await walk.step('an edit is saved and checked', async () => {
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await walk.accessible('edit', page);
    await walk.shot(page, 'edit');
    await page.locator(`#t${number}`).fill(wrong);
    await page.getByRole('button', { name: 'Save and check' }).click();
    await page.waitForURL(`**${path}`);
    must(await page.locator(`#s${number}.unsupported, #s${number}.unsure`).isVisible(), 'the wrong number passed the check');
    must((await page.locator(`#s${number} .findings li`).count()) > 0, 'no finding is shown');
  }, page);
  await walk.shot(page, 'story-unsupported');

  await walk.step('publishing is refused with the reason', async () => {
    await page.getByRole('button', { name: /Sign as Ann Ode and publish/ }).click();
    const alert = page.locator('#refused');
    await alert.waitFor();
    const said = await alert.innerText();
    must(said.includes(`Sentence ${number}`), said);
    must((await fetch(`${walk.newsroom.base}/story/${id}`)).status === 404, 'it was published all the same');
  }, page);
  await walk.accessible('refusal', page);
  await walk.shot(page, 'refused');

  await walk.step('two editors at once lose nothing', async () => {
    await page.goto(`${path}/edit`);
    await other.goto(`${path}/edit`);
    await other.locator(`#t${number}`).fill(`${wrong} `.replace('.', ' indeed.'));
    await other.getByRole('button', { name: 'Save and check' }).click();
    await other.waitForURL(`**${path}`);
    await page.locator(`#t${number}`).fill(before);
    await page.getByRole('button', { name: 'Save and check' }).click();
    await page.getByRole('alert').waitFor();
    must((await page.locator(`#t${number}`).inputValue()) === before, 'what was typed is gone');
    must(await page.getByText('Saved meanwhile:').isVisible(), 'the other text is not shown');
  }, page);
  await walk.shot(page, 'conflict');

  await walk.step('mended, it is supported again', async () => {
    await page.getByRole('button', { name: 'Save and check' }).click();
    await page.waitForURL(`**${path}`);
    must(await page.locator(`#s${number}.supported`).isVisible(), 'still not supported');
  }, page);

  await walk.step('another story is signed first and published after', async () => {
    await page.goto('/desk');
    const another = page.locator(`.queue a.head:not([href="${path}"])`).first();
    const at = await another.getAttribute('href');
    await another.click();
    for (const box of await page.locator('input[name^="reason"]').all()) await box.fill('seen in the original');
    await page.getByRole('button', { name: 'Only sign' }).click();
    await page.locator('.signed').waitFor();
    must((await fetch(`${walk.newsroom.base}${at.replace('/desk', '')}`)).status === 404, 'out before it was published');
    await page.getByRole('button', { name: 'Publish', exact: true }).click();
    await page.getByText('Readers have this version').waitFor();
    await page.goto(path);
  }, page);

  await walk.step('signed, it is on the site, in the feeds and in the log', async () => {
    // Whatever else the check doubts is published on a reason, which must then be on the page.
    for (const box of await page.locator('input[name^="reason"]').all()) await box.fill('seen in the original');
    await page.getByRole('button', { name: /Sign as Ann Ode and publish/ }).click();
    await page.getByRole('link', { name: 'Published page' }).waitFor();
    must(await page.locator('#log').isVisible(), 'no log');
    await page.getByRole('link', { name: 'Published page' }).click();
    must(await page.getByText(/signed by Ann Ode/).isVisible(), 'no signing line');
    for (const kind of ['atom', 'rss', 'json']) {
      must((await feedOf(walk, kind)).includes(`/story/${id}`), `not in feed.${kind}`);
    }
    must((await (await fetch(`${walk.newsroom.base}/sitemap-news.xml`)).text()).includes(`/story/${id}/`), 'not in the sitemap');
    await page.goto('/');
    must((await page.locator('.card').count()) > 0, 'not on the front page');
  }, page);
  await walk.shot(page, 'front');

  await walk.step('the desk finds it in the trail', async () => {
    await page.goto('/desk/trail');
    const text = await page.locator('table').innerText();
    for (const word of ['published', 'save', 'sign-in']) must(text.includes(word), `no ${word}`);
  }, page);
  await walk.accessible('trail', page);
  for (const [name, at] of [['reports', '/desk/reports'], ['storylines', '/desk/storylines'], ['sources', '/desk/sources'],
    ['set-aside', '/desk/quarantine'], ['people', '/desk/people']]) {
    await page.goto(at);
    await walk.accessible(name, page);
    await walk.shot(page, name);
  }
  await walk.step('a report shows its reading, at the words one came for', async () => {
    await page.goto(path);
    await page.locator('.row .from a').first().click();
    await page.locator('#here').waitFor();
    must(await page.getByRole('heading', { name: 'Who said what' }).isVisible(), 'no reading');
  }, page);
  await walk.accessible('report', page);
  await walk.shot(page, 'report');
  walk.published = { id, path, headline };
  await correct(walk, page, { path, id });
  await page.context().close();
  await other.context().close();
}

async function correct(walk, page, { path, id }) {
  await walk.step('a correction stands at the top in its class', async () => {
    await page.goto(`${path}/edit`);
    const last = page.locator('textarea[name^="s"]').last();
    await last.fill('');
    await page.getByRole('button', { name: 'Save and check' }).click();
    await page.waitForURL(`**${path}`);
    must(await page.getByRole('radio', { name: /^Corrected/ }).isChecked(), 'not proposed as a correction');
    for (const box of await page.locator('input[name^="reason"]').all()) await box.fill('seen in the original');
    await page.getByRole('button', { name: /Sign as Ann Ode and publish/ }).click();
    must((await page.locator('#refused').innerText()).includes('what was wrong'), 'no note asked for');
    for (const box of await page.locator('input[name^="reason"]').all()) await box.fill('seen in the original');
    await page.getByLabel(/What was wrong/).fill('One sentence too many was taken out.');
    await page.getByRole('button', { name: /publish/i }).first().click();
    await page.getByText('Readers have this version').waitFor();
    await page.goto(`/story/${id}`);
    must(await page.locator('.notice').getByText('One sentence too many was taken out.').isVisible(), 'no notice');
    must((await page.locator('.notice strong').innerText()) === 'Corrected.', 'no class');
    must((await feedOf(walk, 'atom')).includes('One sentence too many'), 'not in the feed');
  }, page);
  await walk.accessible('corrected story', page);
  await walk.shot(page, 'corrected');
  await walk.step('the versions can be compared', async () => {
    await page.goto(path);
    await page.getByRole('link', { name: 'what changed' }).first().click();
    must(await page.getByRole('heading', { name: /Version \d+ and version/ }).isVisible(), 'no comparison');
  }, page);
}

/** After the readers have looked: takes the story back. */
export async function kill(walk) {
  const { id, path, headline } = walk.published;
  const page = await walk.page({ storageState: walk.state });
  await walk.step('a withdrawn story is gone everywhere, and the feeds say so', async () => {
    await page.goto(path);
    await page.getByText('Withdraw this story').click();
    await page.getByLabel('Why (readers are told)').fill('The document behind it was forged.');
    await page.getByRole('button', { name: 'Withdraw it' }).click();
    await page.locator('.state').filter({ hasText: 'Withdrawn' }).first().waitFor();
    for (const at of [`/story/${id}`, `/story/${id}/v/1`, `/story/${id}/v/9`]) {
      const answer = await fetch(walk.newsroom.base + at);
      const text = await answer.text();
      must([404, 410].includes(answer.status), `${at}: ${answer.status}`);
      must(!text.includes(headline), `${at} still tells it`);
    }
    must((await feedOf(walk, 'atom')).includes('at:deleted-entry'), 'atom does not say so');
    for (const kind of ['atom', 'rss', 'json']) must(!(await feedOf(walk, kind)).includes(headline), `feed.${kind} still tells it`);
    for (const at of ['/', '/sitemap-news.xml', `/search?q=${encodeURIComponent(headline)}`]) {
      must(!(await (await fetch(walk.newsroom.base + at)).text()).includes(`/story/${id}/`), `${at} still has it`);
    }
    await page.goto(`/story/${id}`);
    must(await page.getByText('The document behind it was forged.').isVisible(), 'the reason is not told');
    await walk.shot(page, 'withdrawn');
    await page.goto('/corrections');
    must(await page.getByText('The document behind it was forged.').isVisible(), 'not on the corrections page');
  }, page);
  await walk.accessible('corrections', page);
  await walk.shot(page, 'corrections');
  await page.context().close();
}
