"""PyPI polygon-api-client, massive's older name: the reference news."""

from polygon import RESTClient
from polygon_common import reference

reference(RESTClient)
