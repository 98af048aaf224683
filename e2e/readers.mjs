// What readers get: with scripts and without, on a wide screen and on a phone, by mouse, finger and
// keyboard; and what is left of a story that was taken back.

import { must } from './walk.mjs';
import { until } from './newsroom.mjs';
import { kill } from './desk.mjs';

const PHONE = { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true };

export async function readers(walk) {
  const { id } = walk.published;
  await plainly(walk, id);
  await phone(walk, id);
  await dark(walk, id);
  await finding(walk, id);
  await kill(walk);
}

/** Without scripts. */
async function plainly(walk, id) {
  const page = await walk.page({ javaScriptEnabled: false });
  await page.goto(`/story/${id}`);
  await walk.step('the story is found under its own words', async () => {
    must(/\/story\/\d+\/[a-z0-9-]+$/.test(page.url()), page.url());
  });
  await walk.step('pointing at a sentence shows the words, the outlet and the date', async () => {
    must(!(await page.locator('#g1').isVisible()), 'shown before anybody asked');
    await page.locator('#s1 .words').hover();
    must(await page.locator('#g1 q').first().isVisible(), 'no words');
    must((await page.locator('#g1 .source').first().innerText()).length > 3, 'no outlet');
    must(await page.locator('#g1 time').first().isVisible(), 'no date');
    await walk.shot(page, 'evidence');
  }, page);
  await walk.step('so does the Tab key', async () => {
    await page.mouse.move(0, 0);
    await page.locator('#s2 .mark').focus();
    must(await page.locator('#g2').isVisible(), 'not shown');
    must(!(await page.locator('#g1').isVisible()), 'the other is still shown');
  }, page);
  await walk.step('every sentence has its evidence or says that it has none', async () => {
    const empty = await page.locator('.s .grounds').evaluateAll((all) => all.filter((g) => !g.querySelector('.ground')).length);
    must(empty === 0, `${empty} are empty`);
  }, page);
  await walk.step('the page is one request and small', async () => {
    const answer = await fetch(page.url());
    const html = await answer.text();
    must(html.length < 60_000, `${html.length} bytes`);
    must(!/<script(?! type="application\/ld\+json")/.test(html) && !html.includes('rel="stylesheet"'), 'it asks for more');
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(html)[1]);
    must(data['@type'] === 'NewsArticle' && data.citation.length > 0 && data.correction.length > 0, 'JSON-LD');
  });
  await page.context().close();
}

async function phone(walk, id) {
  const page = await walk.page(PHONE);
  for (const [name, path] of [['front', '/'], ['story', `/story/${id}`], ['about', '/about'], ['search', '/search?q=missiles'], ['nothing', '/nothing-here']]) {
    await page.goto(path);
    await walk.accessible(`${name} on a phone`, page);
    await walk.shot(page, `phone-${name}`);
  }
  await page.goto(`/story/${id}`);
  await walk.step('a tap on a sentence shows its words', async () => {
    await page.locator('#s1 .words').tap();
    must(await page.locator('#g1').isVisible(), 'not shown');
    await walk.shot(page, 'phone-evidence');
  }, page);
  await page.context().close();
  const desk = await walk.page({ ...PHONE, storageState: walk.state });
  for (const [name, path] of [['queue', '/desk'], ['desk story', walk.published.path], ['desk edit', `${walk.published.path}/edit`], ['trail', '/desk/trail']]) {
    await desk.goto(path);
    await walk.accessible(`${name} on a phone`, desk);
    await walk.shot(desk, `phone-${name.replace(' ', '-')}`);
  }
  await desk.context().close();
}

async function dark(walk, id) {
  const page = await walk.page({ colorScheme: 'dark', storageState: walk.state });
  for (const [name, path] of [['story', `/story/${id}`], ['front', '/'], ['desk', walk.published.path]]) {
    await page.goto(path);
    await walk.accessible(`${name} in the dark`, page);
    await walk.shot(page, `dark-${name}`);
  }
  await page.context().close();
}

async function finding(walk, id) {
  const page = await walk.page();
  await walk.step('a reader finds it by its words', async () => {
    const word = walk.published.headline.split(' ').find((w) => /^[A-Za-z]{5,}$/.test(w));
    await until(async () => {
      await page.goto(`/search?q=${word}`);
      return (await page.locator(`a[href^="/story/${id}/"]`).count()) > 0;
    }, `a hit for ${word}`);
    await walk.shot(page, 'search');
  }, page);
  await walk.step('the storyline shows its reports in time order', async () => {
    await page.goto(`/story/${id}`);
    await page.getByRole('link', { name: /All reports on this/ }).click();
    must((await page.locator('.timeline li').count()) > 1, 'no timeline');
    await walk.shot(page, 'storyline');
  }, page);
  await walk.accessible('storyline', page);
  await walk.step('feeds are not sent twice', async () => {
    const first = await fetch(`${walk.newsroom.base}/feed.atom`);
    const again = await fetch(`${walk.newsroom.base}/feed.atom`, { headers: { 'if-none-match': first.headers.get('etag') } });
    must(again.status === 304, `status ${again.status}`);
  });
  await page.context().close();
}
