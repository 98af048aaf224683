// npm @alpacahq/alpaca-trade-api: NewsApi.
import assert from "node:assert/strict";
import { marketData } from "@alpacahq/alpaca-trade-api";

const { BASE, TOKEN, KEY, STORIES, CORRECTED } = process.env;
const standing = [...Array(Number(STORIES)).keys()].map((i) => i + 1).filter((i) => !(CORRECTED && i === 11));
const title = (i) => (CORRECTED && i === 7 ? "Story 7, corrected" : `Story ${i} & more`);

const api = (secret) =>
  new marketData.NewsApi(new marketData.Configuration({ keyId: KEY, secret, basePath: BASE }));

const seen = [];
let pageToken;
do {
  const page = await api(TOKEN).news({ limit: 50, includeContent: true, pageToken });
  for (const story of page.news) {
    assert.equal(story.headline, title(story.id));
    assert.ok(story.content.includes(`Body of story ${story.id}:`));
    seen.push(story.id);
  }
  pageToken = page.nextPageToken ?? undefined;
} while (pageToken);
assert.deepEqual(seen.toSorted((a, b) => a - b), standing, "all pages, each story once");

const some = await api(TOKEN).news({ symbols: "T2", limit: 20, sort: "asc" });
assert.equal(some.news.length, 20);
assert.ok(some.news.every((s) => s.symbols.includes("T2")));
await assert.rejects(api("wrong").news({ limit: 1 }));
