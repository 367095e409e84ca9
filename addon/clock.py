"""Time as something that is passed in, so that tests can turn it."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import UTC, datetime


class Clock:
    """The real clock. Another one has the same three methods."""

    def now(self) -> datetime:
        """The time of day, in UTC, aware."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    def sleep(self, seconds: float) -> None:
        """Wait."""
        time.sleep(seconds)


@dataclass(frozen=True)
class Budget:
    """What is left of the time in which one request has to be answered."""

    clock: Clock
    end: float  # monotonic seconds

    @classmethod
    def of(cls, clock: Clock, seconds: float) -> Budget:
        """A budget of so many seconds from now."""
        return cls(clock, clock.monotonic() + seconds)

    @property
    def left(self) -> float:
        """Seconds left; never below 0."""
        return max(0.0, self.end - self.clock.monotonic())

    def wait(self, seconds: float, keep: float = 0.0) -> bool:
        """Wait if that many seconds are left and `keep` more remain behind them; whether it did."""
        if self.left < seconds + keep:
            return False
        self.clock.sleep(seconds)
        return True
