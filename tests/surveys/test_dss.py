"""A square of the right width in degrees, out of the right tiles."""

from galaxy_core.surveys import dss


def test_the_query():
    (request,) = dss.requests(10.5, -0.25, 0.9, 256)
    assert request.query["hips"] == dss.HIPS == request.layer
    assert (
        float(request.query["fov"]) * 3600 == 0.9 * 256 and request.query["width"] == request.query["height"] == "256"
    )
