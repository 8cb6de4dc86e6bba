#include "docx.h"

#include "drawing.h"
#include "emf.h"

enum {
    EMU = 127,           /* of DrawingML, in a hundredth of a point */
    HUNDREDTHS = 5,      /* of a point, in a twip */
    CAPTION_ROOM = 1000, /* below a picture as tall as the page */
};

/* The picture as a part; its relation's id, or NULL. */
static const char *add_picture(struct wj_docx *docx, const struct wj_drawing *drawing)
{
    struct wj_buf text = {0};
    size_t number = ++docx->pictures;
    wj_buf_addf(&text, "word/media/chart%zu.emf", number);
    const char *name = wj_arena_copy(&docx->arena, wj_buf_slice(&text));
    wj_buf_reset(&text);
    wj_buf_addf(&text, "rIdChart%zu", number);
    const char *id = wj_arena_copy(&docx->arena, wj_buf_slice(&text));
    wj_buf_clear(&text);
    struct wj_docx_part *part = wj_docx_part(docx, name, "image/x-emf");
    if (part == NULL || name == NULL || id == NULL ||
        wj_docx_relate(docx, id,
                       "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image",
                       name + strlen("word/")) != WJ_OK) {
        return NULL;
    }
    wj_emf_write(drawing, docx->chinese, &part->bytes);
    return wj_buf_status(&part->bytes) == WJ_OK ? id : NULL;
}

static void add_inline(struct wj_docx *docx, const char *id, const struct wj_chart *chart,
                       int64_t width, int64_t height)
{
    struct wj_buf *body = &docx->body;
    size_t number = docx->pictures;
    wj_buf_addf(body,
                "<w:r><w:drawing><wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\">"
                "<wp:extent cx=\"%lld\" cy=\"%lld\"/><wp:docPr id=\"%zu\" name=\"",
                (long long)width, (long long)height, number);
    wj_buf_addf(body, docx->chinese ? "图 %zu" : "Figure %zu", number);
    wj_buf_add_text(body, "\" descr=\"");
    wj_docx_escape(body, chart->description != NULL ? chart->description : chart->title);
    wj_buf_addf(body,
                "\"/><wp:cNvGraphicFramePr><a:graphicFrameLocks noChangeAspect=\"1\"/>"
                "</wp:cNvGraphicFramePr><a:graphic><a:graphicData "
                "uri=\"http://schemas.openxmlformats.org/drawingml/2006/picture\"><pic:pic>"
                "<pic:nvPicPr><pic:cNvPr id=\"%zu\" name=\"chart%zu.emf\"/><pic:cNvPicPr/>"
                "</pic:nvPicPr><pic:blipFill><a:blip r:embed=\"%s\"/><a:stretch><a:fillRect/>"
                "</a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>"
                "<a:ext cx=\"%lld\" cy=\"%lld\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/>"
                "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
                "</w:drawing></w:r>",
                number, number, id, (long long)width, (long long)height);
}

static enum wj_status add_piece(struct wj_docx *docx, const struct wj_chart *chart)
{
    struct wj_docx_look look = {.keep_next = true};
    struct wj_drawing drawing = {0};
    enum wj_status status =
        wj_drawing_make(chart, docx->width[docx->sideways] * HUNDREDTHS, &drawing);
    const char *id = status == WJ_OK ? add_picture(docx, &drawing) : NULL;
    if (id == NULL) {
        wj_drawing_clear(&drawing);
        return status == WJ_OK ? WJ_MEMORY : status;
    }
    int64_t width = (int64_t)drawing.width * EMU;
    int64_t height = (int64_t)drawing.height * EMU;
    int64_t most = (int64_t)(docx->height[docx->sideways] - CAPTION_ROOM) * HUNDREDTHS * EMU;
    if (height > most) {
        width = width * most / height;
        height = most;
    }
    wj_docx_paragraph(docx, WJ_ROLE_PICTURE, &look);
    add_inline(docx, id, chart, width, height);
    wj_docx_paragraph_end(docx);
    wj_drawing_clear(&drawing);
    return WJ_OK;
}

enum wj_status wj_docx_chart(struct wj_docx *docx, const struct wj_chart *chart)
{
    enum wj_status status = WJ_OK;
    for (size_t i = 0; status == WJ_OK && i < wj_chart_pieces(chart); i++) {
        struct wj_chart piece = wj_chart_piece(chart, i);
        status = add_piece(docx, &piece);
    }
    wj_docx_caption(docx, docx->chinese ? "图" : "Figure", ++docx->charts, chart->title, false);
    return status;
}
