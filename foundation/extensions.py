"""Extensions, bare; `create_app` binds them. The database has a file of its own."""

from flask_babel import Babel
from flask_bootstrap import Bootstrap5
from flask_compress import Compress
from flask_migrate import Migrate
from flask_security import Security
from flask_wtf import CSRFProtect

babel = Babel()
bootstrap = Bootstrap5()
compress = Compress()
csrf = CSRFProtect()
migrate = Migrate()
security = Security()
