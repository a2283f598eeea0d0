"""How secrets look in a text: tables of patterns, whose group `value` is what must not be kept."""

from __future__ import annotations

# What a name contains when its value is a secret.
NAME = (
    r"(?:pass(?:word|wd|phrase|code|wort)|(?<![A-Za-z])pass(?![A-Za-z])|pwd|(?<![A-Za-z])pw(?![A-Za-z])"
    r"|kennwort|mot_?de_?passe|contrase(?:n|ñ)a|senha|secret|token(?!i[sz])|credentials?"
    r"|(?<![A-Za-z])creds?(?![A-Za-z])|session_?id"
    r"|(?:api|access|private|auth|account|encryption|enc|signing|ssh|master|subscription)[_.-]?key)"
)
_OPEN = r"(?:[rbfuneRBFUNE]{0,2})(?P<mark>\\?(?:\"\"\"|'''|\"|'))"
_TEXT = r"(?:[NEne]|[Uu]&)?'(?P<value>(?:[^']|\'\')+)'"  # of SQL
# Kind -> pattern whose group "value" is the secret.
KINDS = {
    "private-key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?P<value>.*?)(?:-----END|\Z)",
    "url-password": r"://[^\s/@:'\"]{0,200}:(?P<value>(?!\$\{|\{[^{}]{0,200}\}@)[^\s'\"]{1,500})@",
    "url-token": r"(?i:https?://)(?P<value>[^\s/@:'\"{}$]{1,500})@",
    "url-signature": r"[?&](?i:sig|signature|sas|code|key|x-amz-[\w-]+)=(?P<value>(?!\{)[^\s'\"&]{8,})",
    "named-text": rf"(?i:{NAME})[\w.-]{{0,60}}(?:\\?[\"'])?"
    rf"[\])\s]{{0,20}}(?::\s{{0,20}}\w{{1,60}}\s{{0,20}})?[=:,]\s{{0,20}}"
    rf"{_OPEN}(?P<value>.{{1,4000}}?)(?P=mark)",
    "named-word": rf"(?i:{NAME})=(?P<value>[^\s'\";&,()\[\]{{}}]+)(?=[\s'\";&]|\Z)",
    "sql-password": r"(?i:\b(?:password|secret)\s{0,20}\(?\s{0,20})" + _TEXT,
    "sql-option": rf"(?i:{NAME}\w{{0,40}}\s{{1,20}})" + _TEXT,
    "sql-dollar": rf"(?i:{NAME}\w{{0,40}}\s{{1,20}})\$(?P<tag>\w*)\$(?P<value>.{{1,4000}}?)\$(?P=tag)\$",
    "sql-identified": r"(?i:\bidentified\s{1,20}(?:with\s{1,20}['\"]?\w{1,60}['\"]?\s{1,20})?(?:by|as)"
    r"\s{1,20}"
    r"(?:(?:values|password)\s{1,20})?)(?P<mark>['\"])(?P<value>(?:(?P=mark){2}|(?!(?P=mark)).)+)(?P=mark)",
    "sql-identified-word": r"(?i:\b(?:user|role|to)\s{1,20}\S{1,100}\s{1,20}identified\s{1,20}by\s{1,20})"
    r"(?P<value>[^\s;'\"(<]+)",
    "sql-list": rf"(?i:{NAME}\w{{0,40}}\s{{1,20}}(?:not\s{{1,20}})?in\s{{0,20}}\(\s{{0,20}})"
    r"(?P<value>'[^()]{1,4000}')",
    "sql-call": rf"(?i:{NAME}\w{{0,40}}\s{{0,20}}=\s{{0,20}}(?:\w{{0,20}}crypt|md5|sha\d{{0,3}}|sha2_256|"
    r"hashbytes|digest|encode|password)\s{0,20}\(\s{0,20})" + _TEXT,
    "sql-values": rf"(?i:\b(?:insert|replace|merge)\b[^;()]{{0,400}}\([^()]{{0,2000}}{NAME}[^()]{{0,2000}}\)"
    r"\s{0,20}values\s{0,20}\()(?P<value>(?:'(?:[^']|\'\')*'|[^;'\"])+)",
    "sql-key": r"(?i:\bpragma\s{1,20}(?!add_parquet)\w{0,20}key\s{0,20}[=(]\s{0,20}"
    r"|\badd_parquet_key\s{0,20}\(\s{0,20}'[^']{0,100}'\s{0,20},\s{0,20}|\b(?:pgp_sym|aes)_(?:en|de)crypt\s{0,20}\([^;]{0,400}?,\s{0,20}|\bcrypt\s{0,20}\(\s{0,20})"
    + _TEXT,
    "sql-login": r"(?i:\bsp_addlogin\s{1,20}N?'[^']{0,200}'\s{0,20},\s{0,20}"
    r"|\bsp_addlinkedsrvlogin\b(?:[^;']{0,200}'[^']{0,200}'){2,3}[^;']{0,200},\s{0,20}"
    r"|\buser\s{1,20}\S{1,100}\s{1,20}using\s{1,20})" + _TEXT,
    "sql-source": r"(?i:\b(?:s3|gcs|oss|cosn|mysql|postgresql|mongodb|remote|remotesecure)\s{0,20}\(\s{0,20}"
    r"'[^']{0,400}'\s{0,20},\s{0,20})(?P<value>'[^()]{1,2000}')",
    "oracle-password": r"(?i:jdbc:oracle:\w{1,20}:[^\s/@'\"]{1,100}/)(?P<value>[^\s@'\"]{1,200})@",
    "odbc-password": r"(?i:\b(?:pwd|password)\s{0,5}=)\{(?P<value>(?![A-Za-z_][\w.]*[:!\[(}])[^{}]{1,200})\}",
    "webhook": r"(?i:hooks\.slack\.com/(?:services|workflows|triggers)/|discord(?:app)?\.com/api/webhooks/"
    r"|webhook\.office\.com/\w{1,40}/|api\.telegram\.org/bot)(?P<value>[^\s'\"]+)",
    "form-password": rf"(?i:<input\b[^<>]{{0,400}}{NAME}[^<>]{{0,400}}\bvalue\s{{0,5}}=\s{{0,5}})"
    r"(?P<mark>['\"])(?P<value>[^'\"<>]+)(?P=mark)",
    "bearer": r"(?i:\b(?:bearer|basic)\s+)(?P<value>[\w.~+/-]{8,}=*)",
    "aws-key": r"\b(?P<value>(?:AKIA|ASIA)[0-9A-Z]{16})\b",
    "github-token": r"\b(?P<value>gh[pousr]_\w{20,}|github_pat_\w{20,})",
    "gitlab-token": r"\b(?P<value>glpat-[\w-]{16,})",
    "slack-token": r"\b(?P<value>xox[abeoprs]-[\w-]{10,})",
    "key": r"\b(?P<value>(?:sk|pk|rk)[-_](?:live_|test_|ant-|proj-)?[\w-]{16,})",
    "google-key": r"\b(?P<value>AIza[\w-]{30,})",
    "service-token": r"\b(?P<value>hf_\w{16,}|dapi[0-9a-f]{16,}\w*|npm_\w{20,}|pypi-[\w-]{16,}"
    r"|SG\.[\w-]{10,}\.[\w-]{10,})",
    "jwt": r"\b(?P<value>eyJ[\w-]{6,}\.[\w-]{6,}\.[\w-]*)",
}
# Where a text is no code: in comments, in lines for a shell, in settings of other programs.
PROSE = {
    "named-word": rf"(?i:{NAME}[\w-]{{0,40}}[\"']?[ \t]{{0,20}}[:=][ \t]{{0,20}})"
    r"(?:[|>][-+]?\s{1,80})?(?P<value>(?![\"'${<:%?@|>])[^\s\"',;&)\]}]{3,})",
    "said-word": rf"(?i:{NAME}[\w-]{{0,40}}[\"']?(?:[ \t]{{1,20}}is)?[ \t]{{1,20}}[\"']?)"
    r"(?P<value>(?!\w{1,40}=)(?=\S{0,200}\d)(?=\S{0,200}[A-Za-z])(?![${<:%?@])[^\s\"',;&)\]}]{6,})",
    "option": rf"(?i:\s--?[\w-]{{0,40}}{NAME}[\w-]{{0,40}}(?:\s+|=)[\"']?)(?P<value>(?![-${{])[^\s\"']+)",
    "client-password": r"(?:\bmysql\w{0,20}\b[^\n]{0,300}?\s-p"
    r"|\b(?:mongo(?:sh|dump|restore|import|export)?|sshpass|(?:docker|podman|helm|oras)\b[^\n]{0,40}"
    r"\blogin|az\s{1,9}login)\b"
    r"[^\n]{0,300}?\s-p\s{0,20}"
    r"|\bredis-cli\b[^\n]{0,300}?\s(?:-a|--pass)\s{0,20}"
    r"|\b(?:sqlplus|sqlldr|expdp|impdp|rman)\b[^\n]{0,300}?\s[^\s/@]{1,100}/"
    r"|\b(?:curl|wget|https?)\b[^\n]{0,300}?\s(?:-u|-a|--user|--auth)\s{0,20}[^\s:]{1,200}:"
    r"|<<<\s{0,20}|\s--key\s{1,20})[\"']?"
    r"(?P<value>(?![-${<])[^\s\"'@]+)",
    "piped": r"(?:\b(?:echo|printf)\s{1,20}(?:-\w\s{1,20})?[\"']?)"
    r"(?P<value>(?![-${<])[^\s\"'|]{3,})(?=[\"']?\s{0,20}\|"
    r"[^\n]{0,200}(?:\bsudo\s{1,20}-S|--\w{0,20}-?stdin|\blogin\b|\bpasswd\b))",
}
# The patterns are tried only where one of these stands: most texts have none.
HINTS = (
    "pass pwd secret token key credential identified bearer basic :// akia asia ghp_ gho_ ghu_ ghs_ ghr_ "
    "github_pat glpat xox sk- sk_ pk- pk_ rk- rk_ aiza eyj hf_ dapi npm_ pypi- sg. "
    "sig= signature= session sas= code= x-amz auth cookie pw mysql curl wget kennwort contrase senha cred "
    "crypt( sp_add hooks. webhook telegram oracle s3( gcs( oss( remote( remotesecure( mongo"
).split()
HINTS.append("using '")
# The same for cells: calls and commands that take a secret without a name.
HINTS_OF_CELLS = [
    *HINTS,
    *"sqlplus sqlldr expdp impdp rman redis http login sudo <<< --key".split(),
    *"fernet hmac jwt connect( url.create".split(),
]
# Kind -> words of which a text has one, or the pattern cannot be found in it: most are not worth the search.
NEEDS = {
    "private-key": ("-----begin",),
    "url-password": ("://",),
    "url-token": ("://",),
    "url-signature": ("sig", "sas=", "code=", "key=", "x-amz"),
    "sql-dollar": ("$",),
    "sql-identified": ("identified",),
    "sql-identified-word": ("identified",),
    "sql-list": ("in (", "in("),
    "sql-call": ("crypt", "md5", "sha", "hashbytes", "digest", "encode", "password"),
    "sql-values": ("values",),
    "sql-key": ("pragma", "parquet_key", "crypt"),
    "sql-login": ("sp_add", "using"),
    "sql-source": ("s3", "gcs", "oss", "cosn", "mysql", "postgresql", "mongodb", "remote"),
    "oracle-password": ("jdbc:oracle",),
    "odbc-password": ("={", "= "),
    "webhook": ("hook", "telegram"),
    "form-password": ("<input",),
    "bearer": ("bearer", "basic"),
    "aws-key": ("akia", "asia"),
    "github-token": ("gh",),
    "gitlab-token": ("glpat",),
    "slack-token": ("xox",),
    "google-key": ("aiza",),
    "service-token": ("hf_", "dapi", "npm_", "pypi-", "sg."),
    "jwt": ("eyj",),
}
