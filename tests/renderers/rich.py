"""A full assessment of an invented claims centre, in English and in French."""

from __future__ import annotations

from ccrules import assessment as a
from tests.renderers.samples import evidence, skeleton, subject, summary

BOXES = (
    "claims",
    "billing",
    "broker-desk",
    "archive",
    "legal",
    "suppliers",
    "press",
    "fleet",
    "health",
    "home",
    "travel",
    "pets",
)
FRENCH_BOXES = (
    "Sinistres",
    "Facturation",
    "Courtiers",
    "Archives",
    "Juridique",
    "Fournisseurs",
    "Presse",
    "Flottes",
    "Santé",
    "Habitation",
    "Voyage",
    "Animaux",
)
SOURCE = a.SourceInfo(
    title="The silent inbox", section="Who reads this?", url="https://example.org/silent-inbox"
)


class Rich:
    """Builds the assessment in one language."""

    def __init__(self, language: str) -> None:
        self.language = language

    def t(self, english: str, french: str) -> str:
        """The wording of the language."""
        return french if self.language == "fr" else english

    def box(self, n: int) -> a.Subject:
        """The n-th mailbox."""
        return subject("mailbox", BOXES[n], self.t(BOXES[n].capitalize(), FRENCH_BOXES[n]))

    def titles(self) -> dict[str, str]:
        """Titles of checks."""
        t = self.t
        return {
            "MAIL-001": t("Untracked mailbox", "Boîte mail non suivie"),
            "SKILL-002": t("Skill held by a single agent", "Compétence détenue par un seul agent"),
            "KPI-001": t("More indicators than can steer", "Plus d'indicateurs qu'on ne peut en piloter"),
            "COM-003": t("Committee without an action log", "Comité sans suivi des actions"),
            "FLOW-004": t("Requests transferred more than once", "Demandes transférées plus d'une fois"),
            "SILO": t("Teams that work in silos", "Équipes qui travaillent en silos"),
            "DOC-002": t("Outdated procedures", "Procédures périmées"),
            "TRAIN-001": t("No training plan", "Absence de plan de formation"),
            "PROM-001": t("No written promise to customers", "Aucun engagement écrit envers les clients"),
        }

    def checks(self) -> tuple[a.CheckInfo, ...]:
        """What the report knows of each check."""
        t, mail = self.t, ("mailbox", self.t("mailboxes", "boîtes mail"), self.t("mailbox", "boîte mail"))
        skill = ("skill", t("skills", "compétences"), t("skill", "compétence"))
        committee = ("committee", t("committees", "comités"), t("committee", "comité"))
        whole = ("organisation", "", "")
        rows = (
            ("MAIL-001", mail, ("inbox",), 10, 5, 12),
            ("SKILL-002", skill, ("skills",), 9, 2, 9),
            ("KPI-001", whole, ("steering",), 1, 1, 1),
            ("COM-003", committee, ("steering",), 3, 1, 3),
            ("FLOW-004", whole, ("flows",), 1, 1, 1),
            ("DOC-002", whole, ("knowledge",), 0, 0, 1),
            ("TRAIN-001", whole, ("skills",), 1, 0, 1),
            ("PROM-001", whole, ("promise",), 1, 0, 1),
        )
        titles = self.titles()
        return tuple(
            a.CheckInfo(
                id=name,
                title=titles[name],
                ruleset="contact-centre",
                subject_type=kind[0],
                subject_label=kind[1],
                subject_label_one=kind[2],
                topics=topics,
                assessed=assessed,
                failed=failed,
                total=total,
            )
            for name, kind, topics, assessed, failed, total in rows
        )

    def finding(self, check: str, about: a.Subject, severity: str, message: str, **more: object) -> a.Finding:
        """A finding with the usual parts."""
        name = check if about.type == "organisation" else f"{check}:{about.type}/{about.id}"
        fields: dict[str, object] = {
            "id": name,
            "check": check,
            "subject": about,
            "severity": severity,
            "title": self.titles()[check],
            "message": message,
            "sources": (SOURCE,),
        }
        return a.Finding.model_validate(fields | more)

    def findings(self) -> tuple[a.Finding, ...]:
        """All findings, in the order of the pipeline."""
        return (*self.mail_findings(), *self.skill_findings(), *self.other_findings())

    def mail_findings(self) -> tuple[a.Finding, ...]:
        """Five mailboxes nobody tracks."""
        t, volumes = self.t, (4200, 1250, 640, None, 35)
        return tuple(
            self.finding(
                "MAIL-001",
                self.box(n),
                "high",
                t(
                    f"Nobody tracks what becomes of mail to “{self.box(n).label}”.",
                    f"Personne ne suit ce que deviennent les messages adressés à « {self.box(n).label} ».",
                ),
                exposure=volume,
                exposure_range=(100, None) if volume is None else None,
                exposure_unit="contacts/month",
                topics=("inbox",),
                recommendations=("track-mailboxes", "name-owner"),
                explained_by=("no-inbox-governance",),
                advice=t(
                    "Each mailbox has an owner, a backlog that is counted every day and a promised delay.",
                    "Chaque boîte a un responsable, un stock compté chaque jour et un délai annoncé.",
                ),
                evidence=(
                    evidence(
                        f"mailbox/{BOXES[n]}.tracked",
                        False,
                        t("no", "non"),
                        t("Tracked", "Suivie"),
                        12 + 4 * n,
                    ),
                    evidence(
                        f"mailbox/{BOXES[n]}.volume_month",
                        volume,
                        str(volume or t("at least 100", "au moins 100")),
                        t("Monthly volume", "Volume mensuel"),
                        13 + 4 * n,
                    ),
                ),
            )
            for n, volume in enumerate(volumes)
        )

    def skill_findings(self) -> tuple[a.Finding, ...]:
        """Two skills that leave with one person."""
        t = self.t
        return tuple(
            self.finding(
                "SKILL-002",
                subject("skill", name, label),
                "critical" if name == "fraud" else "medium",
                t(
                    f"Only one agent holds “{label}” (2 are needed).",
                    f"Un seul agent détient « {label} » (il en faut 2).",
                ),
                topics=("skills",),
                parameters={"min_holders": 2},
                recommendations=("cross-train",),
                severity_range=None if name == "fraud" else ("medium", "high"),
                evidence=(
                    a.Evidence(
                        fact="agent/*.skills",
                        count=42,
                        sample=("agent/a1.skills", "agent/a2.skills"),
                        label=t("Skills", "Compétences"),
                    ),
                ),
            )
            for name, label in (
                ("fraud", t("Fraud review", "Analyse de fraude")),
                ("german", t("German", "Allemand")),
            )
        )

    def other_findings(self) -> tuple[a.Finding, ...]:
        """Findings about the whole, one of them inferred."""
        t, whole = self.t, subject()
        return (
            self.finding(
                "KPI-001",
                whole,
                "medium",
                t(
                    "62 indicators are reported; beyond 50 nobody steers any more.",
                    "62 indicateurs sont suivis ; au-delà de 50, plus personne ne pilote.",
                ),
                topics=("steering",),
                parameters={"max_kpis": 50},
                recommendations=("prune-kpis",),
                evidence=(evidence("organisation.kpi_count", 62, "62", t("Indicators", "Indicateurs"), 4),),
            ),
            self.finding(
                "COM-003",
                subject("committee", "ops", t("Operations committee", "Comité des opérations")),
                "low",
                t(
                    "Decisions of the operations committee are not written down.",
                    "Les décisions du comité des opérations ne sont pas consignées.",
                ),
                topics=("steering",),
                recommendations=("action-log",),
            ),
            self.finding(
                "FLOW-004",
                whole,
                "high",
                t(
                    "27% of requests are transferred at least twice.",
                    "27 % des demandes sont transférées au moins deux fois.",
                ),
                topics=("flows",),
                exposure=0.27,
                exposure_unit="%",
                recommendations=("one-desk",),
                explained_by=("no-inbox-governance", "silos"),
            ),
            self.finding(
                "SILO",
                whole,
                "high",
                t(
                    "Transfers, lone skills and untracked mail appear together.",
                    "Transferts, compétences isolées et messages non suivis se conjuguent.",
                ),
                inferred=True,
                recommendations=("one-desk",),
            ),
        )

    def conclusions(self) -> tuple[a.Conclusion, ...]:
        """Two causes and a consequence."""
        t, mails = self.t, tuple(one.id for one in self.mail_findings())
        return (
            a.Conclusion(
                id="no-inbox-governance",
                key="no-inbox-governance",
                subject=subject(),
                kind="cause",
                belief=0.72,
                title=t(
                    "Nobody is in charge of written contacts",
                    "Personne n'est responsable des contacts écrits",
                ),
                body=t(
                    "Mailboxes were opened **one by one**, by whoever needed one:\n\n"
                    "- no owner was named\n- no backlog is counted",
                    "Les boîtes ont été ouvertes **une à une**, au gré des besoins :\n\n"
                    "- aucun responsable n'a été désigné\n- aucun stock n'est compté",
                ),
                explains=(*mails, "FLOW-004"),
                recommendations=("name-owner",),
                sources=(SOURCE,),
                because=(
                    a.Because(inference="INF-001", findings=mails, belief=0.6),
                    a.Because(
                        inference="INF-004",
                        findings=("FLOW-004",),
                        facts=("organisation.headcount",),
                        belief=0.3,
                    ),
                ),
            ),
            a.Conclusion(
                id="silos",
                key="silos",
                subject=subject(),
                kind="cause",
                belief=0.4,
                title=t(
                    "Teams are organised by product, not by request",
                    "Les équipes sont organisées par produit et non par demande",
                ),
                explains=("FLOW-004",),
                because=(
                    a.Because(
                        inference="INF-007",
                        findings=("FLOW-004", "SKILL-002:skill/fraud"),
                        passed=("TRAIN-001",),
                        belief=0.4,
                    ),
                ),
            ),
            a.Conclusion(
                id="lost-requests",
                key="lost-requests:mailbox/claims",
                subject=self.box(0),
                kind="consequence",
                belief=0.4,
                title=t("Requests get lost", "Des demandes se perdent"),
                because=(
                    a.Because(
                        inference="INF-002",
                        findings=(mails[0],),
                        conclusions=("no-inbox-governance",),
                        belief=0.4,
                    ),
                ),
            ),
            a.Conclusion(
                id="silo",
                key="silo",
                subject=subject(),
                kind="anti-pattern",
                severity="high",
                belief=0.8,
                title=self.titles()["SILO"],
                because=(a.Because(inference="INF-009", findings=("FLOW-004",), belief=0.8),),
            ),
        )

    def action(
        self,
        rank: int,
        wave: int,
        name: str,
        title: str,
        effort: str,
        resolves: tuple[str, ...],
        **more: object,
    ) -> a.Recommendation:
        """An action of the plan."""
        value = round(30 / rank, 1)
        terms = (
            a.Term(name="severity", value=3, label=self.t("severity of MAIL-001", "gravité de MAIL-001")),
            a.Term(name="effort", value=1, label=self.t("effort", "effort")),
        )
        fields: dict[str, object] = {
            "id": name,
            "rank": rank,
            "wave": wave,
            "title": title,
            "effort": effort,
            "resolves": resolves,
            "priority": a.Priority(value=value, terms=terms, formula=f"3 × {value / 3:.3g} / 1 = {value}"),
        }
        return a.Recommendation.model_validate(fields | more)

    def actions(self) -> tuple[a.Recommendation, ...]:
        """The plan: nine actions in the first wave, one in the second."""
        t = self.t
        by_check: dict[str, tuple[str, ...]] = {}
        for one in self.findings():
            by_check[one.check] = (*by_check.get(one.check, ()), one.id)
        first = (
            self.action(
                1,
                1,
                "name-owner",
                t("Name an owner for each mailbox", "Nommer un responsable par boîte mail"),
                "low",
                by_check["MAIL-001"],
                addresses=("no-inbox-governance",),
                owner=t("Head of service", "Directrice du service"),
                horizon=t("30 days", "30 jours"),
                objectives=("satisfaction",),
                body=t(
                    "1. List the mailboxes.\n2. For each, name **one person**.\n3. Announce it.",
                    "1. Recenser les boîtes.\n2. Nommer **une personne** pour chacune.\n3. L'annoncer.",
                ),
                sources=(SOURCE,),
            ),
            self.action(
                2,
                1,
                "cross-train",
                t(
                    "Train a second holder of each lone skill",
                    "Former un second détenteur pour chaque compétence isolée",
                ),
                "medium",
                by_check["SKILL-002"],
                owner=t("Training", "Formation"),
                horizon=t("One quarter", "Un trimestre"),
            ),
            self.action(
                3,
                1,
                "prune-kpis",
                t("Keep fifteen indicators", "Ne garder que quinze indicateurs"),
                "low",
                by_check["KPI-001"],
                objectives=("cost",),
            ),
            self.action(
                4,
                1,
                "action-log",
                t("Keep an action log in each committee", "Tenir un suivi des actions dans chaque comité"),
                "low",
                by_check["COM-003"],
            ),
        )
        small = tuple(
            self.action(
                n,
                1,
                f"habit-{n}",
                t(f"Adopt good habit number {n}", f"Adopter la bonne habitude n° {n}"),
                "low",
                (),
                prerequisite_only=n == 5,
            )
            for n in range(5, 10)
        )
        later = (
            self.action(
                10,
                2,
                "track-mailboxes",
                t("Count the backlog of each mailbox daily", "Compter chaque jour le stock de chaque boîte"),
                "medium",
                by_check["MAIL-001"],
                after=("name-owner",),
                objectives=("satisfaction",),
            ),
            self.action(
                11,
                3,
                "one-desk",
                t(
                    "Create one desk for multi-product requests",
                    "Créer un guichet unique pour les demandes multi-produits",
                ),
                "high",
                (*by_check["FLOW-004"], *by_check["SILO"]),
                addresses=("silos",),
                after=("cross-train",),
            ),
        )
        return (*first, *small, *later)

    def gaps(self) -> tuple[a.Gap, ...]:
        """What to ask next."""
        t = self.t
        return (
            a.Gap(
                fact="mailbox/*.tracked",
                label=t("Tracked", "Suivie"),
                count=2,
                sample=("mailbox/travel.tracked", "mailbox/pets.tracked"),
                question=t(
                    "Does anybody track what becomes of the messages?",
                    "Quelqu'un suit-il ce que deviennent les messages ?",
                ),
                ask=t("head of service", "direction du service"),
                checks=("MAIL-001",),
                blocks=2,
            ),
            a.Gap(
                fact="organisation.procedures_reviewed_on",
                label=t("Last review of procedures", "Dernière revue des procédures"),
                question=t(
                    "When were the procedures last reviewed?",
                    "À quand remonte la dernière revue des procédures ?",
                ),
                ask=t("knowledge manager", "responsable documentaire"),
                checks=("DOC-002",),
                blocks=1,
            ),
        )

    def topics(self) -> tuple[a.TopicInfo, ...]:
        """How the topics came out."""
        t = self.t
        rows = (
            ("inbox", t("Inbox governance", "Gouvernance des boîtes mail"), 5, 5, 2, 1, True),
            ("skills", t("Skills and back-up", "Compétences et continuité"), 2, 8, 0, 0, True),
            ("steering", t("Steering", "Pilotage"), 2, 2, 0, 0, True),
            ("flows", t("Flow of requests", "Circuit des demandes"), 1, 0, 0, 0, True),
            ("promise", t("Promise to customers", "Engagements envers les clients"), 0, 1, 0, 0, True),
            ("knowledge", t("Knowledge", "Base de connaissances"), 0, 0, 1, 0, False),
            ("tools", t("Tools", "Outils"), 0, 0, 0, 0, False),
        )
        return tuple(
            a.TopicInfo(
                id=name,
                title=title,
                fail=fail,
                passed=ok,
                not_assessed=open_,
                not_applicable=na,
                covered=covered,
            )
            for name, title, fail, ok, open_, na, covered in rows
        )

    def build(self) -> a.Assessment:
        """The whole."""
        t = self.t
        skills = tuple(
            subject("skill", f"skill-{n}", t(f"Skill {n}", f"Compétence {n}")) for n in range(1, 8)
        )
        committees = tuple(subject("committee", f"c{n}", t(f"Committee {n}", f"Comité {n}")) for n in (1, 2))
        holds = [("MAIL-001", self.box(n)) for n in range(5, 10)] + [("SKILL-002", one) for one in skills]
        holds += [("COM-003", one) for one in committees] + [
            ("TRAIN-001", subject()),
            ("PROM-001", subject()),
        ]
        return skeleton(
            self.language,
            assessment=a.Head(
                name=t("Riviera claims", "Sinistres Riviera"),
                date="2026-10-01",
                language=self.language,
                status="draft",
                files=("riviera.yaml", "agents.yaml"),
            ),
            rulesets=(
                a.RulesetUsed(
                    name="contact-centre",
                    version="1.2.0",
                    sha256="0123456789abcdef" * 4,
                    title=t("Contact centres that answer", "Des centres de contact qui répondent"),
                ),
            ),
            inference=a.InferenceUsed(engine="durable-rules 2.0.28", facts=31, fired=5),
            summary=summary(fail=9, passed=len(holds), not_assessed=3, not_applicable=1),
            objectives=(
                a.ObjectiveInfo(
                    id="satisfaction", title=t("Customer satisfaction", "Satisfaction client"), weight=3
                ),
                a.ObjectiveInfo(id="cost", title=t("Cost", "Coût"), weight=1),
            ),
            parameters=(
                a.ParameterValue(
                    name="min_holders",
                    value=2,
                    label=t("Holders of a skill at least", "Détenteurs par compétence, au moins"),
                ),
                a.ParameterValue(
                    name="max_kpis",
                    value=50,
                    label=t("Indicators at most", "Indicateurs, au plus"),
                    set_by="--param",
                ),
            ),
            topics=self.topics(),
            checks=self.checks(),
            findings=self.findings(),
            gaps=self.gaps(),
            strengths=(
                a.Strength(
                    check="PROM-001",
                    subject=subject(),
                    text=t(
                        "The promise to customers is written and known.",
                        "L'engagement envers les clients est écrit et connu.",
                    ),
                ),
            ),
            passed=tuple(a.Passed(check=check, subject=about) for check, about in holds),
            not_assessed=(
                a.NotAssessed(
                    check="MAIL-001",
                    subject=self.box(10),
                    would="fail",
                    missing=("mailbox/travel.tracked", "mailbox/travel.volume_month"),
                ),
                a.NotAssessed(check="MAIL-001", subject=self.box(11), missing=("mailbox/pets.tracked",)),
                a.NotAssessed(
                    check="DOC-002", subject=subject(), missing=("organisation.procedures_reviewed_on",)
                ),
            ),
            not_applicable=(
                a.NotApplicable(
                    check="MAIL-001",
                    subject=subject("mailbox", "test", "Test"),
                    reason=t("it receives no mail", "elle ne reçoit aucun message"),
                ),
            ),
            conclusions=self.conclusions(),
            hypotheses=(
                a.Hypothesis(
                    inference="INF-012",
                    conclusion="stale",
                    subject=subject(),
                    kind="cause",
                    supported=True,
                    title=t("Knowledge is not maintained", "La documentation n'est pas tenue à jour"),
                    missing=("organisation.procedures_reviewed_on",),
                ),
            ),
            differentials=(
                a.Differential(
                    symptoms=("FLOW-004",),
                    candidates=(
                        a.Candidate(
                            id="no-inbox-governance",
                            conclusions=("no-inbox-governance",),
                            title=t(
                                "Nobody is in charge of written contacts",
                                "Personne n'est responsable des contacts écrits",
                            ),
                            standing="concluded",
                            belief=0.72,
                            explains=("FLOW-004",),
                            rests_on=tuple(one.id for one in self.mail_findings()),
                        ),
                        a.Candidate(
                            id="stale",
                            title=t("Knowledge is not maintained", "La documentation n'est pas tenue à jour"),
                            standing="possible",
                            explains=("FLOW-004",),
                            missing=("organisation.procedures_reviewed_on",),
                        ),
                        a.Candidate(
                            id="untrained",
                            title=t("Advisers are not trained", "Les conseillers ne sont pas formés"),
                            standing="ruled out",
                            explains=("FLOW-004",),
                            against=("TRAIN-001",),
                        ),
                    ),
                    consequences=("lost-requests:mailbox/claims",),
                ),
            ),
            recommendations=self.actions(),
            diagrams=(self.map(),),
            notes=(
                a.Note(
                    text=t(
                        "Two sources differ on the volume of “Archive”.",
                        "Deux sources divergent sur le volume de « Archives ».",
                    ),
                    origin=a.OriginInfo(file="riviera.yaml", line=25, column=5),
                ),
            ),
            comments=(
                t(
                    "The visit took place on **two days** in September.",
                    "La visite s'est déroulée sur **deux jours** en septembre.",
                ),
            ),
        )

    def map(self) -> a.DiagramInfo:
        t = self.t
        nodes = (
            (1, "mailbox", "claims", t("Claims", "Sinistres"), 1200),
            (1, "mailbox", "archive", t("Archive", "Archives"), None),
            (2, "team", "back-office", t("Back office", "Gestion"), None),
        )
        return a.DiagramInfo(
            id="flow-map",
            title=t("Map of flows", "Cartographie des flux"),
            intro=t(
                "Where requests arrive and who answers them.", "Où les demandes arrivent et qui y répond."
            ),
            columns=(t("Mailboxes", "Boîtes mail"), t("Teams", "Équipes")),
            nodes=tuple(
                a.DiagramNode(
                    subject=a.Subject(type=kind, id=name, label=label),
                    column=column,
                    size=size,
                    text=t("1,200 contacts per month", "1 200 contacts par mois") if size else "",
                    open=() if size else (t("Owner", "Responsable"),),
                )
                for column, kind, name, label, size in nodes
            ),
            edges=(
                a.DiagramEdge(
                    source="mailbox/claims",
                    target="team/back-office",
                    label=t("handled by", "traitée par"),
                    size=1200,
                    text=t("1,200 contacts per month", "1 200 contacts par mois"),
                ),
            ),
        )


def rich(language: str = "en") -> a.Assessment:
    """The assessment of the invented centre."""
    return Rich(language).build()
