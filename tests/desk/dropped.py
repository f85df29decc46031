"""Files as planners drop them."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import fiona
import openpyxl
from shapely.geometry import Polygon, box, mapping

SQUARE = box(113.6012345, 34.8012345, 113.6212345, 34.8212345)
BOW_TIE = Polygon(
    [(113.6312345, 34.8012), (113.6512345, 34.8212), (113.6512, 34.8012345), (113.6312, 34.8212345)]
)


def shapefile(folder: Path) -> Path:
    """Return a zip of a Shapefile in GBK, without a .prj, one of its rings crossing itself."""
    schema = {"geometry": "Polygon", "properties": {"园区": "str:40", "产业": "str:60"}}
    inside = folder / "shape"
    inside.mkdir()
    with fiona.open(
        inside / "新园.shp", "w", driver="ESRI Shapefile", schema=schema, encoding="GBK"
    ) as file:
        for shape, name, industry in (
            (SQUARE, "东风智能园", "智能传感器"),
            (BOW_TIE, "西流湖园", "氢能与新型储能"),
        ):
            file.write({"geometry": mapping(shape), "properties": {"园区": name, "产业": industry}})
    path = folder / "新园.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for part in sorted(inside.iterdir()):
            if part.suffix != ".cpg":
                archive.write(part, part.name)
    return path


def geojson(path: Path, name: str = "甲园", west: float = 113.6012345) -> Path:
    shape = box(west, 34.8012345, west + 0.02, 34.8212345)
    feature = {
        "type": "Feature",
        "properties": {"name": name, "industries": "智能传感器"},
        "geometry": mapping(shape),
    }
    path.write_text(
        json.dumps({"type": "FeatureCollection", "features": [feature]}, ensure_ascii=False),
        "utf-8",
    )
    return path


ENTERPRISES = (
    ("企业名称", "主营业务", "地址", "产值（万元）"),
    ("甲盾构有限公司", "盾构机制造", "郑州经开区经北三路1号", 1200),
    ("乙公司", "飞行汽车零件加工", "某路3号", 800),
    ("丙公司", "传感器销售及房地产开发", "金水区与二七区交界处", 15),
    ("丁公司", "=1+1 的研究", "新区一号", "3亿元"),
)


def workbook(path: Path) -> Path:
    """Return a table of enterprises with a title above its header, some rows of which are vague."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["2026年企业情况表"])
    for row in ENTERPRISES:
        sheet.append(list(row))
    sheet.cell(6, 2).data_type = "s"
    book.save(path)
    return path


PLAN = """示例市“十六五”低空与氢能产业发展规划（虚构）
一、总体要求
到2030年，低空经济规模达到500亿元，氢能产业规模突破300亿元。
二、空间布局
支持郑州高新区发展人工智能和智能传感器。推动郑州经开区发展氢能与新型储能、盾构装备。
鼓励金水区发展检验检测。
支持新密市发展新型耐火材料，推动登封市发展文化旅游。
"""


def plan(path: Path) -> Path:
    """Return an invented plan as plain text."""
    path.write_text(PLAN, "utf-8")
    return path
