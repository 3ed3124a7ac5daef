"""First names that tell a person's name from other words; without accents, in lower case.

Names that are ordinary words of English or French (Bill, Mark, Rose, Claire …), and those of
places (Florence, Sydney, Chelsea …) are left out: a warning that is often wrong is soon ignored.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FIRST_NAMES: frozenset[str] = _words(
    """
    aaron abdel abdou abigail adam adele adeline adrian adrien agathe agnes ahmed aicha aidan aime
    alain alan albert alex alexander alexandra alexandre alexia alexis alfred alice alicia aline
    alison alix allison amandine amelia amelie amina amir amy anais andre andrea andreas andrew
    angela angelique anita ann anna annabelle anne annick annie anthony antoine antoinette antonio
    armand arnaud arthur ashley astrid audrey aurelie aurelien axel ayoub aziz baptiste barbara
    bastien beatrice ben benedicte benjamin benoit bernadette bernard bertrand beth betty blandine
    boris brandon brenda brian brigitte bruno bryan camille carine carla carlos carmen carol carole
    caroline caterina catherine cathy cecile cedric celia celine chantal charlene charles charlie
    charlotte cheryl chloe chris christel christelle christian christiane christina christine
    christophe christopher cindy clara clarisse claude claudia claudine clemence colette colin
    coralie corinne craig cyril cyrille damien dan daniel daniela daniele danielle danny david
    deborah debra delphine denis denise dennis derek diana diane didier diego dimitri dominique
    donald donna dorian dorothee dorothy douglas dylan edith edouard edward edwige elena eleonore
    eliane elijah elisa elisabeth elise elizabeth ella ellen elodie eloise elsa emeline emile emilie
    emily emma emmanuel emmanuelle enzo eric erica erika erwan esteban estelle esther ethan etienne
    eugene eugenie eva eve evelyne fabien fabienne fabio fabrice fanny farid fatima fatou felix
    fernand fiona flavie flora florent florian floriane francesca francine francis francois
    francoise franck frederic frederique gabriel gabrielle gael gaelle gaetan gary gaston gauthier
    genevieve geoffrey geoffroy george georges georgia gerald geraldine gerard german germain
    ghislaine gilbert gilles gillian gisele giulia gloria gregoire gregory guillaume gustave guy
    gwenaelle habib hakim hamid hannah harold harry hassan heather hector helen helena helene henri
    henriette henry herve hicham hortense hubert hugo hugues ian ibrahim ines ingrid irene irina
    isaac isabel isabelle ismael ivan jack jackie jacob jacqueline jacques jake jalil james jamie
    jan jane janet janine jasmine jason javier jean jeanne jeff jeffrey jennifer jenny jeremie
    jeremy jerome jerry jessica jesus jill jim jimmy joanna joanne jocelyne joe joel joelle johan
    johanna john johnny jonathan jordan jorge jose josephine joseph josette joshua josiane joyce
    juan judith jules julia julian julie julien juliette justin justine kader kamel karen karim
    karima karine karl kate katherine kathleen kathy katia kelly kenneth kenza kevin khadija khaled
    kim kimberly kyle laetitia lamia larry laura laure lauren laurence laurent lauriane lea leila
    lena leo leon leonard leonie leslie leticia lewis liam lila liliane lilian lina linda lionel
    lisa loic lola lou louis louisa louise luc luca lucas lucie lucien lucienne lucile ludivine
    ludovic luis luke lydia lydie lynn mael maelle maeva magali mahmoud maite malik manon manuel
    marc marcel marcelle marco margaret margaux margot maria mariam marianne marie marina mario
    marion marius marjorie marlene martha martin martine mary maryse mateo mathias mathieu mathilde
    mathis matteo matthew matthias matthieu maud maureen maurice maxence maxime megan mehdi melanie
    melissa meryem michael michel michele micheline michelle miguel mike mireille miriam mohamed
    mohammed moise monica monique moussa mustapha myriam nabil nadege nadia nadine nancy naomi
    natacha natalia natalie natasha nathalie nathan nathaniel nawel nelly neil nicholas nicolas
    nicole nina noah noe noemie nora nour nouria odette odile olga oliver olivia olivier omar
    ophelie oscar oumar owen pablo pamela paola pascale patricia patrick paul paula pauline pedro
    peggy penelope perrine peter philip philippe philomene pierre pierrick priscilla quentin rachel
    rachid rafael raphael raphaelle raul raymond rebecca regine regis remi remy renaud rene renee
    ricardo richard rita robert roberto robin rodolphe rodrigue roger roland romain romane ronald
    rosalie roxane ryan sabine sabrina salima sally salome sam samantha sami samia samir samira
    sammy samuel sandra sandrine sara sarah sasha scott sean sebastien selim selma serge severine
    shannon sharon sheila sidonie simon simone sofia sofiane solange solene sonia sophia sophie
    stacy stanislas stella stephan stephane stephanie stephen steve steven stuart susan suzanne
    sylvain sylvaine sylvia sylvie tania tanguy tania tara tarik ted teresa terry theo theodore
    theresa therese thibault thibaut thierry thomas tiffany tim timothee timothy tina titouan tom
    tommy tony tracy tristan ursula valentin valentine valerie vanessa vera veronica veronique
    vicky vincent virginie vivian viviane vivien walid wendy wilfried william xavier yacine yael
    yan yann yannick yasmine yasmina yohan yolande yoann younes youssef yusuf yves yvette yvon
    yvonne zachary zahra zineb zoe
    """
)
"""Frequent first names of people in French- and English-speaking countries."""

NO_NAMES: frozenset[str] = _words(
    """
    account accueil adviser advisor agence agency agent all app appel assistant back bank billing bot
    branch bureau call camp care case cell cellule center centre chat chef claim class client
    college commercial conseiller contact coordinator customer day delegation department desk
    direction director east equipe expert external field first floor front general grande group
    groupe head help home hospital hotel hopital info informatique intern internal jour junior
    lead level line lot lycee mail manager market marketing mission mister monsieur madame night
    nord north nuit office operator order ouest part person personne phone place plateau pole
    portal poste press prestataire product project provider quality queue region rh role room rue
    saint sainte sales san second secretariat sector senior service shift shop site skill social
    south square staff store street sud support system team tech technical temp test third tool
    crm faq ivr kpi new not sav sms web town trainee trainer unit user vendeur vente vip
    west worker workshop zone
    """
)
"""Words that stand in ids beside names of places, or instead of names of people."""

FUNCTIONAL: frozenset[str] = _words(
    """
    abuse adhesion admin administration aide alerte assistance boutique commande commandes communication
    compta comptabilite conformite contacts courrier dpo ecoute enquiries facturation facture finance
    gestion hello info information infos inscription jobs juridique legal litiges livraison mailbox
    noreply notification orders paiement partenaires postmaster presse privacy qualite recouvrement
    reclamation reclamations recrutement relation remboursement reply reponse retours returns sav
    security sinistre sinistres souscription support suivi webmaster
    """
)
"""Words by which the addresses of shared mailboxes begin."""
