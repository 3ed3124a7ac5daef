"""Which elements of BPMN 2.0 mean what; everything else the importer remarks on."""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


TASKS = _words(
    """
    task userTask manualTask serviceTask sendTask receiveTask scriptTask businessRuleTask callActivity
    subProcess adHocSubProcess transaction
    """
)
"""Steps of a process."""

DECISIONS = _words("exclusiveGateway inclusiveGateway complexGateway")
"""Where the way depends on something; with names or conditions on the ways out they hold rules."""

RULES = _words("conditionExpression businessRuleTask")
"""Rules that are written down."""

TOOLS = _words("dataStoreReference")
"""Tools that hold data."""

STRUCTURE = _words(
    """
    definitions collaboration participant process laneSet childLaneSet lane flowNodeRef sequenceFlow
    messageFlow incoming outgoing documentation conditionExpression extensionElements dataStore
    startEvent endEvent
    """
)
"""Elements that are read for what they connect, describe or end."""

CUSTOMERS = _words(
    """
    customer customers client clients caller callers citizen citizens user users usager usagers beneficiary
    beneficiaire insured assure patient buyer acheteur allocataire
    """
)
"""What a pool is called that stands for whoever asks, not for a service."""

ARTICLES = _words("the a an le la les l un une")
"""What may stand before it."""
