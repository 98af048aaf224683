"""PyPI alpaca-trade-api, the older client: Stream (MessagePack); its address comes from the environment."""

import json
import os

os.environ["APCA_API_STREAM_URL"] = os.environ["APCA_API_DATA_URL"] = f"http://{os.environ['ADDRESS']}"
os.environ["APCA_API_KEY_ID"] = os.environ["APCA_API_SECRET_KEY"] = "t"

from alpaca_trade_api.common import URL  # noqa: E402
from alpaca_trade_api.stream import Stream  # noqa: E402

stream = Stream(data_stream_url=URL(f"http://{os.environ['ADDRESS']}"))


async def saw(news):
    assert news.symbols == ["AAPL"], news
    print(json.dumps({"saw": news.headline}))


stream.subscribe_news(saw, "*")
stream.run()
