"""Found by all processes of a command, its workers' too, with this folder on their path and a fault in their environment."""

import os

if os.environ.get("FAULT"):
    from tests.faults.injecting import arm_from_environment

    arm_from_environment()
