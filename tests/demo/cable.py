"""A network cable between a laptop and the server, as a process: ending it pulls the plug, starting it again puts it back."""

import asyncio
import sys


async def pour(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry bytes one way until the sender is done."""
    try:
        while part := await reader.read(65536):
            writer.write(part)
            await writer.drain()
    except ConnectionError:
        return
    finally:
        writer.close()


async def carry(front: int, behind: int) -> None:
    """Listen on one port of this machine and carry everything to another."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", behind)
        except OSError:
            writer.close()
            return
        await asyncio.gather(pour(reader, far_writer), pour(far_reader, writer))

    server = await asyncio.start_server(connected, "127.0.0.1", front)
    print("connected", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(carry(int(sys.argv[1]), int(sys.argv[2])))
