#include "table_dashes.h"

#include <string.h>

#include "table_items.h"
#include "table_rows.h"

const char *wj_dash_name(enum wj_dash dash)
{
    static const char *const names[WJ_DASHES] = {
        NULL,          "empty_column",     "not_asked", "no_answer", "no_score",
        "few_answers", "too_many_numbers", "too_large", "no_weight", "nobody_chose"};
    return names[dash];
}

/* ---- single figures ---- */

enum wj_dash wj_dash_of_column(const struct wj_cross_column *column)
{
    if (column->base > 0) {
        return WJ_DASH_NONE;
    }
    if (column->respondents > 0 || column->no_answer > 0) {
        return WJ_DASH_NO_ANSWER;
    }
    return column->not_asked > 0 ? WJ_DASH_NOT_ASKED : WJ_DASH_EMPTY;
}

enum wj_dash wj_dash_of_summary(const struct wj_cross_column *column, enum wj_table_summary summary)
{
    struct wj_figure figure = {0};
    mpq_init(figure.value);
    wj_cross_summary(column, summary, &figure);
    mpq_clear(figure.value);
    if (figure.exists || figure.hidden) {
        return WJ_DASH_NONE;
    }
    if (wj_dash_of_column(column) != WJ_DASH_NONE) {
        return wj_dash_of_column(column);
    }
    switch (wj_cross_scored(column)) {
    case 0:
        return column->no_answer == column->respondents ? WJ_DASH_NO_ANSWER : WJ_DASH_NO_SCORE;
    case 1:
        return WJ_DASH_ONE_ANSWER;
    default:
        return WJ_DASH_TOO_LARGE;
    }
}

enum wj_dash wj_dash_of_quantity(const struct wj_cross_column *column,
                                 const struct wj_quantity_figures *figures,
                                 enum wj_table_summary summary)
{
    if (figures->mean.n == 0) {
        enum wj_dash dash = wj_dash_of_column(column);
        return dash != WJ_DASH_NONE ? dash : WJ_DASH_NO_ANSWER;
    }
    if (summary == WJ_TABLE_SD) {
        bool there =
            figures->mean.missing == WJ_INTERVAL_THERE || figures->mean.missing == WJ_SUPPRESSED;
        return there ? WJ_DASH_NONE : figures->mean.n == 1 ? WJ_DASH_ONE_ANSWER : WJ_DASH_TOO_LARGE;
    }
    bool ordered = summary == WJ_TABLE_MEDIAN || summary == WJ_TABLE_QUARTILES;
    bool many = !figures->median.exists && !figures->median.hidden;
    return ordered && many ? WJ_DASH_MANY_NUMBERS : WJ_DASH_NONE;
}

/* ---- all that a column is without: a bit per reason ---- */

static unsigned bit_of(enum wj_dash dash)
{
    return dash == WJ_DASH_NONE ? 0 : 1U << dash;
}

static unsigned quantity_dashes(const struct wj_cross_column *column, unsigned shown)
{
    struct wj_quantity_figures figures;
    unsigned dashes = 0;
    /* That memory ran out is noticed where all of its requests are counted. */
    bool there = wj_cross_quantity(column, &figures) == WJ_OK;
    for (unsigned bit = 1; there && bit <= WJ_TABLE_QUARTILES; bit <<= 1) {
        if ((shown & bit) != 0) {
            dashes |= bit_of(wj_dash_of_quantity(column, &figures, (enum wj_table_summary)bit));
        }
    }
    wj_quantity_figures_clear(&figures);
    return dashes;
}

static unsigned column_dashes(const struct wj_tabulation *tabulation, size_t at, unsigned shown)
{
    struct wj_cross_column column = wj_tabulated_column(tabulation, at);
    const struct wj_tabulated *place = &tabulation->columns[at];
    enum wj_dash dash = wj_dash_of_column(&column);
    if (dash != WJ_DASH_NONE) {
        return bit_of(dash);
    }
    unsigned dashes = 0;
    if (column.base != WJ_HIDDEN && place->weighted != NULL &&
        place->weighted->bases[place->column] <= 0.0) {
        dashes = bit_of(WJ_DASH_NO_WEIGHT);
    }
    if (column.quantity != NULL) {
        return dashes | quantity_dashes(&column, shown);
    }
    for (unsigned bit = 1; bit <= WJ_TABLE_NET; bit <<= 1) {
        if ((shown & bit) != 0) {
            dashes |= bit_of(wj_dash_of_summary(&column, (enum wj_table_summary)bit));
        }
    }
    return dashes;
}

/* ---- names of columns ---- */

/* Names once each; what is above a group of columns stands for all of them. */
struct names {
    const struct wj_tell *tell;
    const char **list;
    const char **shown; /* as they are said; NULL: as in the list */
    size_t count;
    const char *above; /* the questions of the last one, which the next need not repeat */
};

/* False when memory ran out. */
static bool init_names(struct names *names, const struct wj_tell *tell, size_t most)
{
    names->tell = tell;
    names->list = wj_arena_alloc(tell->arena, most * sizeof *names->list);
    names->shown = wj_arena_alloc(tell->arena, most * sizeof *names->shown);
    return names->list != NULL && names->shown != NULL;
}

static void reset_names(struct names *names)
{
    for (size_t i = 0; i < names->count; i++) {
        names->shown[i] = NULL;
    }
    names->count = 0;
    names->above = NULL;
}

/* False where it is in the list already. */
static bool add_name(struct names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->list[i], name) == 0) {
            return false;
        }
    }
    names->list[names->count++] = name;
    return true;
}

/* "District = East"; "sex×district = men×East" for the first `depth` questions of a banner. In a
 * list `above` holds the questions of the name before: "District = East, West". */
static const char *column_name(const struct wj_tell *tell, const struct wj_tabulated *place,
                               size_t depth, const char **above)
{
    const struct wj_survey *survey = tell->survey;
    struct wj_buf questions = {0};
    struct wj_buf options = {0};
    for (size_t i = 0; i < depth; i++) {
        const struct wj_question *question = &survey->questions[place->cross->by->questions[i]];
        size_t option = wj_cross_option(tell->findings->tally, place->cross, place->column, i);
        wj_buf_addf(&questions, "%s%s", i > 0 ? "×" : "", question->label);
        wj_buf_addf(&options, "%s%s", i > 0 ? "×" : "", question->options[option].label);
    }
    const char *parts[] = {wj_arena_copy(tell->arena, wj_buf_slice(&questions)),
                           wj_buf_text(&options)};
    bool same =
        above != NULL && *above != NULL && parts[0] != NULL && strcmp(*above, parts[0]) == 0;
    const char *name = same ? wj_print(tell->arena, "%s", 1, &parts[1])
                            : wj_print(tell->arena, tell->words->column_name, 2, parts);
    if (above != NULL) {
        *above = parts[0];
    }
    wj_buf_clear(&questions);
    wj_buf_clear(&options);
    return name;
}

/* Do all columns from one on have a reason? */
static bool have_all(const unsigned *dashes, size_t first, size_t count, unsigned bit)
{
    for (size_t i = 0; i < count; i++) {
        if ((dashes[first + i] & bit) == 0) {
            return false;
        }
    }
    return true;
}

/* How many columns the name that stands for this one is about; 1 for its own. */
static size_t add_column(struct names *names, const struct wj_tabulation *tabulation,
                         const unsigned *dashes, size_t at, unsigned bit)
{
    const struct wj_tabulated *place = &tabulation->columns[at];
    const struct wj_banner *by = place->cross->by;
    if (by->count == 0) {
        add_name(names, names->tell->words->all);
        return 1;
    }
    for (size_t depth = 1; depth <= by->count; depth++) {
        size_t under = wj_tabulated_under(tabulation, by, depth - 1);
        if (place->column % under == 0 && have_all(dashes, at, under, bit)) {
            if (add_name(names, column_name(names->tell, place, depth, NULL))) {
                names->shown[names->count - 1] =
                    column_name(names->tell, place, depth, &names->above);
            }
            return under;
        }
    }
    return 1;
}

static const char *join(const struct wj_tell *tell, const struct names *names)
{
    struct wj_list list = {0};
    for (size_t i = 0; i < names->count; i++) {
        wj_list_add(tell, &list, names->shown[i] != NULL ? names->shown[i] : names->list[i]);
    }
    return wj_list_said(tell, &list);
}

/* ---- sentences ---- */

enum wj_text wj_dash_text(enum wj_dash dash)
{
    static const enum wj_text texts[WJ_DASHES] = {
        [WJ_DASH_EMPTY] = WJ_TEXT_DASH_EMPTY,
        [WJ_DASH_NOT_ASKED] = WJ_TEXT_DASH_NOT_ASKED,
        [WJ_DASH_NO_ANSWER] = WJ_TEXT_DASH_NO_ANSWER,
        [WJ_DASH_NO_SCORE] = WJ_TEXT_DASH_NO_SCORE,
        [WJ_DASH_ONE_ANSWER] = WJ_TEXT_DASH_ONE_ANSWER,
        [WJ_DASH_MANY_NUMBERS] = WJ_TEXT_DASH_MANY_NUMBERS,
        [WJ_DASH_TOO_LARGE] = WJ_TEXT_DASH_TOO_LARGE,
        [WJ_DASH_NO_WEIGHT] = WJ_TEXT_DASH_NO_WEIGHT,
        [WJ_DASH_NOT_CHOSEN] = WJ_TEXT_DASH_NOT_CHOSEN};
    return texts[dash];
}

static void say(const struct wj_tell *tell, struct wj_reasons *reasons, enum wj_dash dash,
                const char *names, const char *lines)
{
    const char *parts[] = {names, lines};
    reasons->said[reasons->count++] = wj_said(tell, wj_dash_text(dash), 2, parts);
}

/* `whole`: it is about everybody, and so about every column. */
static void say_names(const struct wj_tell *tell, struct wj_reasons *reasons, enum wj_dash dash,
                      const struct names *names, bool whole)
{
    if (whole && dash == WJ_DASH_EMPTY) {
        bool nobody = tell->findings->tally->effective == 0;
        reasons->said[reasons->count++] =
            wj_said(tell, nobody ? WJ_TEXT_TABLE_NOBODY : WJ_TEXT_TABLE_EMPTY, 0, NULL);
        return;
    }
    say(tell, reasons, dash, whole ? tell->words->whole_table : join(tell, names), NULL);
}

/* Rows that nobody chose, where lines are shown that divide by such a row. */
static void add_rows(const struct wj_tell *tell, const struct wj_tabulation *tabulation,
                     struct wj_reasons *reasons)
{
    struct wj_cross_column all = wj_tabulated_column(tabulation, tabulation->column_count - 1);
    unsigned show = tabulation->spec->show;
    struct wj_list rows = {.quoted = true};
    struct wj_list lines = {0};
    bool asked = (show & (WJ_SHOW_ROW_SHARE | WJ_SHOW_INDEX)) != 0 && all.base > 0;
    for (size_t i = 0; asked && i < tabulation->question->option_count; i++) {
        if (wj_cross_count(&all, i) == 0) {
            wj_list_add(tell, &rows, tabulation->question->options[i].label);
        }
    }
    for (unsigned line = 0; line < 3; line++) {
        unsigned bit = 1U << line;
        if (bit != WJ_SHOW_TOTAL_SHARE && (show & bit) != 0) {
            wj_list_add(tell, &lines, wj_without_indent(tell->words->table_lines[line]));
        }
    }
    bool any = rows.count > 0;
    const char *names = wj_list_said(tell, &rows);
    const char *said = wj_list_said(tell, &lines);
    if (any) {
        say(tell, reasons, WJ_DASH_NOT_CHOSEN, names, said);
    }
}

static void add_columns(const struct wj_tell *tell, const struct wj_tabulation *tabulation,
                        const unsigned *dashes, struct wj_reasons *reasons)
{
    size_t count = tabulation->column_count;
    struct names names = {0};
    bool fine = init_names(&names, tell, count);
    struct wj_cross_column all = wj_tabulated_column(tabulation, count - 1);
    enum wj_dash whole = wj_dash_of_column(&all);
    if (whole != WJ_DASH_NONE) {
        say_names(tell, reasons, whole, NULL, true);
        return;
    }
    for (unsigned dash = 1; fine && dash < WJ_DASHES; dash++) {
        unsigned bit = 1U << dash;
        reset_names(&names);
        for (size_t i = 0; i < count;) {
            i += (dashes[i] & bit) != 0 ? add_column(&names, tabulation, dashes, i, bit) : 1;
        }
        if (names.count > 0) {
            say_names(tell, reasons, (enum wj_dash)dash, &names, have_all(dashes, 0, count, bit));
        }
    }
}

struct wj_reasons wj_reasons_of_table(const struct wj_tell *tell,
                                      const struct wj_tabulation *tabulation)
{
    struct wj_reasons reasons = {0};
    unsigned shown = wj_shown_summaries(tabulation);
    unsigned *dashes = wj_arena_alloc(tell->arena, tabulation->column_count * sizeof *dashes);
    for (size_t i = 0; dashes != NULL && i < tabulation->column_count; i++) {
        dashes[i] = column_dashes(tabulation, i, shown);
    }
    if (dashes != NULL) {
        add_columns(tell, tabulation, dashes, &reasons);
    }
    if (tabulation->question->type != WJ_QUANTITY) {
        add_rows(tell, tabulation, &reasons);
    }
    return reasons;
}

/* ---- grids ---- */

/* The items of a grid by its bands: everybody first, then every column of every banner. */
struct bands {
    const struct wj_tell *tell;
    const struct wj_table_spec *spec;
    size_t table;
    size_t items;
    size_t count;
    struct wj_tabulated *places; /* band × items + item */
    unsigned *dashes;
};

static unsigned item_dashes(const struct wj_tally *tally, const struct wj_tabulated *place)
{
    struct wj_cross_column item = wj_cross_column(tally, place->cross, place->column);
    bool scored = tally->survey->questions[item.question].scored;
    unsigned dashes = bit_of(wj_dash_of_column(&item));
    if (dashes == 0 && scored) {
        dashes = bit_of(wj_dash_of_summary(&item, WJ_TABLE_RATE));
    }
    bool weightless = dashes == 0 && item.base != WJ_HIDDEN && place->weighted != NULL &&
                      place->weighted->bases[place->column] <= 0.0;
    return dashes | (weightless ? bit_of(WJ_DASH_NO_WEIGHT) : 0);
}

static bool take_bands(struct bands *bands)
{
    const struct wj_tell *tell = bands->tell;
    const struct wj_tally *tally = tell->findings->tally;
    bands->items = bands->spec->row_count;
    for (size_t by = 0; by <= bands->spec->by_count; by++) {
        bands->count += wj_items_cross(tell->findings, bands->table, 0, by)->column_count;
    }
    size_t cells = bands->count * bands->items;
    bands->places = wj_arena_alloc(tell->arena, cells * sizeof *bands->places);
    bands->dashes = wj_arena_alloc(tell->arena, cells * sizeof *bands->dashes);
    if (bands->places == NULL || bands->dashes == NULL) {
        return false;
    }
    size_t cell = 0;
    for (size_t n = 0; n <= bands->spec->by_count; n++) {
        size_t by = n == 0 ? bands->spec->by_count : n - 1;
        size_t columns = wj_items_cross(tell->findings, bands->table, 0, by)->column_count;
        for (size_t i = 0; i < columns * bands->items; i++, cell++) {
            const struct wj_cross_tally *cross =
                wj_items_cross(tell->findings, bands->table, i % bands->items, by);
            bands->places[cell] =
                wj_items_place(tell->arena, tell->findings, cross, i / bands->items);
            bands->dashes[cell] = item_dashes(tally, &bands->places[cell]);
        }
    }
    return true;
}

static const char *band_name(const struct bands *bands, size_t band)
{
    const struct wj_tabulated *place = &bands->places[band * bands->items];
    size_t depth = place->cross->by->count;
    return depth == 0 ? bands->tell->words->all : column_name(bands->tell, place, depth, NULL);
}

/* Whole bands by their names, items that nobody at all answered by theirs, others by both. */
static void name_items(const struct bands *bands, unsigned bit, struct names *names)
{
    const struct wj_survey *survey = bands->tell->survey;
    for (size_t band = 0; band < bands->count; band++) {
        const unsigned *dashes = &bands->dashes[band * bands->items];
        if (have_all(dashes, 0, bands->items, bit)) {
            add_name(names, band_name(bands, band));
            continue;
        }
        for (size_t item = 0; item < bands->items; item++) {
            const char *label = survey->questions[bands->spec->rows[item]].label;
            const char *parts[] = {label, band_name(bands, band)};
            bool everywhere = (bands->dashes[item] & bit) != 0;
            if ((dashes[item] & bit) != 0) {
                add_name(names, everywhere ? label
                                           : wj_print(bands->tell->arena,
                                                      bands->tell->words->named_figure, 2, parts));
            }
        }
    }
}

/* Has a band some items with a rate and some without? Those that lack all have their reason. */
static bool lacks_composite(const struct bands *bands, size_t band)
{
    size_t lacking = 0;
    for (size_t i = 0; i < bands->items; i++) {
        unsigned dashes = bands->dashes[band * bands->items + i];
        lacking += (dashes & ~bit_of(WJ_DASH_NO_WEIGHT)) != 0 ? 1 : 0;
    }
    return lacking > 0 && lacking < bands->items;
}

/* The composites that are none for this reason: all of them, or those of some bands. */
static void add_composites(const struct bands *bands, struct wj_reasons *reasons)
{
    const struct wj_tell *tell = bands->tell;
    struct wj_list list = {0};
    if (!wj_items_have_composite(bands->spec)) {
        return;
    }
    const char *name = bands->spec->measure->name;
    if (lacks_composite(bands, 0)) {
        wj_list_add(tell, &list, name);
    }
    size_t bands_told = list.count > 0 ? 0 : bands->count;
    for (size_t band = 1; band < bands_told; band++) {
        const char *parts[] = {name, band_name(bands, band)};
        if (lacks_composite(bands, band)) {
            wj_list_add(tell, &list, wj_print(tell->arena, tell->words->named_figure, 2, parts));
        }
    }
    size_t found = list.count;
    const char *said = wj_list_said(tell, &list);
    if (found > 0) {
        reasons->said[reasons->count++] = wj_said(tell, WJ_TEXT_MEASURE_NONE, 1, &said);
    }
}

struct wj_reasons wj_reasons_of_grid(const struct wj_tell *tell, size_t table)
{
    struct wj_reasons reasons = {0};
    struct bands bands = {.tell = tell, .spec = &tell->survey->tables[table], .table = table};
    if (!take_bands(&bands)) {
        return reasons;
    }
    size_t cells = bands.count * bands.items;
    struct names names = {0};
    bool fine = init_names(&names, tell, cells);
    for (unsigned dash = 1; fine && dash < WJ_DASHES; dash++) {
        reset_names(&names);
        name_items(&bands, 1U << dash, &names);
        if (names.count > 0) {
            say_names(tell, &reasons, (enum wj_dash)dash, &names,
                      have_all(bands.dashes, 0, bands.items, 1U << dash));
        }
    }
    add_composites(&bands, &reasons);
    return reasons;
}

void wj_tell_reasons(const struct wj_tell *tell, const struct wj_reasons *reasons)
{
    for (size_t i = 0; i < reasons->count; i++) {
        wj_section_say(tell->report, WJ_REMARK, reasons->said[i]);
    }
}
