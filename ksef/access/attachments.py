"""Whether this context's invoices may carry attachments; asked, never set, here."""

from typing import TYPE_CHECKING, Unpack

from accountability.action import Answered, Performed
from ksef.access.acting import Acting, run
from ksef.access.endpoints import ENDPOINTS
from ksef.access.exchange import Call, Replies
from ksef.access.transcript import Question

if TYPE_CHECKING:
    from ksef.access.messages_permissions import AttachmentsStatus


def attachments(**acting: Unpack[Acting]) -> Performed["AttachmentsStatus"]:
    """GET /permissions/attachments/status; consent is given in e-Urząd Skarbowy."""

    def read(replies: Replies) -> Answered["AttachmentsStatus"]:
        from ksef.access.messages_permissions import AttachmentsStatus  # noqa: PLC0415 - lazy

        found = AttachmentsStatus.read(replies[0][1].body)
        return Answered(answer=found, count=1, persons=(), fields=(), message_id="")

    endpoint = ENDPOINTS["attachments"]
    question = Question(endpoint=endpoint.name, context=acting["session"].context.type)
    return run(
        Call(endpoint=endpoint, question=question, subjects=(), read=read), **acting
    )
