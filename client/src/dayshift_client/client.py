"""Where to begin: ``Client().project("sales").jobs.run("report")``."""

import os
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, Self
from urllib.parse import urlsplit

from dayshift_client import signed_in, terminals
from dayshift_client.environments import Environments
from dayshift_client.errors import Unauthenticated, wrong_field
from dayshift_client.files import Files
from dayshift_client.jobs import Jobs
from dayshift_client.members import Members
from dayshift_client.naming import named
from dayshift_client.pages import every
from dayshift_client.runs import Runs
from dayshift_client.schedules import Schedules
from dayshift_client.tags import Tags
from dayshift_client.terminals import Door
from dayshift_client.transport import Transport, within

Json = dict[str, Any]


class Client:
    """A server, as somebody who is signed in. Without arguments: as the job that runs this, or as ``dayshift login``.

    With no key, no session and no job around, what it is asked for raises Unauthenticated. ``agent`` names the program
    to the server. Each request may raise Unreachable.
    """

    def __init__(self, url: str | None = None, key: str | None = None, *, agent: str = "dayshift-client") -> None:
        saved = signed_in.load()
        address = url or os.environ.get("DAYSHIFT_URL") or (saved.url if saved else None) or signed_in.DEFAULT_URL
        credential = key or os.environ.get("DAYSHIFT_API_KEY") or (saved.token_for(address) if saved else None)
        self.transport = Transport(address, credential, agent=agent)

    @classmethod
    def sign_in(cls, address: str, name: str | None = None, password: str | None = None, *, keep: bool = False) -> Self:
        """Sign in to a server by name and password, or by a one-time link ``URL/setup#TOKEN``.

        A set-up link and an invitation make the account of this name and password; a sign-in link takes neither.
        ``keep`` the session for later clients and commands on this machine, as ``dayshift login`` does. Raises
        Unauthenticated, Invalid, AlreadyExists.
        """
        url, _, token = address.partition("#")
        url = f"{urlsplit(url).scheme}://{urlsplit(url).netloc}" if token else url
        said = {"name": name, "password": password, "token": token or None, "for": "bearer"}
        body = {field: text for field, text in said.items() if text is not None}
        place = "/links/redeem" if token else "/session"
        session = Transport(url, None).call("POST", place, body=body)["token"]
        if keep:
            signed_in.keep(url, session)
        return cls(url, session)

    @classmethod
    def sign_in_by_browser(cls, url: str, show: Callable[[Door], object], *, keep: bool = False) -> Self:
        """Sign in to a server by letting this program in, in a browser in which somebody is signed in.

        ``show`` is told where that is, ``door.url``, and what to type there, ``door.code``; then it is waited for, up
        to ten minutes. ``keep`` as for ``sign_in``. Raises SignInRefused, SignInEnded.
        """
        session = terminals.sign_in(Transport(url, None), show)["token"]
        if keep:
            signed_in.keep(url, session)
        return cls(url, session)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections. ``with Client() as client:`` does that at its end."""
        self.transport.close()

    def require_credential(self) -> None:
        """Raises Unauthenticated, with the cure, before a request is made in vain."""
        if "Authorization" not in self.transport.http.headers:
            hint = "Sign in with `dayshift login`, or set DAYSHIFT_API_KEY."
            raise Unauthenticated("You are not signed in.", hint=hint)

    def me(self) -> Json:
        """Who is signed in."""
        found: Json = self.transport.call("GET", "/me")
        return found

    def confirm(self, password: str) -> None:
        """Show one's password again. Raises WrongPassword; what raised ConfirmNeeded works for a while after."""
        self.transport.call("POST", "/session/confirm", body={"password": password})

    def audit(self) -> Iterator[Json]:
        """What you did, newest first."""
        return every(self.transport, "/me/audit")

    def accept_invitation(self, link: str) -> Json:
        """Become a member with the account that you have, by a link or by the token behind its ``#``.

        Raises DeadLink for one that was used, withdrawn, or is too old.
        """
        accepted: Json = self.transport.call("POST", "/invitations/accept", body={"token": link.rpartition("#")[2]})
        return accepted

    def projects(self) -> Iterator[Json]:
        """The projects that you are a member of."""
        return every(self.transport, "/projects")

    def create_project(self, name: str, *, tz: str = "UTC") -> Json:
        """Make a project, and own it."""
        made: Json = self.transport.call("POST", "/projects", body={"name": name, "tz": tz})
        return made

    def project(self, name: str | None = None) -> "Project":
        """One project. By default, in a job its own, else that of ``dayshift projects use``, else the only one.

        Raises Invalid when none is named and you are a member of several.
        """
        saved = signed_in.load()
        name = name or os.environ.get("DAYSHIFT_PROJECT") or (saved.project if saved else None)
        return Project(self.transport, name or self._only_project())

    def _only_project(self) -> str:
        found = [row["name"] for row in islice(self.projects(), 2)]
        if len(found) != 1:
            hint = "Name it with --project NAME, or once with `dayshift projects use NAME`."
            raise wrong_field("project", "say which project", hint=hint)
        return str(found[0])

    def keys(self) -> list[Json]:
        """Your API keys."""
        found: list[Json] = self.transport.call("GET", "/me/keys")["items"]
        return found

    def create_key(self, name: str, scopes: list[str], *, days: int = 90, project: str | None = None) -> Json:
        """Make a key. Its text is in ``key``, this once."""
        body = {"name": name, "scopes": scopes, "days": days, "project": project}
        made: Json = self.transport.call("POST", "/me/keys", body=body)
        return made

    def rotate_key(self, key: str, *, overlap_hours: int = 24) -> Json:
        """Make a key in place of this one, which works so many hours longer. The text of the new one is in ``key``."""
        made: Json = self.transport.call(
            "POST", within("/me/keys", key, "rotate"), body={"overlap_hours": overlap_hours}
        )
        return made

    def revoke_key(self, key: str) -> None:
        """A key ends at once."""
        self.transport.call("DELETE", within("/me/keys", key))

    def people(self) -> Iterator[Json]:
        """Everybody who has an account; for administrators."""
        return every(self.transport, "/people")

    def change_person(self, name: str, *, is_admin: bool | None = None, disabled: bool | None = None) -> Json:
        """Set what is not None: who is disabled holds no right from that moment. Raises LastOne; for administrators."""
        text, hint = f"nobody called {name} has an account here", "See who has: `dayshift people list`."
        number = named(self.people(), name, text=text, hint=hint)["id"]
        wanted = {"is_admin": is_admin, "disabled": disabled}
        changed: Json = self.transport.call("PATCH", within("/people", number), body=wanted)
        return changed

    def trust(self) -> Json:
        """Whether several people may bring code (``acknowledged``), and what that means (``sentence``)."""
        said: Json = self.transport.call("GET", "/install/trust")
        return said

    def acknowledge_trust(self) -> Json:
        """Say, for good, that the people who bring code here trust each other; for administrators."""
        said: Json = self.transport.call("PUT", "/install/trust")
        return said

    def executors(self) -> list[Json]:
        """Where runs go, what is enforced there, and what is not."""
        found: list[Json] = self.transport.call("GET", "/executors")["items"]
        return found


class Project:
    """One project: its members and tags, files, jobs, runs, schedules and environments."""

    def __init__(self, transport: Transport, name: str) -> None:
        self.name = name
        self.transport = transport
        self._root = root = within("/projects", name)
        self.members = Members(transport, root)
        self.tags = Tags(transport, root)
        self.files = Files(transport, root)
        self.jobs = Jobs(transport, root)
        self.runs = Runs(transport, root)
        self.schedules = Schedules(transport, root)
        self.environments = Environments(transport, root)

    def see(self) -> Json:
        """Its name, its zone, your ``role`` in it, and its ``owners``."""
        found: Json = self.transport.call("GET", self._root)
        return found

    def audit(self) -> Iterator[Json]:
        """What was done in it, and what was refused there, newest first; for owners."""
        return every(self.transport, f"{self._root}/audit")
