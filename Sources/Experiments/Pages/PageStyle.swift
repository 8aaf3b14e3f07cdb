import Drawing

/// The style sheet of a report: no colour or font from anywhere else, readable in light, in dark, on paper and on a
/// telephone. It holds nothing that HTML or XML would have to escape.
package enum PageStyle {
  package static var css: String { page + tables + figures + dark + small + print + ChartStyle.css }

  private static let page = """
    :root{color-scheme:light dark;--ink:#1d2126;--quiet:#5c636b;--line:#dfe2e6;--ground:#fff;--shade:#f5f6f8;\
    --bad:#b3261e;--link:#00609a;--edge:#0006}\
    *{box-sizing:border-box}\
    body{margin:0 auto;padding:2rem 1.25rem 4rem;max-width:62rem;background:var(--ground);color:var(--ink);\
    font:1rem/1.5 \(ChartStyle.font)}\
    h1{font-size:1.7rem;line-height:1.2;margin:0 0 .5rem}\
    h2{font-size:1.25rem;margin:2.75rem 0 .5rem;padding-top:1.25rem;border-top:1px solid var(--line)}\
    h3{font-size:1rem;margin:1.75rem 0 .35rem}\
    h1,h2,h3,p,summary,th[scope=row],td.text{overflow-wrap:anywhere}\
    p{margin:.35rem 0 .75rem;max-width:46rem}\
    .quiet,figcaption{color:var(--quiet);font-size:.875rem}\
    a{color:var(--link)}\
    nav{display:flex;flex-wrap:wrap;gap:.25rem 1.1rem;font-size:.9rem;margin:.75rem 0}\
    code,pre{font:.8125rem/1.5 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace}\
    pre{margin:.5rem 0 1rem;padding:.75rem;background:var(--shade);border-radius:6px;overflow-x:auto}\
    summary{cursor:pointer;padding:.3rem 0;font-weight:600}

    """

  /// An edge of a table behind which there is more is shaded: the first two grounds move with the table and cover the shades at its ends.
  private static let tables = """
    .scroll{overflow-x:auto;margin:.5rem 0 1rem;background:\
    linear-gradient(to right,var(--ground) 40%,transparent) left/2.5rem 100% no-repeat local,\
    linear-gradient(to left,var(--ground) 40%,transparent) right/2.5rem 100% no-repeat local,\
    linear-gradient(to right,var(--edge),transparent) left/.8rem 100% no-repeat scroll,\
    linear-gradient(to left,var(--edge),transparent) right/.8rem 100% no-repeat scroll}\
    table{border-collapse:collapse;font-size:.875rem;font-variant-numeric:tabular-nums;width:100%}\
    th,td{padding:.3rem .55rem;text-align:right;border-bottom:1px solid var(--line);vertical-align:baseline}\
    td{white-space:nowrap}td.text{white-space:normal;min-width:12rem}\
    thead th{color:var(--quiet);font-weight:600;vertical-align:bottom}\
    th[scope=row],th.text,td.text,td.name{text-align:left}th[scope=row]{font-weight:400;min-width:8.5rem}thead th{white-space:nowrap}\
    th[scope=colgroup]{text-align:center}th[scope=rowgroup]{text-align:left;color:var(--quiet);font-weight:600;\
    padding-top:.8rem}\
    .dense thead th{white-space:normal}.dense table{font-size:.8125rem}.dense th,.dense td{padding:.25rem .35rem}sup{line-height:0}td small{display:block;color:var(--quiet);font-size:.75rem;line-height:1.2}\
    td strong{font-weight:700}.failed{color:var(--bad)}\
    ol.sources{font-size:.8125rem;color:var(--quiet);padding-left:1.4rem;max-width:52rem;overflow-wrap:anywhere}

    """

  private static let figures = """
    .figures{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(100%,26rem),1fr));gap:1.25rem 1.5rem;\
    margin:.75rem 0 1rem}\
    figure{margin:0;break-inside:avoid}\
    svg.chart{display:block;width:100%;height:auto}

    """

  private static let dark = """
    @media screen and (prefers-color-scheme:dark){:root{--ink:#e6e9ec;--quiet:#a3abb3;--line:#2f353c;\
    --ground:#15181c;--shade:#1e2328;--bad:#ff8a80;--link:#7cc4f5;--edge:#fff6}}

    """

  private static let small = """
    @media (max-width:40rem){body{padding:1.25rem .9rem 3rem}h1{font-size:1.4rem}\
    th,td{padding:.3rem .4rem}\
    .scroll th[scope=row]{position:sticky;left:0;background:var(--ground);min-width:6.5rem;max-width:9rem}\
    svg.chart text{font-size:13.5px}svg.chart text[transform]{font-size:12px}svg.chart .title{font-size:14.5px}}

    """

  private static let print = """
    @media print{body{max-width:none;padding:0;font-size:10pt}.scroll{overflow:visible;background:none}\
    .scroll table{font-size:7.5pt}.scroll th,.scroll td{padding:.15rem .25rem}.scroll th[scope=row]{min-width:4rem;max-width:9rem}\
    .scroll thead th{white-space:normal;overflow-wrap:anywhere}nav{display:none}\
    details::details-content{content-visibility:visible;block-size:auto}\
    h2,h3,summary{break-after:avoid}tr{break-inside:avoid}.figures{grid-template-columns:1fr 1fr}\
    a{color:inherit;text-decoration:none}pre{white-space:pre-wrap}}

    """
}
