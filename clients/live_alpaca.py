"""PyPI alpaca-py: NewsDataStream (MessagePack)."""

import json
import os

from alpaca.data.live.news import NewsDataStream

stream = NewsDataStream("t", "t", url_override=f"ws://{os.environ['ADDRESS']}/v1beta1/news")


async def saw(news):
    assert news.updated_at >= news.created_at and news.symbols == ["AAPL"], news
    print(json.dumps({"saw": news.headline}))


stream.subscribe_news(saw, "*")
stream.run()
