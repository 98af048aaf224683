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
  await everywhere(walk, id);
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
  await walk.step('the keyboard alone reaches every sentence and what it stands on', async () => {
    await page.goto(`/story/${id}`);
    const marks = await page.locator('.mark').count();
    const seen = new Set();
    for (let presses = 0; presses < 400 && seen.size < marks; presses += 1) {
      await page.keyboard.press('Tab');
      const at = page.locator('.mark:focus');
      if ((await at.count()) === 0) continue;
      const grounds = await at.getAttribute('href');
      must(await page.locator(grounds).isVisible(), `${grounds} is not shown`);
      must((await page.locator(`${grounds} .ground`).count()) > 0, `${grounds} is empty`);
      if (!seen.has(grounds) && seen.size === 2) {
        // Enter pins it, the link in it leads on, Close shuts it again.
        await page.keyboard.press('Enter');
        must(page.url().endsWith(grounds), page.url());
        must(await page.locator(grounds).isVisible(), 'not pinned');
      }
      seen.add(grounds);
    }
    must(seen.size === marks, `${seen.size} of ${marks} reached`);
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

/** Every page that a reader can come to. */
function pages(id) {
  return [
    ['front', '/'], ['section', '/section/world'], ['story', `/story/${id}`], ['about', '/about'],
    ['corrections', '/corrections'], ['ledger', '/ledger'], ['ranking', '/ledger?for=Russia&deeds=supplies&kind=military&by=origins'],
    ['relation', '/ledger/country:PRK/country:RUS'], ['matrix', '/ledger/matrix'], ['entity', '/entity/country:PRK'], ['sources', '/sources'],
    ['search', '/search'], ['results', '/search?q=missiles'], ['fault', '/search?q=missiles+AND'], ['comments', `/comments/${id}`],
    ['join', '/join'], ['sign-in', '/sign-in'], ['forgot', '/forgot'], ['api', '/api'], ['nothing', '/nothing-here'],
  ];
}

async function everywhere(walk, id) {
  const first = await walk.page();
  const known = [];
  for (const [name, path] of pages(id)) {
    const answer = await first.goto(path);
    if (answer.status() === 404 && name !== 'nothing') walk.fail(`${name} is there`, `${path}: 404`);
    known.push([name, path]);
  }
  await first.goto(`/story/${id}`);
  known.push(['old version', await first.locator('.versions a[href*="/v/"]').last().getAttribute('href')]);
  known.push(['changed', await first.locator('.versions a[href*="/compare/"]').first().getAttribute('href')]);
  known.push(['storyline', await first.getByRole('link', { name: /All reports on this/ }).getAttribute('href')]);
  await first.goto('/sources');
  known.push(['source', await first.locator('main a[href^="/source/"]').first().getAttribute('href')]);
  await first.context().close();
  for (const [scheme, options] of [['light', {}], ['dark', {}], ['phone', PHONE]]) {
    const page = await walk.page({ ...options, colorScheme: scheme === 'dark' ? 'dark' : 'light' });
    for (const [name, path] of known) {
      await page.goto(path);
      await walk.accessible(`${name}, ${scheme}`, page);
      await walk.shot(page, `all-${name}-${scheme}`.replace(' ', '-'));
    }
    await page.context().close();
  }
  const desk = await walk.page({ colorScheme: 'dark', storageState: walk.state });
  for (const [name, path] of [['desk', walk.published.path], ['account', '/account'], ['alerts', '/alerts'], ['moderation', '/moderation']]) {
    await desk.goto(path);
    await walk.accessible(`${name}, dark`, desk);
    await walk.shot(desk, `dark-${name}`);
  }
  await desk.context().close();
  await walk.step('with scripts off every page says the same', async () => {
    const plain = await walk.page({ javaScriptEnabled: false });
    const scripted = await walk.page();
    for (const [name, path] of known) {
      const texts = [];
      for (const page of [plain, scripted]) {
        await page.goto(path);
        // What needs a script and hides without one is the passkeys' button alone.
        texts.push((await page.locator('main').innerText()).replace('Sign in with a passkey', '').replace(/\s+/g, ' ').trim());
      }
      must(texts[0].length > 20 && texts[0] === texts[1], `${name}: ${texts[0].length} and ${texts[1].length} characters`);
    }
    await plain.context().close();
    await scripted.context().close();
  });
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
  await walk.step('a search marks its words, folds storylines, narrows and pages without scripts', async () => {
    const plain = await walk.page({ javaScriptEnabled: false });
    await plain.goto('/search?q=missiles');
    must((await plain.locator('.hits mark').count()) > 0, 'nothing marked');
    await plain.getByText('Section, source, who').click();
    await plain.getByLabel('About (a name)').fill('North Korea');
    await plain.getByLabel('From').fill('2019-01-01');
    await plain.getByRole('button', { name: 'Search' }).click();
    must((await plain.locator('.hits .card').count()) > 0, 'nothing about North Korea');
    await plain.goto('/search?q=missiles&to=2019-01-01');
    must(await plain.getByText('No published story fits.').isVisible(), 'found before it was');
    await plain.goto('/search?q=nobody&entity=No+Such+Name');
    must(/give its id/.test(await plain.getByRole('alert').innerText()), 'an unknown name is not told');
    await plain.context().close();
  });
  await walk.step('a slip is forgiven, a name leads to its page, a fault is shown in its place', async () => {
    await page.goto('/search?q=misiles');
    await page.getByRole('link', { name: 'missiles', exact: true }).click();
    must((await page.locator('.hits .card').count()) > 0, 'nothing found');
    await page.goto('/search?q=North+Korea');
    await page.locator('.about-it').getByRole('link', { name: 'North Korea' }).click();
    must(page.url().endsWith('/entity/country:PRK'), page.url());
    await page.goto('/search?q=(missile~ OR shell~) NOT title:satellite');
    must((await page.locator('.hits mark').count()) > 0, 'the language of alerts finds nothing');
    const bad = await page.goto('/search?q=missiles AND )');
    must(bad.status() === 422 && (await page.locator('#wrong mark').innerText()) === ')', 'no place');
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
