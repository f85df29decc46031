"""Write a document as one page that asks for nothing and prints on A4."""

from __future__ import annotations

from html import escape

from zzmap import __version__
from zzmap.io.target import EXPORT_MARK
from zzmap.report.document import Block, Document, Facts, Figure, Heading, Notes, Table, shown
from zzmap.report.svg import svg

_STYLE = """
:root{--ink:#26323a;--soft:#5d6b76;--line:#d5dbe0;--head:#eef2f5;--mark:#a3142a}
*{box-sizing:border-box}
body{margin:0 auto;max-width:900px;padding:32px 28px 20px;color:var(--ink);background:#fff;
font:14px/1.55 "PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Source Han Sans SC",
"WenQuanYi Micro Hei",sans-serif}
header{border-bottom:3px solid var(--mark);padding-bottom:10px;margin-bottom:18px}
h1{font-size:25px;margin:0 0 2px}header p{margin:0;color:var(--soft)}
h2{font-size:17px;margin:26px 0 8px;padding-left:9px;border-left:4px solid var(--mark);
break-after:avoid}
h3{font-size:14px;margin:18px 0 6px;break-after:avoid}
table{border-collapse:collapse;width:100%;margin:6px 0 12px;font-size:12.5px}
thead{display:table-header-group}tr{break-inside:avoid}
th,td{border:1px solid var(--line);padding:4px 7px;text-align:left;vertical-align:top;
overflow-wrap:anywhere}
th{background:var(--head);font-weight:600}td.n{text-align:right;font-variant-numeric:tabular-nums}
dl{display:grid;grid-template-columns:max-content 1fr;gap:3px 18px;margin:6px 0 12px}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
figure{margin:8px 0 14px;break-inside:avoid}svg{display:block;width:100%;height:auto}
figcaption{color:var(--soft);font-size:12px;margin-top:4px}
ul{margin:6px 0 12px;padding-left:20px}li{margin:2px 0;overflow-wrap:anywhere}
p.none{color:var(--soft);margin:6px 0 12px}
footer{margin-top:26px;border-top:1px solid var(--line);padding-top:8px;color:var(--soft);
font-size:11.5px}
@page{size:A4;margin:15mm 13mm 18mm;@bottom-right{content:counter(page) " / " counter(pages);
font-size:9pt;color:#5d6b76}@bottom-left{content:SOURCE;font-size:8pt;color:#5d6b76}}
@media print{body{max-width:none;padding:0;font-size:10.5pt}table{font-size:9pt}}
""".strip()

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"


def page(document: Document) -> str:
    """Return the HTML of a document."""
    parts = "".join(
        f"<section><h2>{escape(part.title)}</h2>{''.join(map(_block, part.blocks))}</section>"
        for part in document.sections
    )
    title = escape(document.title)
    source = f"{document.source} · {document.made}"
    style = _STYLE.replace("SOURCE", _quoted(source))
    return (
        f'<!DOCTYPE html>\n<html lang="{"en" if document.english else "zh-CN"}"><head>'
        f'<meta charset="utf-8"><meta name="generator" content="{EXPORT_MARK} {__version__}">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
        '<meta name="viewport" content="width=device-width,initial-scale=1">'
        '<link rel="icon" href="data:,">'
        f"<title>{title}</title><style>{style}</style></head><body>"
        f"<header><h1>{title}</h1><p>{escape(document.subtitle)}</p></header>"
        f"<main>{parts}</main><footer>{escape(source)}</footer>"
        "</body></html>\n"
    )


def _quoted(text: str) -> str:
    """Return a text as a string of CSS: what is no letter or figure as its number."""
    told = (one if one.isalnum() or one in " ·：，；" else f"\\{ord(one):x} " for one in text)
    return f'"{"".join(told)}"'


def _block(block: Block) -> str:
    if isinstance(block, Facts):
        rows = "".join(f"<dt>{escape(a)}</dt><dd>{escape(b)}</dd>" for a, b in block.rows)
        return f"<dl>{rows}</dl>"
    if isinstance(block, Heading):
        return f"<h3>{escape(block.text)}</h3>"
    if isinstance(block, Notes):
        return f"<ul>{''.join(f'<li>{escape(line)}</li>' for line in block.lines)}</ul>"
    if isinstance(block, Figure):
        caption = f"<figcaption>{escape(block.caption)}</figcaption>"
        return f"<figure>{svg(block.drawing)}{caption}</figure>"
    return _table(block)


def _table(table: Table) -> str:
    if not table.rows:
        return f'<p class="none">{escape(table.empty)}</p>'
    total = sum(table.widths)
    columns = "".join(f'<col style="width:{100 * one / total:.1f}%">' for one in table.widths)
    head = "".join(f"<th>{escape(name)}</th>" for name in table.columns)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td{'' if isinstance(cell, str) or cell is None else ' class=n'}>"
            f"{escape(shown(cell))}</td>"
            for cell in row
        )
        + "</tr>"
        for row in table.rows
    )
    return (
        f"<table><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )
