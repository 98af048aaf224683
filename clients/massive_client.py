"""PyPI massive: news in both shapes, ratings, consensus, by its own paging."""

from massive import RESTClient
from polygon_common import check

check(RESTClient)
