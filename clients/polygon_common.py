"""What massive and polygon-api-client have in common."""

from datetime import datetime, timezone

from expected import BASE, STANDING, TOKEN, once, title


def reference(RESTClient):
    client = RESTClient(api_key=TOKEN, base=BASE)
    stories = list(client.list_ticker_news(limit=100))
    once([int(s.id) for s in stories], STANDING, "reference news")
    for story in stories:
        assert story.title == title(int(story.id)) and story.publisher.name == "Wiredesk"
        assert story.published_utc.startswith("2024-09-") and story.published_utc.endswith("Z")
    some = list(client.list_ticker_news("T5", order="asc", limit=1000))
    once([int(s.id) for s in some], [i for i in STANDING if i % 7 == 5], "one ticker")
    ids = [int(s.id) for s in some]
    assert ids == sorted(ids), "ascending"
    late = list(client.list_ticker_news(published_utc_gte="2024-09-01T19:00:00Z", limit=1000))
    once([int(s.id) for s in late], [i for i in STANDING if i >= 1140], "since")
    try:
        list(RESTClient(api_key="wrong", base=BASE, retries=0).list_ticker_news(limit=1))
        raise AssertionError("a wrong token was let in")
    except Exception as error:  # each version has its own class
        assert "token" in str(error), error


def check(RESTClient):
    reference(RESTClient)
    client = RESTClient(api_key=TOKEN, base=BASE)
    for listing in (client.list_benzinga_news_v2, client.list_benzinga_news):
        stories = list(listing(limit=100))
        once([int(s.benzinga_id) for s in stories], STANDING, listing.__name__)
        for story in stories:
            number = int(story.benzinga_id)
            assert story.title == title(number) and f"Body of story {number}:" in story.body
        both = list(listing(tickers_all_of="T3,ALL", channels_any_of="Channel 1,Channel 2", limit=50))
        wanted = [i for i in STANDING if i % 7 == 3 and i % 4 in (1, 2)]
        once([int(s.benzinga_id) for s in both], wanted, "all of, any of")
    since = datetime(2024, 9, 1, 19, tzinfo=timezone.utc)
    late = list(client.list_benzinga_news_v2(published_gte=since, limit=1000))
    once([int(s.benzinga_id) for s in late], [i for i in STANDING if i >= 1140], "nanoseconds")
    ratings = list(client.list_benzinga_ratings(ticker="T1", limit=1))
    once([r.firm for r in ratings], ["Copperfield", "Delta", "Harbour Bank"], "ratings")
    assert sorted(r.price_target for r in ratings) == [100.0, 110.0, 120.0]
    consensus = list(client.list_benzinga_consensus_ratings("T1"))
    assert consensus[0].consensus_rating_value == 3.0, consensus
