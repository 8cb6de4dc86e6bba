#include "xlsx_book.h"

#include <string.h>
#include <strings.h>

#include "wjtab/base/buf.h"
#include "wjtab/base/message.h"
#include "wjtab/base/text.h"
#include "xlsx_part.h"
#include "xlsx_relations.h"

enum { SHEETS_MAX = 10000, SHEETS_SHOWN = 20 };

static enum wj_status refuse(const struct wj_xlsx_package *package, struct wj_diags *diags)
{
    struct wj_place place = {.file = package->path};
    return wj_fail(diags, WJ_DATA, "not_workbook", &place,
                   _("this ZIP file holds no workbook (.xlsx) that can be read; open it in a "
                     "spreadsheet program and save it as .xlsx or CSV"));
}

/* Is this the type of a workbook's main part, with or without macros, or of its template? */
static bool is_workbook_type(const char *type)
{
    static const char *const known[] = {
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        "application/vnd.ms-excel.template.macroEnabled.main+xml",
    };
    for (size_t i = 0; type != NULL && i < sizeof known / sizeof *known; i++) {
        if (strcasecmp(type, known[i]) == 0) {
            return true;
        }
    }
    return false;
}

/* Takes one entry of [Content_Types].xml if it speaks of the part; one for this very part beats
 * one for all names that end alike. */
static enum wj_status take_type(const struct wj_xlsx_part *file, struct wj_arena *arena,
                                const char *part, const char **type, bool *exact)
{
    struct wj_slice name = wj_xlsx_part_attribute(file, "PartName");
    struct wj_slice ending = wj_xlsx_part_attribute(file, "Extension");
    const char *dot = strrchr(part, '.');
    bool override = wj_xlsx_part_starts(file, 1, "Override") && name.len > 1 &&
                    strcasecmp(name.ptr + 1, part) == 0;
    bool by_ending = wj_xlsx_part_starts(file, 1, "Default") && ending.len > 0 && dot != NULL &&
                     strcasecmp(ending.ptr, dot + 1) == 0;
    if (*exact || (!override && !by_ending)) {
        return WJ_OK;
    }
    *exact = override;
    *type = wj_arena_copy(arena, wj_xlsx_part_attribute(file, "ContentType"));
    return *type != NULL ? WJ_OK : WJ_MEMORY;
}

/* The content type of a part; NULL when it has none. */
static enum wj_status find_type(const struct wj_xlsx_package *package, struct wj_arena *arena,
                                struct wj_diags *diags, const char *part, const char **type)
{
    static const char name[] = "[Content_Types].xml";
    struct wj_xlsx_part file = {0};
    bool exact = false;
    *type = NULL;
    if (!wj_xlsx_package_has(package, name)) {
        return WJ_OK;
    }
    enum wj_status status = wj_xlsx_part_open(&file, package, diags, name, WJ_XLSX_SMALL);
    if (status == WJ_OK) {
        status = wj_xlsx_part_next(&file, diags);
    }
    while (status == WJ_OK && file.event != WJ_XLSX_DONE) {
        if (file.event == WJ_XLSX_START) {
            status = take_type(&file, arena, part, type, &exact);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(&file, diags);
        }
    }
    wj_xlsx_part_close(&file);
    return status;
}

/* Follows the package's relationships to the workbook. */
static enum wj_status find_book(struct wj_xlsx_book *book, const struct wj_xlsx_package *package,
                                struct wj_diags *diags)
{
    struct wj_xlsx_relations relations = {0};
    const char *type = NULL;
    enum wj_status status = wj_xlsx_relations_read(&relations, &book->arena, package, diags, "");
    const struct wj_xlsx_relation *main = wj_xlsx_relations_typed(&relations, "officeDocument");
    if (status == WJ_OK && main != NULL) {
        book->part = main->part;
        status = find_type(package, &book->arena, diags, book->part, &type);
    }
    wj_xlsx_relations_clear(&relations);
    if (status == WJ_OK && !is_workbook_type(type)) {
        status = refuse(package, diags);
    }
    return status;
}

static enum wj_status take_sheet(struct wj_xlsx_book *book, struct wj_diags *diags,
                                 const struct wj_xlsx_part *file,
                                 const struct wj_xlsx_relations *relations)
{
    struct wj_slice state = wj_xlsx_part_attribute(file, "state");
    const struct wj_xlsx_relation *relation =
        wj_xlsx_relations_get(relations, wj_xlsx_part_relation(file, "id"));
    if (book->sheet_count == SHEETS_MAX) {
        return wj_xlsx_part_fail(file, diags, _("too many sheets"));
    }
    enum wj_status status =
        wj_grow(&book->sheets, &book->sheet_capacity, book->sheet_count + 1, sizeof *book->sheets);
    if (status != WJ_OK) {
        return status;
    }
    struct wj_xlsx_sheet_entry *sheet = &book->sheets[book->sheet_count++];
    if (relation == NULL) {
        return wj_xlsx_part_fail(file, diags, _("a sheet without a part that holds it"));
    }
    sheet->name = wj_arena_copy(&book->arena, wj_xlsx_part_attribute(file, "name"));
    sheet->part = strcmp(relation->type, "worksheet") == 0 ? relation->part : NULL;
    sheet->hidden = state.len > 0 && !wj_slice_is(state, "visible");
    return sheet->name != NULL ? WJ_OK : WJ_MEMORY;
}

/* Reads the list of sheets and the day that counts as 0. */
static enum wj_status read_book(struct wj_xlsx_book *book, const struct wj_xlsx_package *package,
                                struct wj_diags *diags, const struct wj_xlsx_relations *relations)
{
    struct wj_xlsx_part file = {0};
    bool in_sheets = false;
    enum wj_status status = wj_xlsx_part_open(&file, package, diags, book->part, WJ_XLSX_SMALL);
    if (status == WJ_OK) {
        status = wj_xlsx_part_next(&file, diags);
    }
    if (status == WJ_OK && !wj_xlsx_part_starts(&file, 0, "workbook")) {
        status = refuse(package, diags);
    }
    while (status == WJ_OK && file.event != WJ_XLSX_DONE) {
        if (wj_xlsx_part_starts(&file, 1, "workbookPr")) {
            struct wj_slice base = wj_xlsx_part_attribute(&file, "date1904");
            book->from_1904 = wj_slice_is(base, "1") || wj_slice_is(base, "true");
        } else if (file.event == WJ_XLSX_START && file.depth == 1) {
            in_sheets = wj_xlsx_part_starts(&file, 1, "sheets");
        } else if (in_sheets && wj_xlsx_part_starts(&file, 2, "sheet")) {
            status = take_sheet(book, diags, &file, relations);
        }
        if (status == WJ_OK) {
            status = wj_xlsx_part_next(&file, diags);
        }
    }
    wj_xlsx_part_close(&file);
    return status;
}

enum wj_status wj_xlsx_book_read(struct wj_xlsx_book *book, const struct wj_xlsx_package *package,
                                 struct wj_diags *diags)
{
    struct wj_xlsx_relations relations = {0};
    enum wj_status status = find_book(book, package, diags);
    if (status == WJ_OK) {
        status = wj_xlsx_relations_read(&relations, &book->arena, package, diags, book->part);
    }
    if (status == WJ_OK) {
        const struct wj_xlsx_relation *strings =
            wj_xlsx_relations_typed(&relations, "sharedStrings");
        const struct wj_xlsx_relation *styles = wj_xlsx_relations_typed(&relations, "styles");
        book->strings = strings != NULL ? strings->part : NULL;
        book->styles = styles != NULL ? styles->part : NULL;
        status = read_book(book, package, diags, &relations);
    }
    wj_xlsx_relations_clear(&relations);
    return status;
}

/* Appends “A”, “B”, …, and a hint at the nearest name. */
static void add_names(const struct wj_xlsx_book *book, const char *name, struct wj_buf *out)
{
    struct wj_nearest nearest = wj_nearest(wj_slice_of(name));
    struct wj_buf excerpt = {0};
    size_t shown = 0;
    bool valid = wj_utf8_valid(nearest.wanted) == nearest.wanted.len;
    for (size_t i = 0; i < book->sheet_count; i++) {
        struct wj_slice candidate = wj_slice_of(book->sheets[i].name);
        if (book->sheets[i].part == NULL) {
            continue;
        }
        if (valid) {
            wj_nearest_try(&nearest, candidate);
        }
        if (shown < SHEETS_SHOWN) {
            wj_buf_addf(out, _("%s“%s”"), shown > 0 ? _(", ") : "",
                        wj_text_excerpt(&excerpt, candidate));
        }
        shown++;
    }
    if (shown > SHEETS_SHOWN) {
        wj_buf_add_text(out, "…");
    }
    wj_nearest_hint(&nearest, out);
    wj_buf_clear(&excerpt);
}

enum wj_status wj_xlsx_book_sheet(const struct wj_xlsx_book *book, struct wj_diags *diags,
                                  const char *path, const char *name,
                                  const struct wj_xlsx_sheet_entry **sheet)
{
    struct wj_place place = {.file = path};
    for (size_t i = 0; i < book->sheet_count; i++) {
        const struct wj_xlsx_sheet_entry *entry = &book->sheets[i];
        bool wanted = name != NULL ? strcmp(entry->name, name) == 0 : !entry->hidden;
        if (wanted && entry->part != NULL) {
            *sheet = entry;
            return WJ_OK;
        }
    }
    if (name == NULL) {
        return wj_fail(diags, WJ_DATA, "missing_sheet", &place,
                       _("this workbook has no visible sheet with cells; name one with sheet:"));
    }
    struct wj_buf names = {0};
    add_names(book, name, &names);
    enum wj_status status = wj_buf_status(&names);
    if (status == WJ_OK) {
        status = wj_fail(diags, WJ_DATA, "missing_sheet", &place,
                         _("this workbook has no sheet “%s”; its sheets: %s"), name,
                         wj_buf_text(&names));
    }
    wj_buf_clear(&names);
    return status;
}

void wj_xlsx_book_clear(struct wj_xlsx_book *book)
{
    wj_free(book->sheets);
    wj_arena_clear(&book->arena);
    *book = (struct wj_xlsx_book){0};
}
