"""PyPI alpaca-trade-api, the older client: its addresses come from the environment."""

import os

from expected import BASE, KEY, STANDING, TOKEN, once, title

os.environ["APCA_API_DATA_URL"] = BASE
os.environ["APCA_API_KEY_ID"] = KEY
os.environ["APCA_API_SECRET_KEY"] = TOKEN

from alpaca_trade_api.rest import REST, APIError  # noqa: E402

client = REST(base_url=BASE)
stories = list(client.get_news_iter(limit=10_000, include_content=True))
once([s.id for s in stories], STANDING, "all pages")
for story in stories:
    assert story.headline == title(story.id) and f"Body of story {story.id}:" in story.content
some = client.get_news("T2", limit=30)
assert len(some) == 30 and all(s.id % 7 == 2 for s in some)

try:
    REST(key_id=KEY, secret_key="wrong", base_url=BASE).get_news(limit=1)
    raise AssertionError("a wrong token was let in")
except APIError as error:
    assert "forbidden" in str(error), error
