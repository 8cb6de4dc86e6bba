#include <openssl/evp.h>

#include "html.h"
#include "wjtab/base/digest.h"

static const char layout[] =
    "*{box-sizing:border-box}\n"
    "html{background:var(--paper);color:var(--ink);-webkit-text-size-adjust:100%;"
    "scroll-padding-top:1rem}\n"
    "body{margin:0 auto;padding:2.5rem 1rem 4rem;max-width:48rem;line-height:1.75;"
    "font-family:system-ui,\"PingFang SC\",\"HarmonyOS Sans SC\",\"Microsoft YaHei\","
    "\"Noto Sans CJK SC\",\"Source Han Sans SC\",\"WenQuanYi Micro Hei\",sans-serif;"
    "overflow-wrap:anywhere;counter-reset:part}\n"
    "h1{font-size:1.7rem;line-height:1.4;margin:0 0 1.5rem;text-align:center}\n"
    "h2{font-size:1.25rem;line-height:1.5;margin:3rem 0 1rem;padding-bottom:.35rem;"
    "border-bottom:1px solid var(--rule)}\n"
    "h3{font-size:1.05rem;line-height:1.5;margin:2rem 0 .6rem}\n"
    "section>h2::before{counter-increment:part;content:counter(part) \". \"}\n"
    ":lang(zh) section>h2::before{content:counter(part,simp-chinese-informal) \"、\"}\n"
    "p{margin:.6rem 0;white-space:pre-line}\n"
    ".note{font-size:.85rem;line-height:1.6;color:var(--muted)}\n"
    "a{color:var(--link);text-decoration-thickness:1px;text-underline-offset:.2em}\n"
    ":focus-visible{outline:2px solid var(--link);outline-offset:2px}\n"
    "nav{font-size:.9rem;margin:0 0 1rem}\n"
    "nav ol{margin:0;padding:.9rem 1.2rem;list-style:none;columns:16rem;column-gap:2rem;"
    "background:var(--track);border-radius:6px;counter-reset:entry}\n"
    "nav li{break-inside:avoid;padding:.15rem 0}\n"
    "nav a{text-decoration:none}\n"
    "nav a:hover{text-decoration:underline}\n"
    "nav a::before{counter-increment:entry;content:counter(entry) \". \"}\n"
    ":lang(zh) nav a::before{content:counter(entry,simp-chinese-informal) \"、\"}\n";

/* Three lines to a table, as in print. */
static const char tables[] =
    ".scroll{overflow-x:auto;margin:1.25rem 0;scrollbar-width:thin;"
    "container-type:inline-size}\n"
    "table{width:100%;border-collapse:collapse;font-size:.875rem;line-height:1.5;"
    "border-bottom:1.5px solid var(--ink);font-variant-numeric:tabular-nums}\n"
    "caption{padding:0 0 .5rem;font-weight:600;text-align:center}\n"
    /* Where the table is scrolled, its name stays. */
    "caption span{display:block;position:sticky;inset-inline-start:0;max-width:100cqw}\n"
    "thead{border-top:1.5px solid var(--ink);border-bottom:1px solid var(--ink)}\n"
    "th,td{padding:.4rem .6rem;text-align:start;vertical-align:top;white-space:pre-line;"
    "unicode-bidi:isolate;overflow-wrap:break-word;border-bottom:1px solid var(--rule)}\n"
    "tbody tr:last-child>*{border-bottom:0}\n"
    "th{font-weight:600}\n"
    "tbody th{font-weight:400;min-width:7em}\n"
    ".long tbody th{min-width:min(15em,38vw)}\n"
    "td:not(.figure){min-width:5em}\n"
    "thead td{min-width:0}\n"
    "th[scope=colgroup]{text-align:center}\n"
    ".figure{text-align:end;white-space:nowrap}\n"
    "thead .figure{white-space:pre-line;min-width:4em}\n"
    "[rowspan],thead>*>*{vertical-align:middle}\n"
    ".total>*{font-weight:600}\n"
    ".total>:not([rowspan]){background:var(--track)}\n"
    ".slim{max-width:36rem;margin:0 auto}\n"
    ".dense{font-size:.8125rem}\n"
    ".dense th,.dense td{padding:.35rem .4rem}\n"
    ".ticks th,.ticks td{border:1px solid var(--muted)!important;vertical-align:middle}\n"
    ".ticks td,.ticks thead th{text-align:center;min-width:3.5em;word-break:keep-all;"
    "overflow-wrap:break-word}\n"
    ".question{margin:1.4rem 0 .4rem}\n"
    ".aside{text-align:end}\n"
    ".choices{list-style:none;margin:.4rem 0 .8rem;padding:0 0 0 1.3rem;"
    "display:grid;gap:.3rem 1.5rem}\n"
    ".short{grid-template-columns:repeat(auto-fill,minmax(8em,1fr))}\n"
    ".middle{grid-template-columns:repeat(auto-fill,minmax(13em,1fr))}\n"
    ".wider{grid-template-columns:repeat(auto-fill,minmax(min(100%,20em),1fr))}\n"
    ".choices li{padding-inline-start:1.6em;position:relative}\n"
    ".choices li::before{content:\"\";position:absolute;inset-inline-start:0;top:.45em;"
    "width:.9em;height:.9em;border:1px solid var(--ink);border-radius:2px}\n"
    ".blanks{margin:.4rem 0 1.2rem}\n"
    ".blanks div{height:2.2rem;border-bottom:1px solid var(--muted)}\n";

static const char charts[] = "figure{margin:1.5rem 0}\n"
                             "figcaption{font-weight:600;font-size:.875rem;line-height:1.5;"
                             "margin:0 0 .6rem;text-align:center}\n"
                             "svg{display:block;width:100%;height:auto;margin:0 auto 1rem;"
                             "overflow:hidden}\n"
                             "svg text{font-variant-numeric:tabular-nums;white-space:nowrap}\n"
                             ".wide{max-width:42.5rem}\n"
                             ".narrow{display:none;max-width:26rem}\n"
                             ".none{fill:none}\n"
                             ".edge{stroke:var(--muted)}\n"
                             ".line-ink{stroke:var(--ink)}\n"
                             ".line-muted{stroke:var(--muted)}\n"
                             ".line-rule{stroke:var(--rule)}\n";

/* A page on paper is light, whatever the screen was. */
static const char places[] =
    "@media (max-width:38rem){\n"
    "body{padding-top:1.5rem}\n"
    "h1{font-size:1.35rem}\n"
    "tbody th,td:not(.figure){min-width:0}\n"
    ".scroll .w2{min-width:3.4em}\n"
    ".scroll .w4{min-width:5.4em}\n"
    ".scroll .w6{min-width:7.4em}\n"
    ".scroll .w10{min-width:11.4em}\n"
    ".wide{display:none}\n"
    ".narrow{display:block}\n"
    "}\n"
    "@media screen and (min-width:76rem){\n"
    "body{max-width:66rem;display:grid;grid-template-columns:14rem minmax(0,1fr);"
    "column-gap:4rem;align-items:start}\n"
    "header{grid-column:1/-1}\n"
    "nav{position:sticky;top:1.5rem;margin-top:3rem;max-height:calc(100vh - "
    "3rem);overflow-y:auto}\n"
    "nav ol{columns:auto;padding:.9rem 1rem}\n"
    "main{grid-column:2}\n"
    "}\n"
    "@media print{\n"
    "@page{size:A4;margin:20mm 18mm}\n"
    "body{padding:0;max-width:none;font-size:10.5pt;line-height:1.65}\n"
    "nav{display:none}\n"
    "h1{font-size:18pt}\n"
    "h2{font-size:14pt;margin-top:1.6rem}\n"
    "h3{font-size:11.5pt;margin-top:1.2rem}\n"
    "h1,h2,h3,figcaption,caption{break-after:avoid}\n"
    "p{orphans:3;widows:3}\n"
    "p:has(+.choices,+.blanks,+.scroll){break-after:avoid}\n"
    ".choices,.blanks{break-inside:avoid}\n"
    ".question{margin:10pt 0 2pt}\n"
    ".blanks{margin-bottom:6pt}\n"
    ".ticks{font-size:10pt}\n"
    ".note{break-before:avoid}\n"
    ".scroll{overflow:visible}\n"
    "table{font-size:9pt}\n"
    "thead{display:table-header-group}\n"
    "thead,thead tr{break-after:avoid}\n"
    "tbody tr:first-child,.total{break-before:avoid}\n"
    "tr,svg,.choices li{break-inside:avoid}\n"
    "th,td{min-width:3em!important;padding:3pt 4pt}\n"
    "tbody>*>*{overflow-wrap:anywhere}\n"
    "tbody th{min-width:4.5em!important}\n"
    ".long tbody th{min-width:10em!important}\n"
    ".dense{font-size:7.5pt}\n"
    ".dense th,.dense td{padding:2pt 2pt;overflow-wrap:anywhere}\n"
    ".dense thead .figure{min-width:3.8em!important}\n"
    ".dense.long tbody th{min-width:8em!important}\n"
    ".dense .figure{white-space:normal}\n"
    ".dense td.figure{overflow-wrap:normal}\n"
    ".denser{font-size:6pt}\n"
    ".denser th,.denser td,.denser thead .figure{min-width:0!important}\n"
    ".denser td.figure{overflow-wrap:anywhere}\n"
    ".compact{font-size:7.5pt}\n"
    ".tight{font-size:7pt}\n"
    ".tighter{font-size:6.5pt}\n"
    ".tiny{font-size:6pt}\n"
    ".compact th,.compact td{padding:2pt}\n"
    ".compact .figure{white-space:normal}\n"
    ".whole th,.whole td{overflow-wrap:break-word!important}\n"
    ".even td.figure{white-space:nowrap}\n"
    ".whole:not(.even) td.figure{width:1px;word-spacing:20em}\n"
    ".wide{display:block}\n"
    ".narrow{display:none}\n"
    ".total>*,rect{-webkit-print-color-adjust:exact;print-color-adjust:exact}\n"
    "}\n";

static void add_variables(struct wj_buf *out, bool dark)
{
    for (int colour = WJ_COLOUR_PAPER; colour < WJ_COLOUR_SERIES; colour++) {
        wj_buf_addf(out, "--%s:#%06x;", wj_svg_class((enum wj_colour)colour),
                    wj_colour_rgb((enum wj_colour)colour, dark));
    }
    wj_buf_addf(out, "--link:%s", dark ? "#8ab8ea" : "#1f5b9c");
}

static void add_colours(struct wj_buf *out)
{
    wj_buf_add_text(out, "\n:root{color-scheme:light dark;");
    add_variables(out, false);
    wj_buf_add_text(out, "}\n@media screen and (prefers-color-scheme:dark){:root{");
    add_variables(out, true);
    wj_buf_add_text(out, "}}\n");
    for (int colour = WJ_COLOUR_PAPER; colour < WJ_COLOUR_SERIES; colour++) {
        const char *name = wj_svg_class((enum wj_colour)colour);
        wj_buf_addf(out, ".%s{fill:var(--%s)}\n", name, name);
    }
    for (int colour = WJ_COLOUR_SERIES; colour < WJ_COLOURS; colour++) {
        const char *name = wj_svg_class((enum wj_colour)colour);
        wj_buf_addf(out, ".%s{fill:#%06x}\n.on-%s{fill:#%06x}\n", name,
                    wj_colour_rgb((enum wj_colour)colour, false), name,
                    wj_colour_text((enum wj_colour)colour, false));
    }
}

void wj_html_style(struct wj_buf *out)
{
    add_colours(out);
    wj_buf_add_text(out, layout);
    wj_buf_add_text(out, tables);
    wj_buf_add_text(out, charts);
    wj_buf_add_text(out, places);
}

static unsigned digit(char hex)
{
    return (unsigned)(hex <= '9' ? hex - '0' : hex - 'a' + 10);
}

enum wj_status wj_html_style_source(struct wj_slice style, struct wj_buf *out)
{
    enum { BYTES = 32, BASE64 = 45 };
    char text[WJ_DIGEST_TEXT];
    unsigned char bytes[BYTES];
    unsigned char encoded[BASE64];
    enum wj_status status = wj_digest_of(style, text);
    if (status != WJ_OK) {
        return status;
    }
    for (size_t i = 0; i < BYTES; i++) {
        bytes[i] = (unsigned char)(digit(text[2 * i]) << 4 | digit(text[2 * i + 1]));
    }
    EVP_EncodeBlock(encoded, bytes, BYTES);
    wj_buf_addf(out, "'sha256-%s'", (const char *)encoded);
    return wj_buf_status(out);
}
