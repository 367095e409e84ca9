"""Errors as the Gmail API words them."""

from __future__ import annotations

from typing import Any

_CREDENTIALS = (
    "Request had invalid authentication credentials. Expected OAuth 2 access token, login cookie or other valid authentication credential."
)


class GmailError(Exception):
    """An answer other than success, with the JSON body Google sends."""

    def __init__(self, code: int, status: str, message: str, reason: str, domain: str = "global", **extra: str) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.message = message
        self.reason = reason
        self.domain = domain
        self.extra = extra  # location and the like, inside the one entry of "errors"
        self.details: list[dict[str, Any]] = []

    def body(self) -> dict[str, Any]:
        """The JSON body."""
        entry = {"message": self.message, "domain": self.domain, "reason": self.reason, **self.extra}
        error: dict[str, Any] = {"code": self.code, "message": self.message, "errors": [entry], "status": self.status}
        if self.details:
            error["details"] = self.details
        return {"error": error}


def unauthorised() -> GmailError:
    """401: no token, or one that is not known."""
    return GmailError(401, "UNAUTHENTICATED", _CREDENTIALS, "authError", location="Authorization", locationType="header")


def scope_missing(method: str) -> GmailError:
    """403: the token is good, but not for this method."""
    error = GmailError(403, "PERMISSION_DENIED", "Request had insufficient authentication scopes.", "insufficientPermissions")
    error.details = [
        {
            "@type": "type.googleapis.com/google.rpc.ErrorInfo",
            "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
            "domain": "googleapis.com",
            "metadata": {"service": "gmail.googleapis.com", "method": method},
        }
    ]
    return error


def forbidden(message: str) -> GmailError:
    """403: the scope does not reach this far."""
    return GmailError(403, "PERMISSION_DENIED", message, "forbidden")


def full(message: str) -> GmailError:
    """403: more users or messages than a playground holds."""
    return GmailError(403, "PERMISSION_DENIED", message, "domainPolicy")


def not_found() -> GmailError:
    """404: no such message, draft or thread in this mailbox."""
    return GmailError(404, "NOT_FOUND", "Requested entity was not found.", "notFound")


def invalid(message: str) -> GmailError:
    """400: the request does not say what the method needs."""
    return GmailError(400, "INVALID_ARGUMENT", message, "invalidArgument")


def too_large() -> GmailError:
    """413: more than a mailbox takes."""
    return GmailError(413, "INVALID_ARGUMENT", "Request entity too large.", "uploadTooLarge")


def rate_limited(code: int = 429) -> GmailError:
    """429, or 403 as Gmail also says it: too much in too short a time."""
    if code == 403:
        return GmailError(403, "PERMISSION_DENIED", "User Rate Limit Exceeded", "userRateLimitExceeded", "usageLimits")
    return GmailError(429, "RESOURCE_EXHAUSTED", "Too many concurrent requests for user.", "rateLimitExceeded", "usageLimits")


def server_error(code: int = 500) -> GmailError:
    """500 or 503: not the caller's fault."""
    if code == 503:
        return GmailError(503, "UNAVAILABLE", "The service is currently unavailable.", "backendError")
    return GmailError(500, "INTERNAL", "Internal error encountered.", "backendError")
