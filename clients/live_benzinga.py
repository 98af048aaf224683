"""A plain WebSocket client of Benzinga's news stream, as in the vendor's example."""

import asyncio
import json
import os

import websockets


async def main():
    url = f"ws://{os.environ['ADDRESS']}/api/v1/news/stream?token=t"
    async with websockets.connect(url) as socket:
        await socket.send("ping")
        assert await socket.recv() == "pong"
        async for message in socket:
            data = json.loads(message)["data"]
            content = data["content"]
            if content and data["action"] != "Removed":
                assert content["securities"][0]["symbol"] == "AAPL", content
            print(json.dumps({"saw": f"{data['action']} {content['title']}"}))


asyncio.run(main())
