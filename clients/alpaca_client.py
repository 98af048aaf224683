"""PyPI alpaca-py: NewsClient."""

from datetime import datetime, timezone

from alpaca.common.exceptions import APIError
from alpaca.data.historical.news import NewsClient
from alpaca.data.requests import NewsRequest

from expected import BASE, CORRECTED, KEY, STANDING, TOKEN, once, same, title

client = NewsClient(KEY, TOKEN, url_override=BASE)

stories = client.get_news(NewsRequest(include_content=True)).data["news"]
once([s.id for s in stories], STANDING, "all pages")
for story in stories:
    assert story.headline == title(story.id), story.headline
    assert f"Body of story {story.id}:" in story.content
    assert story.images[0].size.value == "large" and story.source == "wiredesk"
    assert story.symbols == [f"T{story.id % 7}", "ALL"], story.symbols
same([s.updated_at for s in stories], sorted((s.updated_at for s in stories), reverse=True), "order")

some = client.get_news(NewsRequest(symbols="T3,T4", limit=120)).data["news"]
assert len(some) == 120 and all(s.id % 7 in (3, 4) and s.content == "" for s in some)

begin, end = (datetime(2024, 9, 1, h, tzinfo=timezone.utc) for h in (1, 2))
hour = client.get_news(NewsRequest(start=begin, end=end, sort="asc")).data["news"]
wanted = [i for i in STANDING if 60 <= i < 120 and not (CORRECTED and i == 7)]
same([s.id for s in hour], wanted, "an hour")

try:
    NewsClient("WDK1", "wrong", url_override=BASE).get_news(NewsRequest(limit=1))
    raise AssertionError("a wrong token was let in")
except APIError as error:
    assert error.status_code == 401 and "forbidden" in str(error), error
