#include <string.h>

#include "wjtab/base/map.h"
#include "wjtab/base/memory.h"
#include "xlsx_edit.h"
#include "xlsx_tag.h"

/* A % that is shown: not in quotes, not escaped. */
static bool code_shows_percent(struct wj_slice code)
{
    bool quoted = false;
    for (size_t i = 0; i < code.len; i++) {
        struct wj_slice rest = wj_slice_from(code, i);
        if (wj_slice_starts(rest, wj_slice_of("&quot;"))) {
            quoted = !quoted;
        } else if (!quoted && rest.ptr[0] == '\\') {
            i++;
        } else if (!quoted && rest.ptr[0] == '%') {
            return true;
        }
    }
    return false;
}

static bool id_shows_percent(const struct wj_map *codes, struct wj_slice id)
{
    const uint64_t *custom = wj_map_get(codes, id);
    return custom != NULL ? *custom != 0 : wj_slice_is(id, "9") || wj_slice_is(id, "10");
}

static enum wj_status take(struct wj_xlsx_percents *percents, struct wj_map *codes,
                           const struct wj_xlsx_tag *tag, bool in_cells)
{
    struct wj_slice whole;
    struct wj_slice id = wj_xlsx_tag_attribute(tag, "numFmtId", &whole);
    if (tag->closing || id.ptr == NULL) {
        id = wj_slice_of("0");
    }
    if (!tag->closing && wj_slice_is(tag->name, "numFmt")) {
        uint64_t *percent = NULL;
        enum wj_status status = wj_map_put(codes, id, &percent);
        if (status == WJ_OK) {
            *percent = code_shows_percent(wj_xlsx_tag_attribute(tag, "formatCode", &whole));
        }
        return status;
    }
    if (tag->closing || !in_cells || !wj_slice_is(tag->name, "xf")) {
        return WJ_OK;
    }
    if (wj_grow(&percents->shown, &percents->capacity, percents->count + 1,
                sizeof *percents->shown) != WJ_OK) {
        return WJ_MEMORY;
    }
    percents->shown[percents->count++] = id_shows_percent(codes, id);
    return WJ_OK;
}

enum wj_status wj_xlsx_percents_read(struct wj_xlsx_percents *percents, struct wj_slice xml)
{
    struct wj_map codes = {0};
    struct wj_xlsx_tag tag;
    size_t at = 0;
    bool in_cells = false;
    enum wj_status status = WJ_OK;
    while (status == WJ_OK && wj_xlsx_tag_next(xml, &at, &tag)) {
        if (wj_slice_is(tag.name, "cellXfs")) {
            in_cells = !tag.closing && !tag.hollow;
        } else {
            status = take(percents, &codes, &tag, in_cells);
        }
    }
    wj_map_clear(&codes);
    return status;
}

void wj_xlsx_percents_clear(struct wj_xlsx_percents *percents)
{
    wj_free(percents->shown);
    *percents = (struct wj_xlsx_percents){0};
}
