# SPDX-License-Identifier: Apache-2.0
"""What the parts of the sample share."""
import datetime

FIRST, LAST = datetime.date(2023, 1, 1), datetime.date(2025, 12, 31)
FICTIVE = "(fict.)"
