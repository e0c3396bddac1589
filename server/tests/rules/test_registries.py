"""Lists that the code keeps of itself are complete, and name nothing that is not there."""

import ast
import re

from dayshift.domain.actions import Action, Scope
from dayshift.failpoints import POINTS
from dayshift.settings import Settings

SUPERVISOR = "dayshift.executors.supervisor"  # imports nothing of ours, and so has failpoints of its own


def _hit(modules):
    return [
        call.args[0].value
        for module in modules
        if not module.is_in(SUPERVISOR)
        for name, call in module.calls
        if name == "failpoint" and isinstance(call.args[0], ast.Constant)
    ]


def test_each_failpoint_is_placed_once(modules):
    hit = _hit(modules)

    assert sorted(hit) == sorted(set(hit))
    assert set(hit) == POINTS


def test_each_action_is_asked_for_by_the_door_or_the_desk(inside):
    text = "\n".join(module.text for module in inside("dayshift.api", "dayshift.services"))

    idle = [action.name for action in Action if not re.search(rf"\bAction\.{action.name}\b", text)]

    assert idle == []


def test_each_setting_is_read_by_the_server(inside):
    text = "\n".join(module.text for module in inside("dayshift"))

    unread = [name for name in Settings.model_fields if not re.search(rf"\b(settings|self)\.{name}\b", text)]

    assert unread == []


def test_each_scope_lets_a_key_do_something():
    used = {action.value.scope for action in Action}

    assert set(Scope) <= used


def test_each_route_says_what_it_does_for_the_interface_document(inside):
    silent = {
        function.name
        for module in inside("dayshift.api")
        for function in module.functions
        if any(ast.unparse(decorator).startswith("router.") for decorator in function.decorator_list)
        and not ast.get_docstring(function)
    }

    assert silent == set()
