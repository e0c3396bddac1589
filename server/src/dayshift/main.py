"""The composition root: the one place that joins the rooms, the clockwork and the door."""

import logging
import signal
import socket
from ipaddress import ip_address
from types import FrameType
from urllib.parse import urlsplit

import uvicorn

from dayshift.api.app import make_app
from dayshift.domain.errors import Invalid
from dayshift.engine import Engine, open_rooms
from dayshift.services import accounts, environments
from dayshift.services.sample import Sample
from dayshift.settings import Settings
from dayshift.store.executions import RUNS_ENDED
from dayshift.store.people import Person
from dayshift.web.bell import Bell
from dayshift.web.house import House
from dayshift.web.hub import Hub
from dayshift.web.rates import Buckets
from dayshift.web.turns import Turns

log = logging.getLogger(__name__)

LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
PATIENCE_S = 10
TICK_S = 1.0
API_BURST_S, ANONYMOUS_BURST_S = 5, 6  # seconds' worth of requests that may come at once
REPORTS_A_MINUTE = 10  # of one network, and as many at once


def serve(settings: Settings, *, with_sample: bool = False) -> None:
    """Run a server until it is told to stop. Raises what keeps it from starting, in words."""
    listener = _listen(settings)
    settings = settings.model_copy(update={"port": listener.getsockname()[1]})
    engine = Engine(open_rooms(settings))
    engine.start()
    try:
        _greet(engine, with_sample=with_sample)
        _run(engine, listener)
    finally:
        engine.stop()


def _listen(settings: Settings) -> socket.socket:
    """The socket, open before anything else: whoever asks early waits instead of failing. Raises Invalid."""
    if not _is_loopback(settings.host) and not settings.url.startswith("https://"):
        cure = "listen on 127.0.0.1, or put a proxy with TLS in front and set public_url to its https:// address"
        raise Invalid.of("host", f"plain http is for this machine only; {cure}")
    listener = socket.socket(socket.AF_INET6 if ":" in settings.host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind((settings.host, settings.port))
    listener.listen(1024)
    return listener


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _greet(engine: Engine, *, with_sample: bool) -> None:
    """Say where the server is, and how to get in: with a set-up link while nobody has a password."""
    rooms = engine.rooms
    with rooms.store.begin(rooms.clock.now()) as tx:
        person, purpose = accounts.first_start(tx)
        wanted = with_sample or purpose == accounts.SETUP
        token = accounts.make_link(tx, person, purpose) if wanted else None
    if with_sample:
        _lay_out_sample(engine, person)
    url = rooms.settings.url
    print(f"Dayshift is ready at {url}", flush=True)
    if token is not None:
        print(f"Sign in once with {url}/setup#{token}", flush=True)
        print(f"From this terminal: dayshift login '{url}/setup#{token}'", flush=True)


def _lay_out_sample(engine: Engine, person: Person) -> None:
    """The sample project, once. Without a package index it waits for another start; the server runs all the same."""
    rooms = engine.rooms
    sample = Sample(
        store=rooms.store, clock=rooms.clock, files=rooms.files, drafter=engine.drafter(), desk=engine.desk()
    )
    try:
        environments.ensure_base(rooms.store, rooms.clock, rooms.locker, "python")
        sample.lay_out(person)
    except Invalid as error:
        log.warning("there is no sample project yet, and no environment for jobs: %s", error)


def make_house(engine: Engine) -> House:
    """The rooms, as the door sees them."""
    rooms = engine.rooms
    url = urlsplit(rooms.settings.url)
    names = {*LOOPBACK, *rooms.settings.allowed_hosts, url.hostname or "localhost"}
    origins = {f"{url.scheme}://{url.netloc}", *(f"http://{name}:{rooms.settings.port}" for name in LOOPBACK)}
    turns, ended = Turns(rooms.store, rooms.clock), Bell()
    rooms.store.on_wake(RUNS_ENDED, ended.ring)
    return House(
        store=rooms.store,
        clock=rooms.clock,
        zones=rooms.zones,
        limits=rooms.limits,
        ring=rooms.ring,
        files=rooms.files,
        uploads=rooms.uploads,
        environments=rooms.environments,
        locker=rooms.locker,
        logs=rooms.logs,
        executor=engine.executor,
        host_names=frozenset(names),
        origins=frozenset(origins),
        cookie=f"dayshift-{rooms.settings.port}",
        url=rooms.settings.url,
        device_cookie=f"dayshift-device-{rooms.settings.port}",
        rate=Buckets(rooms.settings.api_rate, burst=API_BURST_S * rooms.settings.api_rate),
        anonymous_rate=Buckets(rooms.settings.anonymous_rate, burst=ANONYMOUS_BURST_S * rooms.settings.anonymous_rate),
        report_rate=Buckets(REPORTS_A_MINUTE / 60, burst=REPORTS_A_MINUTE),
        drafter=engine.drafter(),
        desk=engine.desk(),
        is_ready=engine.wrong,
        turns=turns,
        hub=Hub(rooms.store, rooms.clock, turns),
        ended=ended,
    )


class Web(uvicorn.Server):
    """The web server. When it is told to stop it ends streams, for which it would wait in vain."""

    def __init__(self, config: uvicorn.Config, hub: Hub) -> None:
        super().__init__(config)
        self.hub = hub
        self._told = Bell()

    async def main_loop(self) -> None:
        """Looks up once a second, for the date in its answers: ten times a second would keep an idle machine awake."""
        while not await self.on_tick(0):
            await self._told.wait(0, TICK_S)

    def stop(self) -> None:
        """End, from any thread, as after a signal."""
        self.should_exit = True
        self.hub.close()
        self._told.ring()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        super().handle_exit(sig, frame)
        self.stop()


def web_of(engine: Engine, *, patience_s: int) -> Web:
    """The door, with a web server before it. ``patience_s``: how long requests may take to end when it stops."""
    house = make_house(engine)
    proxies = [str(network) for network in engine.rooms.settings.trusted_proxies]
    config = uvicorn.Config(
        make_app(house),
        loop="uvloop",
        http="httptools",
        proxy_headers=bool(proxies),  # by default nobody on loopback is a proxy: jobs run on this very machine
        forwarded_allow_ips=proxies,
        server_header=False,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=patience_s,
    )
    return Web(config, house.hub)


def _run(engine: Engine, listener: socket.socket) -> None:
    server = web_of(engine, patience_s=PATIENCE_S)
    for number in (signal.SIGINT, signal.SIGTERM):  # sent again by uvicorn at its end, where the default would kill us
        signal.signal(number, server.handle_exit)
    server.run(sockets=[listener])
