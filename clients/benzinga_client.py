"""PyPI benzinga: news (its address is fixed, so by way of http_proxy) and ratings."""

import os

from expected import BASE, CORRECTED, STANDING, STORIES, TOKEN, once, same, title

os.environ["http_proxy"] = BASE

from benzinga import financial_data, news_data  # noqa: E402
from benzinga.benzinga_errors import AccessDeniedError  # noqa: E402

try:
    news_data.News("wrong", log=False)
    raise AssertionError("a wrong token was let in")
except AccessDeniedError:
    pass

paper = news_data.News(TOKEN, log=False)

seen = {}
for page in range(1000):
    stories = paper.news(pagesize=100, page=page, display_output="full")
    if not stories:
        break
    for story in stories:
        assert story["id"] not in seen, f"story {story['id']} came twice"
        seen[story["id"]] = story
once(seen, STANDING, "pages")
for number, story in seen.items():
    assert story["title"] == title(number), story["title"]
    assert f"Body of story {number}:" in story["body"]
    assert story["created"].endswith(" -0400"), story["created"]
    assert [i["size"] for i in story["image"]] == ["thumb", "small", "large"]
    assert [s["name"] for s in story["stocks"]] == ["ALL", f"T{number % 7}"]
    assert {"name": "News"} in story["channels"]

assert paper.news()[0]["body"] == "" and len(paper.news()) == 15
first = [s["id"] for s in paper.news(pagesize=3)]
same(first, [STORIES, STORIES - 1, STORIES - 2] if not CORRECTED else first, "newest")
some = paper.news(pagesize=100, company_tickers="T3", channel="Channel 1")
once([s["id"] for s in some], [i for i in STANDING if i % 7 == 3 and i % 4 == 1], "filters")
# The day of the printed clock, four hours west of Greenwich, begins at story 240.
day = [s["id"] for page in range(11) for s in paper.news(100, page, base_date="2024-09-01")]
once(day, [i for i in STANDING if i >= 240], "a day")
if CORRECTED:
    changed = paper.news(updated_since="1727740800", pagesize=100)
    same([s["title"] for s in changed], ["Story 7, corrected"], "updatedSince")
assert paper.news(page=9999) == []

calendar = financial_data.Benzinga(TOKEN, log=False)
calendar.url_dict["API v2"] = BASE + "/api/v2/"
ratings = calendar.ratings(company_tickers="T1")["ratings"]
same([r["analyst"] for r in ratings], ["Delta", "Harbour Bank", "Copperfield"], "ratings")
assert ratings[0]["pt_current"] == "120.00" and ratings[0]["importance"] == 3
assert ratings[0]["exchange"] == "NYSE" and len(ratings[0]["id"]) == 24
same([r["analyst"] for r in calendar.ratings(importance=2)["ratings"]], ["Harbour Bank"], "importance")
same([r["date"] for r in calendar.ratings(date_asof="2024-09-02")["ratings"]], ["2024-09-02"], "day")
assert calendar.ratings(action="Downgrades")["ratings"] == []
