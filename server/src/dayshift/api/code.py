"""Programs while they are written: what is wrong with one, before it is saved."""

from typing import Annotated

from dayshift.api.schemas.code import CodeChecked, CodeIn, CodeProblem
from dayshift.domain.actions import Action
from dayshift.domain.rights import Permit
from dayshift.executors import codecheck
from dayshift.web.deps import allow_alone
from dayshift.web.routing import Router

router = Router(prefix="/projects/{p}/code", tags=["jobs"])


@router.post("/check")
def check_code(body: CodeIn, permit: Annotated[Permit, allow_alone(Action.CODE_CHECK)]) -> CodeChecked:
    """What is wrong with a program, as far as that is seen without running it. Nothing is saved."""
    del permit
    found = codecheck.check(body.source)
    return CodeChecked(problems=[CodeProblem.model_validate(one) for one in found or ()], checked=found is not None)
