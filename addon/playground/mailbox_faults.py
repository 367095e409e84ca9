"""Faults and quotas on a switch: what Gmail does on its bad days, whenever a test or a visitor wants to see it."""

from __future__ import annotations

import threading
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass, replace

KINDS = ("401", "403", "404", "429", "500", "503", "slow", "half", "nothing")
MAX_SECONDS = 30.0

# Units a call costs (docs of the Gmail API, "Usage limits").
PRICES = {
    "drafts.list": 5, "drafts.get": 5, "drafts.create": 10, "drafts.update": 15, "drafts.delete": 10, "drafts.send": 100,
    "messages.list": 5, "messages.get": 20, "messages.modify": 5, "messages.send": 100, "threads.get": 40, "labels.list": 1,
    "settings.sendAs.list": 1, "getProfile": 1,
}  # fmt: skip


@dataclass(frozen=True)
class Fault:
    """One fault: its kind (of `KINDS`), the method it strikes ("*": all), how often (None: until switched off), seconds of delay."""

    kind: str
    method: str = "*"
    times: int | None = 1
    seconds: float = 0.0

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no such fault: {self.kind}")
        if not 0 <= self.seconds <= MAX_SECONDS:
            raise ValueError(f"a delay lies between 0 and {MAX_SECONDS:.0f} seconds")
        if self.times is not None and self.times < 1:
            raise ValueError("a fault strikes at least once")


class Faults:
    """The switchboard of one mailbox server. Safe to use from several threads."""

    def __init__(self, clock: Callable[[], float], units_per_minute: int | None = None) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._spent: dict[str, deque[tuple[float, int]]] = defaultdict(deque)
        self.units_per_minute = units_per_minute  # for each user; None: no quota

    def set(self, *faults: Fault) -> None:
        """Replace the faults that are switched on."""
        with self._lock:
            self._faults = list(faults)

    def current(self) -> tuple[Fault, ...]:
        """The faults that are switched on."""
        with self._lock:
            return tuple(self._faults)

    def strike(self, method: str) -> Fault | None:
        """The fault that strikes this call, counted down; None if it goes through."""
        with self._lock:
            for position, fault in enumerate(self._faults):
                if fault.method in ("*", method):
                    if fault.times == 1:
                        del self._faults[position]
                    elif fault.times is not None:
                        self._faults[position] = replace(fault, times=fault.times - 1)
                    return fault
        return None

    def pay(self, user: str, method: str) -> bool:
        """Whether the user's quota of the last minute still allows this call."""
        if self.units_per_minute is None:
            return True
        now, price = self._clock(), PRICES.get(method, 1)
        with self._lock:
            spent = self._spent[user]
            while spent and spent[0][0] <= now - 60:
                spent.popleft()
            if sum(units for _, units in spent) + price > self.units_per_minute:
                return False
            spent.append((now, price))
        return True
