"""The addresses of all services that know the sky, in one place: each can be changed by a variable of its own."""

import os

DEFAULTS = {
    "GALAXY_CUTOUTS": "https://www.legacysurvey.org/viewer",  # of the DESI Legacy Imaging Surveys
    "GALAXY_SDSS": "https://skyserver.sdss.org/dr18/SkyServerWS/ImgCutout/getjpeg",
    "GALAXY_HIPS": "https://alasky.cds.unistra.fr/hips-image-services/hips2fits",  # all other surveys
    "GALAXY_SESAME": "https://cds.unistra.fr/cgi-bin/nph-sesame/SNV",  # positions by names
}


def address(variable: str) -> str:
    """The address of the service that a variable names, without a slash at its end."""
    return (os.environ.get(variable) or DEFAULTS[variable]).rstrip("/")
