"""Make short names of what people write: a verb and its object, without the words in between."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from .narrative import letters

_MOST = 3  # words behind the verb
_NUMBERED = re.compile(
    r"(?i)^\W*(?:(?:part|step|task|section|chapter|exercise|question|problem|stage|phase|appendix|cell|q)"
    r"\s*(?:\d+|[ivx]+\b|[a-z]\b)|\d+(?:\.\d+)*\b|[ivx]+(?=[.:)])|[a-z]\))\s*[.:)\-]*\s*"
)
_STOP = frozenset(
    """a an the this that these those in on at for from with without into onto as or but so
    we us our ours i me my you your it its they them their there here be is are was were been being do does
    did done have has had can could will would shall should may might must let lets what which who whom
    whose when where why how if then than very just only also some any all each every both such own same
    up out about under between via using use used called stored data-driven s t re ll ve
    now next finally first again more most please following above below etc""".split()
)
# What follows one of these tells where and how, not what.
_ASIDES = frozenset("from in on at for to with without into onto using via under where based after".split())
_LINKS = frozenset({"by", "of", "per", "and", "over", "vs"})  # between two other words
# Words that say nothing of their own beside others.
_GENERIC = frozenset(
    """analysis appendix background basic chart charts code column columns conclusion conclusions data
    dataframe dataframes dataset datasets definition eda example examples exercise figure figures first
    following four imports intro introduction libraries library main method methods misc notebook notes
    other output outputs overview packages part plot plots putting result results second section setup
    solution solutions step summary third three together two""".split()
)
# Variables called so do not say what they hold.
_NO_NAMES = frozenset(
    """chosen selected filtered cleaned clean sorted grouped merged joined combined result results res out
    output tmp temp new i x_ _""".split()
)
_DRAWN_ON = re.compile(r"(?:ax|axs|axes|fig|figure|plt)_?\d*")
_PLAIN_VERBS = frozenset(
    """load fetch clean prepare compute calculate count select filter choose pick join merge combine group
    aggregate sum fit train predict evaluate score split build create make find write save export
    compare check validate convert transform rename add remove drop fill sort rank estimate simulate
    define extract parse normalise normalize scale encode explore show plot draw describe resample
    reshape pivot flag label map assign apply replace delete update tell report measure test query
    download impute tune cluster classify reduce detect collect store extend keep initialise initialize
    inspect analyse analyze visualise visualize correct adjust round match enrich annotate
    forecast sample concatenate present implement""".split()
)
_VERBS = {
    **{verb: verb for verb in _PLAIN_VERBS},
    **dict.fromkeys(("import", "read", "get", "ingest", "open", "retrieve"), "load"),
    **dict.fromkeys(("see", "display", "print", "view", "look", "present"), "show"),
    **dict.fromkeys(("summarise", "summarize"), "summarise"),
    **dict.fromkeys(("visualise", "visualize", "draw"), "plot"),
}
# "Model evaluation" is to evaluate the model.
_NOUNS = {
    "evaluation": "evaluate", "preparation": "prepare", "visualization": "plot",
    "visualisation": "plot", "selection": "select", "creation": "create", "comparison": "compare",
    "estimation": "estimate", "prediction": "predict", "simulation": "simulate",
    "aggregation": "aggregate", "exploration": "explore", "transformation": "transform",
    "extraction": "extract", "calculation": "calculate", "computation": "compute",
    "concatenation": "concatenate", "implementation": "build", "normalization": "normalize",
}  # fmt: skip


@dataclass(frozen=True)
class Wording:
    """What a heading tells to do, and to what."""

    verb: str = ""
    words: tuple[str, ...] = ()

    @classmethod
    def of(cls, heading: str, *, sentence: bool = False) -> Wording:
        """Return the words of a heading; none of a long one, unless `sentence` says that any will do."""
        plain = _NUMBERED.sub("", heading.strip()).rstrip()
        said = re.findall(r"[a-z0-9]+(?:'[a-z]+)?", letters(plain).lower())
        asks = plain.endswith("?")
        verb, rest = ("", said) if asks else _cut(said)
        words = _words(rest)
        telling = [word for word in words if word not in _LINKS]
        if (asks or plain.endswith("!") or len(said) > _MOST + 3 or len(telling) > _MOST) and not sentence:
            return cls(verb)
        return cls(verb, tuple(_few(words)))


def short(text: str, *, sentence: bool = False) -> tuple[str, ...]:
    """Return the few words that tell what a heading or title is about."""
    wording = Wording.of(text, sentence=sentence)
    return (wording.verb, *wording.words) if wording.verb else wording.words


def unnumbered(heading: str) -> str:
    """Return a heading without the number in front of it."""
    return _NUMBERED.sub("", heading, count=1).strip() or heading


def named(names: Iterable[str], *, exact: bool = False) -> tuple[str, ...]:
    """Return what variables are called, as words of a name: at most two of them.

    Numbers behind them are left out, unless `exact`; so are names that say nothing.
    """
    all_names = list(names)
    telling = [name for name in all_names if not name.isupper() or len(name) < 2] or all_names
    slugs = [_plain(name, exact=exact) for name in telling]
    kept = list(
        dict.fromkeys(
            s for s in slugs if s[:1].isalpha() and s not in _NO_NAMES and not _DRAWN_ON.fullmatch(s)
        )
    )
    kept = [s for s in kept if not any(o != s and s.startswith(f"{o}_") for o in kept)]
    if set(kept) == {"x", "y"}:
        kept = ["features", "target"]
    if len(kept) > 2 and {"train", "test"} <= {word for name in kept for word in name.split("_")}:
        kept = ["data"]
    if len(kept) > 2 or sum(s.count("_") + 1 for s in kept) > _MOST + 1:
        kept = kept[-1:]
    return ("_and_".join(kept),) if kept else ()


def object_of(verb: str, words: Sequence[str]) -> tuple[str, ...]:
    """Return words without those that only say the verb again: the comparison that is compared."""
    parts = [part for word in words for part in word.split("_")]
    kept = [part for part in parts if len(verb) < 5 or not part.startswith(verb[:5])]
    while kept and kept[0] in _LINKS:
        kept.pop(0)
    while kept and kept[-1] in _LINKS:
        kept.pop()
    return tuple(kept) if any(part[0].isalpha() for part in kept if part) else ()


def _plain(name: str, *, exact: bool) -> str:
    words = [word for word in re.split(r"[^a-z0-9]+", letters(_snake(name)).lower()) if word]
    if len(words) > 1:
        words = [word for word in words if word not in ("df", "tmp", "my")] or words
    text = "_".join(words[:4])
    bare = re.sub(r"(?<=[a-z]{3})_?\d+$", "", text)
    text = text if exact or not re.search("[a-z]{3}", bare) else bare
    return {"df": "data"}.get(text, text)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name)


def _cut(said: Sequence[str]) -> tuple[str, Sequence[str]]:
    """Return what the words tell to do, and to what."""
    verbs = [_verb(said[0])] if said and _verb(said[0]) else []
    rest = list(said[len(verbs) :])
    while (
        verbs
        and rest
        and (rest[0] in _LINKS or (_verb(rest[0]) and len(rest) > 1 and len(rest) < len(said) - 1))
    ):
        rest.pop(0)  # "load and clean the orders"
    if not verbs and len(said) > 1 and said[-1] in _NOUNS:
        return _NOUNS[said[-1]], said[:-1]
    return "".join(verbs), rest


def _words(said: Iterable[str]) -> list[str]:
    words = [word.partition("'")[0] for word in said]
    aside = next((i for i, word in enumerate(words) if i > 0 and word in _ASIDES), len(words))
    words = words[:aside] if set(words[:aside]) - _STOP else words
    kept = [w for w in words if w not in _STOP | _GENERIC | _ASIDES and not (w.isdigit() and len(w) != 4)]
    return kept if any(not w[0].isdigit() for w in kept) else []


def _few(words: Sequence[str]) -> Iterator[str]:
    """Yield the first telling words, and what links them to one another."""
    places = [i for i, word in enumerate(words) if word not in _LINKS][:_MOST]
    for i, word in enumerate(words[: places[-1] + 1] if places else ()):
        linking = word in _LINKS and i > places[0] and words[i + 1] not in _LINKS
        if i in places or linking:
            yield word


def _verb(word: str) -> str:
    """Return the plain form of a word that tells to do something; '' if it does not."""
    if word in _VERBS:
        return _VERBS[word]
    if word.endswith("ing") and len(word) > 5:
        stem = word[:-3]
        for form in (stem, f"{stem}e", stem[:-1] if stem[-1:] == stem[-2:-1] else ""):
            if form in _VERBS:
                return _VERBS[form]
    return ""
