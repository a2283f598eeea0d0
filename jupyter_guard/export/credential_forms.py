"""Know credentials by their form alone: what detect-secrets knows, and what it does not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from detect_secrets.plugins.base import RegexBasedDetector

# Beside the detector's own: forms that it lacks, or that a reference such as ${env:NAME} must not match.
_FORMS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----|\bAGE-SECRET-KEY-1[0-9A-Z]{20,}",
    "an AWS access key": r"\b(?:AKIA|ASIA|ABIA|ACCA)[0-9A-Z]{16}\b",
    "an Azure key": r"(?i)\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{20,}={0,2}"
    r"|[?&]sig=[A-Za-z0-9%+/]{20,}|\b\w{3}\dQ~[\w.~-]{31,34}",
    "a GitHub token": r"\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{40,})",
    "a GitLab token": r"\bgl(?:pat|dt|rt|cbt|ptt|soat)-[\w-]{20,}",
    "a Slack token": r"\bx(?:ox[abeoprs]|app)-[\w-]{10,}",
    "a webhook's address": r"hooks\.slack\.com/(?:services|workflows)/[\w/]{20,}"
    r"|discord(?:app)?\.com/api/webhooks/\d+/[\w-]{20,}|\.webhook\.office\.com/webhookb2/[\w@/-]{20,}",
    "an OpenAI or Anthropic key": r"\bsk-[A-Za-z0-9_-]{20,}",
    "a Google API key": r"\bAIza[\w-]{35}|\bGOCSPX-[\w-]{20,}|\bya29\.[\w-]{20,}",
    "a Databricks token": r"\bdapi[0-9a-f]{32}\b",
    "a Stripe key": r"\b[rs]k_(?:live|test)_[A-Za-z0-9]{16,}|\bwhsec_[A-Za-z0-9]{20,}",
    "a Hugging Face token": r"\bhf_[A-Za-z]{30,}\b",
    "a package index's token": r"\bpypi-AgE\w[\w-]{40,}|\bnpm_[A-Za-z0-9]{36}\b",
    "a SendGrid key": r"\bSG\.[\w-]{16,}\.[\w-]{16,}",
    "a Twilio key": r"\bSK[0-9a-f]{32}\b",
    "a Vault token": r"\bhv[sbr]\.[\w-]{20,}",
    "a vendor's token": r"\b(?:shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}|dop_v1_[0-9a-f]{64}|ATATT3[\w=-]{50,}"
    r"|lin_api_\w{32,}|glsa_\w{32,}|glc_[\w=]{32,}|ntn_[A-Za-z0-9]{40,}|sntrys_[\w=+/-]{40,}|dp\.pt\.\w{40,}"
    r"|PMAK-[0-9a-f]{24}-[0-9a-f]{34}|NRAK-[A-Z0-9]{27}|pat[A-Za-z0-9]{14}\.[0-9a-f]{64}|pscale_\w+_[\w=.-]{32,}"
    r"|secret_[A-Za-z0-9]{43}|EAA[A-Za-z0-9]{60,}|key-[0-9a-f]{32}\b|r8_[A-Za-z0-9]{37}|gsk_[A-Za-z0-9]{48,}"
    r"|pplx-[A-Za-z0-9]{40,}|fw_[A-Za-z0-9]{22,}|tskey-[a-z]+-\w+|duffel_\w+_[\w=-]{43}|dckr_pat_[\w-]{20,})",
    "a Telegram token": r"\b\d{8,10}:AA[\w-]{33}\b",
    "a JSON web token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{5,}",
    "a password in a URL": r"\b[a-zA-Z][\w+.-]*://[^\s:/@'\"]*:(?!\$\{|\{|%\(|%s|<|\*+@|\.{3}|(?i:pass(?:word)?|secret|pw)@)"
    r"[^\s/@'\"]+@(?=[\w\[{$%])",
    "a password in a connection string": r"(?i)(?<![\w.])(?:password|passwd|pwd)="
    r"(?!\$\{|\{|%|<|\*|os\.|getpass|password\b|passwd\b|pwd\b"
    r"|str\b|None\b|null\b|[\w.]+[(\[])[^\s;'\",)&(\[]{3,}(?=[;'\"&\s]|$)(?![ \t]*[\w(])",
    "a password in SQL": r"(?i)\b(?:identified\s+by|(?<!\.)password|secret|session_token)\s+'[^'\s:]{3,}'",
    "a key in a URL": r"(?i)[?&](?:api_?key|access_?token|auth_?token|token|client_secret|secret|password"
    r"|passwd|pwd|subscription-key|x-api-key)=(?!\$?\{|<|%|your|\.\.\.|x{3})(?=[^&\s'\"]*\d)[^&\s'\"{}$<>]{8,}",
    "the body of a private key": r"\bMII(?:E[opv]|J[KQ]|C[WXd])[A-Za-z0-9+/]{20,}"
    r"(?:\s*[A-Za-z0-9+/=]{20,}){2,}",
    "a password that is named": r"(?i:\bpassword|\bpasswort|\bkennwort|\bpassphrase)\s+"
    r"(?=[^\s]*\d)(?=[^\s]*[a-z])(?=[^\s]*[A-Z])[^\s`'\"<>{}$()\[\],;|/]{10,}",
    "a password that is told": r"(?i)\b(?:password|passwd|passphrase|passwort|kennwort|api[ _-]?key)"
    r"(?:\s+(?:is|=|:)|\s*[:=])\s*[`'\"]?(?=[^\s`'\"]*\d)(?=[^\s`'\"]*[A-Za-z])"
    r"[^\s`'\"<>{}$()\[\],;|/]{7,}(?=[`'\".!,;)\s]|$)",
    "a key in a header": r"(?i)\b(?:bearer|basic|token)\s+(?=[\w.~+/-]*\d)[A-Za-z0-9._~+/-]{16,}=*",
    "a password for a command": r"(?:\bmysql\b[^\n]*\s-p[^\s-]\S{2,}"
    r"|\bcurl\b[^\n]*\s(?:-u|--user)\s+[^\s:$]+:[^\s$]{3,}"
    r"|\bsshpass\s+-p\s*\S{3,}|\bPGPASSWORD=(?!\$)\S{3,})",
}
# Rules of the detector that find more harmless texts than credentials in tables and code.
_NOT_ASKED = frozenset({"IPPublicDetector", "ArtifactoryDetector", "BasicAuthDetector"})


@dataclass(frozen=True)
class Hit:
    """A credential: what it is, and how it is written, which nobody is ever told."""

    kind: str
    value: str
    name: str = ""  # what it is called, if anything


@lru_cache(maxsize=256)  # a text is looked at as a part, in its file, and as it lies in the folder
def by_form(text: str) -> tuple[Hit, ...]:
    """Return the credentials that `text` holds, by their form."""
    return tuple(_found(text))


def _found(text: str) -> Iterator[Hit]:
    for kind, form in _forms().items():
        if found := form.search(text):
            yield Hit(kind, found[0])
    for line in text.splitlines():
        for detector in _detectors():
            for value in detector.analyze_string(line):
                if value:
                    yield Hit(f"what looks like: {detector.secret_type}", str(value))


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    return {kind: re.compile(form, re.MULTILINE) for kind, form in _FORMS.items()}


@cache
def _detectors() -> tuple[RegexBasedDetector, ...]:
    """Return the rules of detect-secrets that go by form; none of them asks a server."""
    from detect_secrets.core.plugins.util import get_mapping_from_secret_type_to_class
    from detect_secrets.plugins.base import RegexBasedDetector

    classes = get_mapping_from_secret_type_to_class().values()
    return tuple(
        kind() for kind in classes if issubclass(kind, RegexBasedDetector) and kind.__name__ not in _NOT_ASKED
    )
