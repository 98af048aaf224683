// npm @massive.com/client-js: news in both shapes, ratings, with its own paging.
import assert from "node:assert/strict";
import { restClient } from "@massive.com/client-js";

const { BASE, TOKEN, STORIES, CORRECTED } = process.env;
const standing = [...Array(Number(STORIES)).keys()].map((i) => i + 1).filter((i) => !(CORRECTED && i === 11));
const title = (i) => (CORRECTED && i === 7 ? "Story 7, corrected" : `Story ${i} & more`);
const sorted = (list) => list.toSorted((a, b) => a - b);

const client = restClient(TOKEN, BASE, { pagination: true });

const { results } = await client.getBenzingaV2News({ limit: 100 });
assert.deepEqual(sorted(results.map((s) => s.benzinga_id)), standing, "all pages, each story once");
for (const story of results) {
  assert.equal(story.title, title(story.benzinga_id));
  assert.ok(story.body.includes(`Body of story ${story.benzinga_id}:`));
}

const one = await client.getBenzingaV2News({ tickersAllOf: "T3,ALL", channels: "Channel 1", limit: 1000 });
const wanted = standing.filter((i) => i % 7 === 3 && i % 4 === 1);
assert.deepEqual(sorted(one.results.map((s) => s.benzinga_id)), wanted, "filters");

const news = await client.listNews({ ticker: "T5", limit: 50 });
assert.deepEqual(sorted(news.results.map((s) => Number(s.id))), standing.filter((i) => i % 7 === 5), "reference news");

const ratings = await client.getBenzingaV1Ratings({ ticker: "T1" });
assert.deepEqual(ratings.results.map((r) => r.firm).toSorted(), ["Copperfield", "Delta", "Harbour Bank"]);
await assert.rejects(restClient("wrong", BASE).getBenzingaV2News({ limit: 1 }));
