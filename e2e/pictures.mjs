// A picture sent in at the desk: refused when it is none, clean when it is one, three sizes on the page
// without a shift, in the feeds; taken down only when no page shows it.

import { must } from './walk.mjs';

const SVG = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>');
const SECRET = 'GPS 50.4501 N 30.5234 E';

/** A JPEG of a page of ours, with EXIF that tells a place and a camera. */
async function photo(page) {
  const jpeg = await page.screenshot({ type: 'jpeg', clip: { x: 0, y: 0, width: 1280, height: 700 } });
  const exif = Buffer.concat([Buffer.from('Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0', 'latin1'), Buffer.from(SECRET)]);
  const head = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
  return Buffer.concat([jpeg.subarray(0, 2), head, exif, jpeg.subarray(2)]);
}

export async function pictures(walk) {
  const { id, path } = walk.published;
  const { base } = walk.newsroom;
  const page = await walk.page({ storageState: walk.state, javaScriptEnabled: false });
  await page.goto(base);
  const upload = async (name, mimeType, buffer, words = { alt: 'A front page', credit: 'Ann Ode', license: 'CC BY 4.0' }) => {
    await page.goto(`${path}/picture`);
    await page.getByLabel('What it shows').fill(words.alt);
    await page.getByLabel('Whose it is').fill(words.credit);
    await page.getByLabel('Licence').fill(words.license);
    await page.getByLabel('Picture', { exact: true }).setInputFiles({ name, mimeType, buffer });
    await page.getByRole('button', { name: 'Send it and put it on the story' }).click();
  };
  const good = await photo(page);
  await walk.step('what is no picture is refused, and says why', async () => {
    for (const [name, buffer] of [['a.svg', SVG], ['a.jpg', Buffer.from('<script>alert(1)</script>')], ['cut.jpg', good.subarray(0, good.length / 2)]]) {
      await upload(name, 'image/jpeg', buffer);
      must(await page.getByRole('alert').isVisible(), `${name} was taken`);
      must((await page.getByLabel('Whose it is').inputValue()) === 'Ann Ode', 'what was typed is gone');
    }
    await upload('a.jpg', 'image/jpeg', good, { alt: ' ', credit: 'Ann Ode', license: 'CC BY 4.0' });
    must(/say what the picture shows/i.test(await page.getByRole('alert').innerText()), 'taken without words');
  }, page);
  const looks = await walk.page({ storageState: walk.state });
  await looks.goto(`${path}/picture`);
  await walk.accessible('picture', looks);
  await walk.shot(looks, 'picture');
  await looks.context().close();
  await walk.step('a picture is put on the story and published as an update', async () => {
    await upload('a.jpg', 'image/jpeg', good);
    await page.waitForURL(`**${path}`);
    for (const box of await page.locator('input[name^="reason"]').all()) await box.fill('seen in the original');
    await page.getByRole('radio', { name: /^Update/ }).check();
    await page.getByRole('button', { name: /Sign as Ann Ode and publish/ }).click();
    await page.getByText('Readers have this version').waitFor();
  }, page);
  let large = '';
  await walk.step('it is on the page in three sizes, with credit and licence', async () => {
    await page.goto(`/story/${id}`);
    const img = page.locator('figure img');
    const set = (await img.getAttribute('srcset')).split(', ');
    must(set.length === 3 && set[0].endsWith(' 250w') && set[1].endsWith(' 1024w'), set.join());
    must((await img.getAttribute('width')) === '1280' && (await img.getAttribute('height')) === '700', 'no measure');
    must((await page.locator('figcaption').innerText()) === 'Ann Ode (CC BY 4.0)', 'no credit');
    large = set[2].split(' ')[0];
    for (const at of set.map((s) => s.split(' ')[0])) {
      const answer = await fetch(base + at);
      must(answer.headers.get('cache-control').includes('immutable') && answer.headers.get('content-type') === 'image/jpeg', at);
      must(!Buffer.from(await answer.arrayBuffer()).includes('GPS'), 'it tells where it was made');
    }
    const data = JSON.parse(/<script type="application\/ld\+json">(.*?)<\/script>/s.exec(await page.content())[1]);
    must(data.image.url === base + large && data.image.width === 1280 && data.image.license.name === 'CC BY 4.0', JSON.stringify(data.image));
  }, page);
  await walk.step('the feeds, ninjs and the front page have it', async () => {
    const get = async (at) => (await fetch(base + at)).text();
    must((await get('/feed.rss')).includes('<media:group>'), 'rss');
    must((await get('/feed.atom')).includes(`rel="enclosure" type="image/jpeg" href="${base}${large}"`), 'atom');
    must((await get('/feed.json')).includes(large), 'json');
    const ninjs = JSON.parse(await get(`/story/${id}.ninjs`));
    must(ninjs.associations[0].renditions.map((r) => r.name).join() === 'thumb,small,large', JSON.stringify(ninjs.associations));
    must((await get('/')).includes(large.replace('large', 'small')) || (await get('/')).includes(large.replace('large', 'thumb')), 'front');
  });
  await walk.step('nothing on the page moves while it loads', async () => {
    for (const [name, viewport] of [['wide', { width: 1280, height: 800 }], ['phone', { width: 360, height: 740 }]]) {
      const reader = await walk.page({ viewport });
      await reader.addInitScript(() => {
        window.shifted = 0;
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifted += entry.value;
        }).observe({ type: 'layout-shift', buffered: true });
      });
      // Slow pictures, so that the text is laid out long before them.
      await reader.route('**/picture/**', async (route) => {
        await new Promise((resolve) => { setTimeout(resolve, 400); });
        await route.continue();
      });
      for (const at of ['/', `/story/${id}`, '/ledger', '/corrections']) {
        await reader.goto(at, { waitUntil: 'networkidle' });
        const shifted = await reader.evaluate('window.shifted');
        must(shifted === 0, `${name} ${at}: ${shifted}`);
      }
      await reader.context().close();
    }
  });
  await walk.step('it is not taken down while a page shows it', async () => {
    await page.goto(`${path}/picture`);
    await page.getByText('Take it down').first().click();
    await page.getByLabel('Why').first().fill('a complaint');
    await page.getByRole('button', { name: 'Delete it everywhere' }).first().click();
    must(/shows this picture/.test(await page.getByRole('alert').innerText()), 'a page has a hole');
    must((await fetch(base + large)).ok, 'it is gone');
  }, page);
  await page.context().close();
}
