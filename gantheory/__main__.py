"""`python -m gantheory` is the same as the `gantheory` command."""

import sys

from gantheory.cli import main

sys.exit(main())
