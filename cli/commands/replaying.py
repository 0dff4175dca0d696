"""`replay-check`: before an upgrade, whether the new code can carry on what is running."""

import asyncio

from cli.call import Call
from models.schedule import Text
from runtime.connection import reached
from runtime.replaying import Replayed, replay_running

DIVERGES = 1


def replay_check(call: Call) -> int:
    """Replay every running workflow; 1 when one of them would go on differently."""

    async def replaying() -> Replayed:
        return await replay_running(await reached(call.settings))

    found = asyncio.run(replaying())
    for workflow, why in found.diverging:
        call.say(Text(da=f"kan ikke fortsætte: {workflow} ({why})", en=f"cannot go on: {workflow} ({why})"))
    if found.diverging:
        number = len(found.diverging)
        call.say(
            Text(
                da=f"{number} af {found.checked} forløb kan ikke fortsætte på denne kode. Opgradér ikke.",
                en=f"{number} of {found.checked} workflows cannot go on with this code. Do not upgrade.",
            )
        )
        return DIVERGES
    call.say(
        Text(
            da=f"{found.checked} forløb kan fortsætte på denne kode.",
            en=f"{found.checked} workflows can go on with this code.",
        )
    )
    return 0
