"""The words by which inspectorates name themes and measures, and say which way things went."""

from __future__ import annotations

import re


def _words(*alternatives: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(alternatives)})".replace(" ", " +"), re.I)


THEMES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "overall-progress",
        _words(
            r"progress (?:had|has|have) been made",
            r"(?:significant|good|considerable|overall|substantial|marked|real|limited|little|insufficient"
            r"|some) (?:overall )?(?:progress|improvements?)\b"
            r"(?! (?:with|on)\b)(?! in\b(?! (?:a|the|such) ))",
            r"overall performance(?! assessment)",
            r"made (?:\w+ )?progress\b(?! (?:with|on) )",
            r"performance overall",
        ),
    ),
    (
        "leadership",
        _words(
            r"leadership",
            r"senior manage(?:rs|ment)",
            r"chief (?:officers|constable'?s? team|officer team)",
            r"managers (?:are|have|provide|lead)\b",
        ),
    ),
    (
        "staff-commitment",
        _words(
            r"staff engagement(?! with)",
            r"sense of pride",
            r"pride in",
            r"determination (?:of|to)",
            r"attitude of",
            r"(?:committed|dedicated|motivated|hard[- ]working) (?:staff|workforce|people|and)",
            r"staff (?:morale|commitment|engagement with change)",
            r"morale",
            r"commitment of (?:the )?staff",
            r"staff (?:are|were|remain) (?:\w+ )?(?:committed|motivated|dedicated|engaged)",
        ),
    ),
    (
        "learning-from-inspection",
        _words(
            r"recommendations? (?:of|from|made in|made by|in) (?:the|our|its|that|previous|earlier|last)",
            r"(?:built|acted|build|acting) (?:\w+ )?(?:up)?on (?:the )?(?:findings|recommendations)",
            r"(?:previous|earlier|our|inspection) recommendations",
            r"implement\w* (?:the |all |most |many )?(?:of )?(?:the |our )?recommendations",
            r"lessons learned",
            r"areas for improvement (?:that )?(?:we )?(?:identified|from)",
        ),
    ),
    (
        "managing-change",
        _words(
            r"change (?:initiatives?|programmes?|projects?|management)",
            r"blueprint for change",
            r"(?:managing|managed|management of|delivering|delivery of|implementing) (?:\w+ )?change\b",
        ),
    ),
    (
        "casework-quality",
        _words(
            r"quality of (?:the )?(?:\w+ )?(?:casework|decisions?|decision[- ]making|case review|legal"
            r"|review|file)",
            r"casework quality",
            r"standard of (?:\w+ )?casework",
            r"(?:legal )?decision[- ]making",
            r"casework (?:has|is|was|standards|decisions)",
            r"case review",
        ),
    ),
    ("charging", _words(r"charging", r"pre-?charge", r"charged? decisions?", r"CPS Direct")),
    ("disclosure", _words(r"disclosure", r"unused material")),
    (
        "systems-and-processes",
        _words(
            r"systems and process(?:es)?",
            r"working arrangements",
            r"case management systems?",
            r"systems? and controls?",
            r"(?:office|administrative|business) (?:systems|processes)",
        ),
    ),
    (
        "case-progression",
        _words(
            r"case progression",
            r"progress(?:ion|ing) of (?:\w+ ){0,2}cases",
            r"progress(?:ing)? (?:their |its )?cases",
            r"case preparation",
            r"delays? in (?:\w+ )?cases",
        ),
    ),
    ("case-outcomes", _words(r"(?:case|casework) outcomes?", r"outcomes? of (?:its |the )?cases")),
    (
        "effective-trials",
        _words(
            r"(?:in)?effective trials?",
            r"(?:in)?effective trial rates?",
            r"cracked (?:and ineffective )?trials?",
        ),
    ),
    (
        "committal-discharges",
        _words(
            r"discharged (?:at )?committals?",
            r"committal (?:stage|discharges?|proceedings)",
            r"discharged at (?:the )?committal",
            r"committals? (?:that are )?discharged",
        ),
    ),
    (
        "serious-and-sensitive-casework",
        _words(
            r"(?:most )?(?:serious|sensitive)(?:,? (?:and"
            r"|or) (?:sensitive|complex|serious))? (?:casework|cases"
            r"|offences)",
            r"sensitive cases",
        ),
    ),
    ("hate-crime", _words(r"hate crimes?", r"racist (?:and|incident)", r"hate incidents?")),
    ("rape", _words(r"rapes?\b", r"serious sexual offences")),
    ("domestic-abuse", _words(r"domestic (?:abuse|violence)")),
    ("custody-time-limits", _words(r"custody time limits?", r"CTLs?\b")),
    (
        "advocacy",
        _words(r"advoca(?:cy|tes?)", r"presentation of cases", r"presenting cases", r"in-house advocates"),
    ),
    (
        "victim-and-witness-care",
        _words(
            r"victims?(?:,)? and witness(?:es)?(?:'s?)?(?: care)?",
            r"witness care",
            r"(?:support|care|service|services|treatment|communication|communicating|contact"
            r"|keeping)(?: \w+){0,2} (?:for |to |of |with )?(?:the )?(?:victims|witnesses)",
            r"victim (?:care|liaison|support|communication)",
            r"victims'? (?:needs|letters)",
            r"letters to victims",
            r"victims (?:are|were) (?:\w+ )?(?:informed|supported|kept)",
        ),
    ),
    ("complaints", _words(r"complaints?")),
    (
        "performance-management",
        _words(
            r"performance management",
            r"management of performance",
            r"manag(?:es?|ing) (?:its |their )?performance",
            r"performance (?:information|data|regime)",
            r"monitoring (?:of )?performance",
        ),
    ),
    (
        "resources",
        _words(
            r"(?:use|management|allocation) of (?:its |the |their )?(?:resources|budgets?)",
            r"manag(?:es?|ing) (?:its |their )?(?:resources|budgets?)",
            r"staffing (?:levels|resources)?",
            r"value for money",
            r"budget(?:ary)? control",
            r"resources (?:are|were|have)",
            r"sickness absence",
        ),
    ),
    (
        "partnerships",
        _words(
            r"partnerships?",
            r"joint working",
            r"works? (?:\w+ )?(?:well |closely "
            r"|effectively )?with (?:its |the |their )?(?:\w+ )?(?:partners|police|agencies)",
            r"working (?:relationship|arrangement)s? with",
            r"relation(?:ship)?s? with (?:\w+ ){0,3}(?:partners|police|agencies|courts)",
        ),
    ),
    (
        "community-engagement",
        _words(
            r"(?:community|public) engagement",
            r"engag(?:e|es|ed|ing|ement) (?:\w+ ){0,2}with (?:\w+ ){0,3}(?:communit(?:y|ies)|public|groups)",
            r"engagement strategy",
        ),
    ),
    (
        "public-confidence",
        _words(
            r"public confidence",
            r"confidence (?:of|in|amongst|among)(?: \w+){0,5}"
            r" (?:partners|public|communit(?:y|ies)|area|force|service|system|justice)",
            r"communit(?:y|ies)'? confidence",
            r"confidence of its",
        ),
    ),
)
"""The themes of the vocabulary, each with the words that name it."""

SUCCESSFUL = re.compile(
    r"\b(?:(?:un)?successful +outcomes?|convictions? +rates?|conviction +(?:levels|outcomes))", re.I
)
MAGISTRATES = re.compile(r"\bmagistrates'? +courts?\b", re.I)
CROWN = re.compile(r"\bcrown +courts?\b", re.I)

MEASURES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "cjev:measure-successful-outcomes",
        re.compile(r"(?<!un)(?<!un-)\b(?:successful +outcomes?|conviction +rates?)", re.I),
    ),
    ("cjev:measure-effective-trials", re.compile(r"(?<!in)\beffective +trials?", re.I)),
    (
        "cjev:measure-committal-discharges",
        _words(
            r"discharged (?:at )?committals?", r"committal discharges?", r"discharged at (?:the )?committal"
        ),
    ),
)

STANDINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("cjev:national-standing-top-quartile", _words(r"(?:top|upper|highest|first|best) quartile")),
    ("cjev:national-standing-second-quartile", _words(r"second quartile")),
    ("cjev:national-standing-third-quartile", _words(r"third quartile")),
    ("cjev:national-standing-bottom-quartile", _words(r"(?:bottom|lower|lowest|fourth|worst) quartile")),
    (
        "cjev:national-standing-above-average",
        _words(
            r"(?:above|better than|exceeds?|higher than"
            r"|ahead of) (?:the )?(?:CPS )?national (?:average|performance)"
        ),
    ),
    (
        "cjev:national-standing-below-average",
        _words(r"(?:below|worse than|lower than|behind) (?:the )?(?:CPS )?national (?:average|performance)"),
    ),
    (
        "cjev:national-standing-at-average",
        _words(
            r"(?:at|in line with|close to|same as|similar to) (?:the )?(?:CPS )?national (?:average"
            r"|performance)"
        ),
    ),
)

SENSITIVE = frozenset(("hate-crime", "rape", "domestic-abuse"))
"""The themes that are of serious and sensitive casework."""

_ILLS = (
    r"(?:discharged|discharges|discontinu\w+|(?:ineffective|cracked) (?:\w+ )?trials?"
    r"|unsuccessful outcomes?|delays?|complaints|backlogs?|failures|errors"
    r"|(?:sickness )?absences?)"
)
_FELL = r"(?:fallen|fell|dropped|reduced|decreased|declined|halved|been cut|(?:gone |went |are |is )down)"
_DECLINE = r"(?:declin\w+|fall|deterioration|slide)"
_GOOD = r"(?:good|strong|effective|robust|sound|clear|excellent|timely|adequate|proper|consistent|formal)"
_BAD = r"(?:poor|weak|inadequate|unsatisfactory|a (?:\w+ )?concern|ineffective)"
NOT_SAID = _words(
    rf"(?:not|n't|never|no longer) (?:\w+ )?{_BAD}\b",
    rf"(?:neither|nor) {_BAD}\b",
    r"not (?:only|just|merely)\b",
)
"""What is denied of things that would be bad tells nothing else; its words are passed over."""
RECOVERED = _words(
    rf"(?:halt|arrest|revers|stem)\w* (?:the |this |its |a )?(?:\w+ )?{_DECLINE}",
    rf"{_DECLINE}(?: (?:in|of) (?:\w+ ){{0,3}}\w+)? (?:has|have|had|was) (?:now )?(?:been )?"
    r"(?:halted|arrested|reversed|stemmed)",
    rf"{_ILLS}\b[^.;]*? (?:(?:has|have|had|was|were) )?(?:also |now )?(?:been )?(?:\w+ly )?{_FELL}\b",
    rf"(?:fewer|reduced|reducing|(?:reduction|fall|drop|decrease) in(?: the)?(?: number of)?) (?:\w+"
    rf" ){{0,2}}{_ILLS}",
    rf"no longer {_BAD}\b",
)
"""A fall of what should fall, and a decline that ended."""
MIXED = _words(
    r"mixed\b(?! (?:race|sex|heritage|ability))",
    r"(?:variable|inconsistent|patchy)\b",
    r"varied\b",
    r"var(?:y|ies) (?:widely|considerably)",
)
IMPROVED = _words(
    r"(?:has|have|had|is|are|was|were|been|also|now|both|further|significantly|steadily|and|the|that"
    r"|which)? ?(?:been )?(?:\w+ly )?improved\b(?! by working| if)",
    r"(?:is|are|was|were|in|and|steadily|been) (?:\w+ly )?improving\b",
    r"better(?! than (?:the )?national)\b",
    r"progress (?:had|has|have) been made",
    r"(?:made|making) (?:\w+ )?progress",
    r"(?:significant|considerable|substantial|marked|real|further"
    r"|continu(?:ed|ing)|steady|good|notable|clear) improvements?\b",
    r"trend of improvement",
    r"improvements? (?:already |have been |had been |has been |was |were )?(?:achieved|made|seen|in)\b",
    r"strengthened",
    r"stronger\b",
    r"enhanced\b",
    r"(?:great|significant|good) strides",
    r"is now in place",
    r"are now in place",
    r"greater proportion of effective",
    r"regain(?:ed|ing)?\b",
    r"restored\b",
    r"instilled\b",
    r"tighter\b",
    r"more (?:effective|efficient|robust|proactive|consistent|timely)(?:ly)?\b",
    r"(?:refocus(?:s)?ed|addressed|tackled|resolved|remedied|rectified)\b",
    r"(?:successful outcomes?|conviction rates?|(?<!in)effective trials?)(?: [\w']+){0,8} (?:has "
    r"|have )?(?:also )?(?:increased|risen|rose|grown|(?:were |was |gone |went )up)",
    r"turned (?:it |its performance )?a?round",
    r"performance improvements? already",
)
DECLINED = _words(
    r"declin(?:ed|ing|es?)\b",
    r"deteriorat(?:ed|ing|ion)\b",
    r"worsen(?:ed|ing)\b",
    r"got worse\b",
    r"slipped\b",
    r"(?:has|have) (?:fallen|dropped)\b",
    r"(?:fell|dropped)\b",
    r"worse\b(?! than (?:the )?national)",
    r"less (?:effective|efficient|consistent|timely)\b",
    r"weakened\b",
    r"(?:discharged|discontinued|discontinuances?|ineffective trials?|cracked trials?"
    r"|unsuccessful outcomes?|delays?|complaints|backlogs?|failures|discharges)\b[^.;]* (?:has"
    r"|have) (?:\w+ly )?(?:increased|risen|grown)",
    r"(?:an |the )?(?:increase|rise) in (?:\w+ ){0,3}(?:discharged|discontinued|ineffective|unsuccessful"
    r"|delays|complaints|backlogs?)",
    r"(?:successful outcomes?|conviction rates?|(?<!in)effective trials?)(?: [\w']+){0,8} (?:has "
    r"|have )?(?:decreased|fallen|fell|dropped|(?:were |was |gone |went )down)",
)
WORSE_OFF = _words(rf"no longer (?:\w+ )?{_GOOD}(?:ly)?\b")
UNCHANGED = _words(
    r"(?:remains?|remained|is|are|has been|stayed) (?:broadly |largely |much )?(?:unchanged|the same|stable"
    r"|static)\b",
    r"no (?:significant |real |discernible )?(?:change|improvement|progress)\b",
    r"(?:not|n't|never)(?! (?:only|just|merely)\b) (?:yet |been |\w+ly |really |translated into |led to "
    r"|resulted in |brought |made ){0,3}"
    r"(?:changed|improv(?:ed|ing|ements?)|progress(?:ed)?|better|strengthened|declined|deteriorated"
    r"|worsened|slipped)\b",
    r"(?:neither|nor) (?:\w+ )?(?:improved|better|declined|worsened)",
    r"(?:has|have|had) not\W*$",
)
WEAKNESS = _words(
    rf"(?:no|without(?: any)?|far from|rarely|seldom|hardly|less than) (?:\w+ )?{_GOOD}\b",
    rf"(?:is|are|was|were|been|not being|does|do|did) (?:not|n't) (?:\w+ )?(?:{_GOOD}|met|high|complied"
    rf"|compl(?:y|ies))\b",
    r"(?:yet|unable) to (?:\w+ )?(?:improve|be (?:improved|addressed|resolved)|address|resolve|make)",
    r"(?:not|n't) (?:\w+ ){0,3}(?:well|effectively|properly|consistently|promptly|routinely|sufficiently)\b",
    r"(?:not|n't) (?:yet )?made (?:\w+ ){1,2}progress",
    r"(?:not|n't) (?:yet )?(?:been |being )?(?:\w+ly )?(?:embedded|implemented|addressed|resolved|achieved"
    r"|completed|acted (?:up)?on)\b",
    r"improvements? (?:\w+ ){0,5}(?:needed|required|necessary|needs?)\b",
    r"(?:must|needs? to|has to|have to|required to) (?:\w+ ){0,2}(?:implement|ensure|make|improve"
    r"|strengthen|address|do more|get (?:better|a grip)|take|develop)\b",
    r"(?:limited|little|insufficient|slow) (?:\w+ )?(?:progress|improvement)",
    r"needs? (?:to be )?(?:to )?(?:further |\w+ )?(?:improv(?:e|ed|ement|ing)|attention|strengthen(?:ed"
    r"|ing)?|address(?:ed|ing)?|develop(?:ed|ment)?)",
    r"need(?:s|ed)? to (?:\w+ )?(?:improve|be improved|ensure|do more|strengthen|address|develop|take)",
    r"could be (?:improved|better|stronger)",
    r"(?:should|must) (?:be )?(?:improved?|strengthened?|do more)",
    r"(?:room|scope) for (?:\w+ )?improvement",
    r"(?:is|are|was|were|has been|have been|remains?"
    r"|remained) (?:too |very |often |also |generally "
    r"|still )?(?:poor|weak|inadequate|unsatisfactory"
    r"|unacceptable|insufficient|ineffective|limited"
    r"|a (?:cause for )?concern|of concern|disappointing|slow"
    r"|lacking)\b",
    r"(?:poor|weak|ineffective|inadequate|insufficient|unsatisfactory) (?:performance|quality|compliance"
    r"|communication|handling|systems|management|grip|leadership|service|preparation|recording|oversight"
    r"|decision|understanding|progress|case)",
    r"lack(?:s|ed|ing)? (?:of )?(?:\w+ )?",
    r"(?:is|are|was|were) not (?:\w+ )?(?:effective|good enough|consistent(?:ly)?|robust|always"
    r"|sufficiently|adequate(?:ly)?|timely|well)",
    r"weakness(?:es)? (?:in|remain)",
    r"fail(?:s|ed|ing|ures?) (?:to|in)\b",
    r"aspects? for improvement",
    r"cause (?:of|for) concern",
    r"too (?:many|often|slow|few|long|high|low|late)\b",
    r"shortcomings?\b",
    r"well below",
    r"struggl(?:es|ed|ing)\b",
    r"requires? (?:further )?improvement",
)
STRENGTH = _words(
    r"(?:is|are|was|were|has been|have been|remains?|remained) (?:(?:also|now|very|generally|consistently"
    r"|particularly|still|again|both) )*(?:excellent|good|strong|effective|robust|sound|impressive|high"
    r"|outstanding|timely|well (?:managed|led|handled|organised|established|supported|planned"
    r"|run))\b(?! in (?:only |just |about |around |nearly |almost |over |under )*(?:half|some|a third"
    r"|a quarter|\d))",
    r"(?:excellent|good|strong|effective|robust|sound|clear|impressive|high[- ]quality|positive|outstanding"
    r"|proactive) (?:\w+ )?(?:performance|leadership|systems?|management|engagement|relationships?|working"
    r"|partnerships?|quality|implementation|use|support|strategy|regime|outcomes?|practice|arrangements?"
    r"|understanding|service|handling|compliance|communication|controls?|oversight|governance|casework"
    r"|advocacy|care|joint)",
    r"a strength\b",
    r"strengths? (?:in|include)",
    r"(?:works?|manages?|handles?|performs?|engages?|supports?|leads?) (?:\w+ )?well\b",
    r"(?:top|upper) quartile",
    r"(?:above|better than|exceeds?) (?:the )?national average",
    r"committed (?:staff|workforce)",
    r"ensures? (?:proactive|effective|good)",
    r"ensured (?:proactive|effective|good)",
    r"pride\b",
)
TO_COME = _words(
    r"(?:is|are) (?:now )?being (?:taken|made|developed|introduced|planned|addressed)",
    r"to make (?:further )?improvements?",
    r"determination to (?:\w+ )?improve",
    r"(?:plans?|intends?|aims?|hopes?|committed|continue|continues|work|working|opportunit(?:y"
    r"|ies)) to (?:\w+ )?(?:improve|address|strengthen|build)",
    r"in order to (?:improve|address)",
    r"(?:is|are|will|would|can|could|should) (?:to )?be (?:\w+ly )?(?:improved|strengthened|addressed"
    r"|better|restored|resolved)",
    r"(?:will|would|to) (?:\w+ly )?(?:improve|address|strengthen|build|enable|help)\b",
)
"""What is meant to come tells nothing of how things are; its words are passed over."""
