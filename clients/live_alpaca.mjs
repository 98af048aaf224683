// npm @alpacahq/alpaca-trade-api: NewsStream (MessagePack or JSON, as it likes).
import { streaming } from "@alpacahq/alpaca-trade-api";

const url = `ws://${process.env.ADDRESS}/v1beta1/news`;
const credentials = { keyId: "t", secret: "t" };
const stream = new streaming.NewsStream({ credentials, url });
stream.onError((error) => console.error(error));
stream.onNews((news) => console.log(JSON.stringify({ saw: news.headline })));
stream.onConnect(() => stream.subscribeForNews(["*"]));
stream.connect();
