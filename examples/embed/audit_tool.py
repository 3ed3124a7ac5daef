"""Another audit tool that asks ccrules what it makes of the facts it already holds.

Run it with ``python examples/embed/audit_tool.py``.
"""

from ccrules import assess

FACTS = {
    "assessment": {"name": "A tool's own record", "date": "2026-10-01", "partial": ["agents"]},
    "mailboxes": [
        {"id": "claims", "tracked": False, "volume_month": 1200},
        {"id": "billing", "tracked": "unknown"},
    ],
    "agents": [{"id": "amina", "skills": ["claims"]}],
}


def main() -> None:
    """Print the findings, the open questions and the first actions."""
    assessment = assess(FACTS, "contact-centre", language="en")
    for finding in assessment.findings:
        print(f"{finding.severity:8} {finding.check}  {finding.message}")
    for gap in assessment.gaps[:5]:
        print(f"ask      {gap.fact}: {gap.blocks} outcomes wait for it")
    for action in assessment.recommendations[:3]:
        print(f"do       {action.rank}. {action.title} ({action.priority.formula})")


if __name__ == "__main__":
    main()
